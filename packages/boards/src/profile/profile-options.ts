// A profile in one line, as it stands behind the question mark of a bus on a command line:
//   dialect=8a-xor&boards=1x24,2x24&feedback=open-short&byteOrder=ch1-first
// "1x24" is the board with address 1 and 24 locks. Everything but dialect and boards is optional;
// what a line cannot say (single locks wired otherwise) stands in a profile as JSON.
import type { Result } from "../result.ts";
import { type ProfileFault, parseProfile } from "./parse-profile.ts";
import type { BusProfile } from "./profile.ts";

const BOARD = /^(\d{1,3})x(\d{1,3})$/;

/** Reads the options; all faults at once. Names are those of the profile, and `byteOrder`. */
export function profileFromOptions(
  options: Readonly<Record<string, string>>,
): Result<BusProfile, readonly ProfileFault[]> {
  const { boards = "", ...rest } = options;
  const fields = Object.entries(rest).map(([option, text]) => [
    option === "byteOrder" ? "statusByteOrder" : option,
    readValue(text),
  ]);
  const list = boards.split(",").map((text) => BOARD.exec(text.trim()));
  if (list.some((match) => match === null)) {
    const problem = "must be like 1x24,2x8: addresses with their numbers of locks";
    return { ok: false, refusal: [{ path: "boards", problem }] };
  }
  return parseProfile({
    ...Object.fromEntries(fields),
    boards: list.map((match) => ({ address: Number(match?.[1]), channels: Number(match?.[2]) })),
  });
}

function readValue(text: string): string | number | boolean {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  return text === "true" || text === "false" ? text === "true" : text;
}
