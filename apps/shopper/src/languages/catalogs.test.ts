import { describe, expect, it } from "vitest";
import { catalogEn } from "./catalog-en.ts";
import { gapsOf, msg } from "./message.ts";
import { catalogs, createI18n, sayWith } from "./words.tsx";

describe.each(["de", "pl"] as const)("the texts in %s", (language) => {
  const catalog = catalogs[language];

  it("have exactly the keys of the English ones", () => {
    expect(new Set(Object.keys(catalog))).toEqual(new Set(Object.keys(catalogEn)));
  });

  it("fill in the same gaps, so that no name or time is left out", () => {
    for (const [key, message] of Object.entries(catalogEn)) {
      expect([key, gapsOf(catalog[key as keyof typeof catalogEn])]).toEqual([key, gapsOf(message)]);
    }
  });

  it("are translated", () => {
    const untranslated = Object.entries(catalogEn)
      .filter(([key, message]) => {
        const other = catalog[key as keyof typeof catalogEn];
        return JSON.stringify(other) === JSON.stringify(message);
      })
      .map(([key]) => key);
    // Its name, and a time that is only a date and an hour.
    expect(untranslated.filter((key) => key !== "page.network" && key !== "at.date")).toEqual([]);
  });

  it("are all said to somebody", () => {
    for (const message of Object.values(catalog)) expect(message.join("").trim()).not.toBe("");
  });
});

describe("saying a text", () => {
  it("fills the gaps in", () => {
    expect(msg`Door ${"door"} is open.`).toEqual(["Door ", ["door"], " is open."]);
    expect(sayWith(createI18n("en"))("door.label", { door: "14" })).toBe("Door 14");
    expect(sayWith(createI18n("de"))("door.label", { door: "14" })).toBe("Tür 14");
  });

  it("takes names with braces and markup as they are", () => {
    const name = "<b>{name}</b> & Söhne";
    expect(sayWith(createI18n("pl"))("share.for", { name })).toBe(`Dla: ${name}`);
  });
});
