import { describe, expect, test } from "vitest";
import { readGlossary, singular, wordsOf } from "./glossary.ts";
import { readText, writtenFiles } from "./repository-files.ts";

/** A folder called so holds anything, and therefore nothing one could look for. */
const EMPTY_NAMES = new Set([
  "utils",
  "util",
  "helpers",
  "common",
  "manager",
  "service",
  "data",
  "info",
]);

const glossary = readGlossary();
const files = [...writtenFiles("packages"), ...writtenFiles("apps")];

describe("one concept, one word", () => {
  test("the glossary was read", () => {
    expect(glossary.forbidden.size).toBeGreaterThan(12);
    expect(glossary.exceptions.every(({ reason }) => reason.length > 10)).toBe(true);
  });

  test("in the names of files and folders", () => {
    expect(files.flatMap((file) => objections(file, wordsOf(nameInside(file))))).toEqual([]);
  });

  test("no file or folder has a name that says nothing", () => {
    const empty = files.filter((file) =>
      file.split("/").some((part) => EMPTY_NAMES.has(part.replace(/\..*$/, ""))),
    );
    expect(empty).toEqual([]);
  });

  test("in the names of what modules export", () => {
    expect(
      sources().flatMap((file) => objections(file, exportedNames(file).flatMap(wordsOf))),
    ).toEqual([]);
  });

  test("in the texts that people read", () => {
    const texts = sources().filter((file) => /\.tsx$|\/(texts|messages|locales)[/.-]/.test(file));
    expect(texts.flatMap((file) => objections(file, sentencesIn(file).flatMap(wordsOf)))).toEqual(
      [],
    );
  });

  test("a forbidden word is found in each kind of name", () => {
    expect(objections("apps/server/src/customers.ts", wordsOf("customers.ts"))).toHaveLength(1);
    expect(objections("apps/server/src/a.ts", wordsOf("openAllDrawers"))).toHaveLength(1);
    expect(objections("apps/server/src/a.ts", wordsOf("Your box is open"))).toHaveLength(1);
  });
});

/** What a package is called by npm, and the folder of packages, are no words of the trade. */
function nameInside(file: string): string {
  return file.replace(/^(packages|apps)\//, "").replace(/(^|\/)package\.json$/, "");
}

function sources(): string[] {
  return files.filter((file) => /\.(ts|tsx)$/.test(file) && !file.includes(".test."));
}

function objections(file: string, words: readonly string[]): string[] {
  return [...new Set(words.map(singular))].flatMap((word) => {
    const use = glossary.forbidden.get(word);
    const isRight = glossary.exceptions.some(
      (exception) => exception.word === word && exception.files.test(file),
    );
    return use === undefined || isRight ? [] : [`${file}: "${word}" is called ${use} here`];
  });
}

function exportedNames(file: string): string[] {
  const declared =
    /^export (?:async )?(?:abstract )?(?:function\*?|const|let|class|interface|type) (\w+)/gm;
  return [...readText(file).matchAll(declared)].map(([, name]) => name ?? "");
}

/** Quoted texts with a blank in them and the text between tags: what a person may come to read. */
function sentencesIn(file: string): string[] {
  const quoted = /"([^"\n]* [^"\n]*)"|`([^`]* [^`]*)`|>([^<>{}\n]* [^<>{}\n]*)</g;
  const withoutImports = readText(file).replaceAll(/^import .*$|\bviewBox\b/gm, "");
  return [...withoutImports.matchAll(quoted)].map((match) =>
    (match[1] ?? match[2] ?? match[3] ?? "").replaceAll(/\$\{[^}]*\}/g, " "),
  );
}
