import { describe, expect, it } from "vitest";
import { type MessageKey, messagesEn } from "./messages-en.ts";
import { catalogues, type Language, wordsIn } from "./words.ts";

const keys = Object.keys(messagesEn) as MessageKey[];
const languages = Object.keys(catalogues) as Language[];

/** Names of the placeholders of an ICU message. */
function placeholders(message: string): ReadonlySet<string> {
  const names = [...message.matchAll(/\{\s*([a-z]+)\s*[,}]/gi)].map((match) => match[1] ?? "");
  return new Set(names);
}

const pluralForms: Readonly<Record<Language, readonly string[]>> = {
  en: ["one", "other"],
  de: ["one", "other"],
  pl: ["one", "few", "many", "other"],
};

describe.each(languages)("the texts in %s", (language) => {
  const catalogue = catalogues[language];
  const words = wordsIn(language);

  it("are complete, without a key too many", () => {
    expect(new Set(Object.keys(catalogue))).toEqual(new Set(keys));
    for (const key of keys) expect(catalogue[key].trim(), key).not.toBe("");
  });

  it("use the same placeholders as the English ones", () => {
    for (const key of keys) {
      expect.soft(placeholders(catalogue[key]), key).toEqual(placeholders(messagesEn[key]));
    }
  });

  it("know every plural form of the language", () => {
    for (const key of keys) {
      if (!catalogue[key].includes(", plural,")) continue;
      for (const form of pluralForms[language])
        expect.soft(catalogue[key], key).toContain(`${form} {`);
    }
  });

  it("can all be said, with nothing of the pattern left", () => {
    for (const key of keys) {
      const values = Object.fromEntries(
        [...placeholders(messagesEn[key])].map((name) => [name, 5]),
      );
      const said = words.say(key, values);
      expect.soft(said, key).not.toMatch(/[{}#]|plural/);
      expect.soft(said, key).not.toBe(key);
    }
  });
});

describe("counting", () => {
  it("follows the grammar of each language", () => {
    const seconds = (language: Language, count: number) =>
      wordsIn(language).say("idle.throttled_wait", { seconds: count });
    expect(seconds("en", 1)).toContain("in 1 second.");
    expect(seconds("de", 2)).toContain("in 2 Sekunden ");
    expect(seconds("pl", 1)).toContain("za 1 sekundę.");
    expect(seconds("pl", 23)).toContain("za 23 sekundy.");
    expect(seconds("pl", 25)).toContain("za 25 sekund.");
  });
});
