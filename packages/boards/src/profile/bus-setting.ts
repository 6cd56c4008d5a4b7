// A bus in one line, as it stands on a command line or in the environment:
//   main=tcp://10.0.0.7:5000?dialect=8a-xor&boards=1x24,2x24&feedback=open-short
//   main=serial:///dev/ttyUSB0?dialect=kerong-cu16&boards=0x16
// "1x24" is the board with address 1 and 24 locks. Everything else is optional; whatever a line
// cannot say (single locks wired otherwise) stands in a profile as JSON.
import type { Result } from "../result.ts";
import { type ProfileFault, parseProfile } from "./parse-profile.ts";
import type { BusProfile } from "./profile.ts";

/** Where the bytes of a bus go. */
export type BusPlace =
  | { readonly type: "tcp"; readonly host: string; readonly port: number }
  | { readonly type: "serial"; readonly path: string };

export interface BusSetting {
  readonly name: string;
  readonly place: BusPlace;
  readonly profile: BusProfile;
}

/** Names that are shorter on a line than in a profile. */
const FIELD_BY_OPTION = new Map([
  ["byteOrder", "statusByteOrder"],
  ["goods", "goodsPolarity"],
]);
const NAME = /^[a-z0-9][a-z0-9_-]{0,39}$/i;
const BOARD = /^(\d{1,3})x(\d{1,3})$/;

/** Reads one line; all faults at once. */
export function parseBusSetting(line: string): Result<BusSetting, readonly ProfileFault[]> {
  const equals = line.indexOf("=");
  const name = line.slice(0, Math.max(equals, 0));
  if (!NAME.test(name)) return refuse("name", "a bus begins with its name, as in main=tcp://…");
  const address = line.slice(equals + 1);
  if (!URL.canParse(address)) return refuse("place", `not an address: ${address}`);
  const url = new URL(address);
  const place = placeOf(url);
  if (place === undefined) {
    return refuse("place", "must be tcp://host:port or serial:///path/of/device");
  }
  const profile = profileFromOptions(Object.fromEntries(url.searchParams));
  return profile.ok ? { ok: true, value: { name, place, profile: profile.value } } : profile;
}

/** A profile from the options of such a line, `dialect` and `boards` among them. */
export function profileFromOptions(
  options: Readonly<Record<string, string>>,
): Result<BusProfile, readonly ProfileFault[]> {
  const { boards = "", ...rest } = options;
  const fields = Object.entries(rest).map(([option, text]) => [
    FIELD_BY_OPTION.get(option) ?? option,
    readValue(text),
  ]);
  const list = boards.split(",").map((text) => BOARD.exec(text.trim()));
  if (list.some((match) => match === null)) {
    return refuse("boards", "must be like 1x24,2x8: addresses with their numbers of locks");
  }
  return parseProfile({
    ...Object.fromEntries(fields),
    boards: list.map((match) => ({ address: Number(match?.[1]), channels: Number(match?.[2]) })),
  });
}

function placeOf(url: URL): BusPlace | undefined {
  if (url.protocol === "tcp:" && url.hostname !== "" && url.port !== "") {
    return { type: "tcp", host: url.hostname, port: Number(url.port) };
  }
  const isSerial = url.protocol === "serial:" && url.hostname === "" && url.pathname.length > 1;
  return isSerial ? { type: "serial", path: decodeURIComponent(url.pathname) } : undefined;
}

function readValue(text: string): string | number | boolean {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  return text === "true" || text === "false" ? text === "true" : text;
}

function refuse(path: string, problem: string) {
  return { ok: false, refusal: [{ path, problem }] } as const;
}
