import { plainText } from "@pigeonhole/contract/primitives";
import type { Result } from "@pigeonhole/domain/result";
import { ok } from "@pigeonhole/domain/result";
import type { Refusal } from "./refusals.ts";
import { refuse } from "./refusals.ts";

/** A cursor is the sort key of the last row of a page; opaque to clients. */
export function writeCursor(key: readonly string[]): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

/** The parts of a cursor, or null for the first page. A cursor of another list is refused. */
export function readCursor(
  text: string | undefined,
  parts: number,
): Result<readonly string[] | null, Refusal> {
  if (text === undefined) return ok(null);
  const refused = refuse("invalid", {
    errors: [{ pointer: "/cursor", message: "not a cursor of this list" }],
  });
  try {
    const key: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    const fits = Array.isArray(key) && key.length === parts && key.every(isText);
    return fits ? ok(key) : refused;
  } catch (error) {
    if (error instanceof SyntaxError) return refused;
    throw error;
  }
}

function isText(value: unknown): value is string {
  return plainText().safeParse(value).success;
}
