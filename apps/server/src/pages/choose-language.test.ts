import { expect, test } from "vitest";
import { chooseLanguage } from "./choose-language.ts";

test("a page speaks the language that was asked for, before any other wish", () => {
  const asked = { query: { language: "pl" }, view: "de", acceptLanguage: "en-GB" } as const;
  expect(chooseLanguage(asked)).toBe("pl");
});

test("a page speaks the parcel's language before the browser's", () => {
  expect(chooseLanguage({ query: {}, view: "de", acceptLanguage: "pl" })).toBe("de");
});

test("a page follows the first language of the browser that there is", () => {
  const acceptLanguage = "fr-CH, de;q=0.9, en;q=0.8";
  expect(chooseLanguage({ query: {}, view: undefined, acceptLanguage })).toBe("de");
});

test("a page speaks English when nothing that is known was asked for", () => {
  const asked = { query: { language: ["pl", "x"] }, view: undefined, acceptLanguage: "*" };
  expect(chooseLanguage(asked)).toBe("en");
});
