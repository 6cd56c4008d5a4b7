import { readText } from "./repository-files.ts";

export interface Exception {
  readonly word: string;
  /** Files in which the word is right. */
  readonly files: RegExp;
  readonly reason: string;
}

export interface Glossary {
  /** Words that are never used, each with the one to use. */
  readonly forbidden: ReadonlyMap<string, string>;
  readonly exceptions: readonly Exception[];
}

/** Reads the two tables of docs/glossary.md; their headings are fixed. */
export function readGlossary(): Glossary {
  const text = readText("docs/glossary.md");
  const forbidden = new Map<string, string>();
  for (const [use = "", , never = ""] of tableUnder(text, "## Words")) {
    for (const word of listed(never)) forbidden.set(word, use.replaceAll("*", ""));
  }
  const exceptions = tableUnder(text, "## Where such a word is right").flatMap(
    ([words = "", files = "", reason = ""]) =>
      listed(words).map((word) => ({
        word,
        files: globToPattern(files.replaceAll("`", "")),
        reason,
      })),
  );
  return { forbidden, exceptions };
}

/** Rows of the first table below a heading, without its head. */
function tableUnder(text: string, heading: string): string[][] {
  const section = text.slice(text.indexOf(`${heading}\n`) + heading.length).split(/^## /m)[0] ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("|"));
  return rows.slice(2).map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((field) => field.trim()),
  );
}

function listed(field: string): string[] {
  return field
    .split(",")
    .map((word) => word.trim().toLowerCase())
    .filter((word) => word !== "" && word !== "-");
}

function globToPattern(glob: string): RegExp {
  const pattern = glob
    .replaceAll(/[.+^$()|[\]\\]/g, "\\$&")
    .replaceAll(/\{([^}]*)\}/g, (_braces, names: string) => `(${names.replaceAll(",", "|")})`)
    .replaceAll("**", "\0")
    .replaceAll("*", "[^/]*")
    .replaceAll("\0", ".*");
  return new RegExp(`^${pattern}$`);
}

/** `announceParcels` and `announce-parcels` are both the words announce, parcels. */
export function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== "");
}

/** A word and its plural are one word. */
export function singular(word: string): string {
  if (word.endsWith("xes")) return word.slice(0, -2);
  return word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}
