// Reads vectors/*.txt for the tests of the codecs.
import { parseHex } from "./hex.ts";

/** One line of a vector file; `meaning` is the JSON before the equals sign, where there is one. */
export interface Vector {
  readonly kind: string;
  readonly meaning: unknown;
  readonly bytes: Uint8Array;
  readonly line: string;
}

/** Throws on a line it cannot read: a vector silently skipped would prove nothing. */
export function readVectors(text: string): Vector[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const match = /^([a-z-]+) ?(\{.*\})? =([^#]*)(#.*)?$/.exec(line);
      if (!match) throw new SyntaxError(`Not a vector: ${line}`);
      const [, kind = "", meaning, hex = ""] = match;
      const parsed: unknown = meaning === undefined ? undefined : JSON.parse(meaning);
      return { kind, meaning: parsed, bytes: parseHex(hex), line };
    });
}
