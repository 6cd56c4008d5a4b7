// How a bus is named on the command line: `main=tcp://127.0.0.1:5001?dialect=8a-xor&boards=1x24`.
import { parseProfile } from "@pigeonhole/boards/profile/parse-profile";
import type { BusProfile } from "@pigeonhole/boards/profile/profile";
import { err, ok, type Result } from "@pigeonhole/domain/result";

export type BusPlace =
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }
  | { readonly kind: "serial"; readonly path: string };

export type BusAddress = {
  readonly name: string;
  readonly place: BusPlace;
  readonly profile: BusProfile;
};

/** One sentence that says what is wrong. */
export type BusAddressRefusal = string;

const namePattern = /^[^=\s]{1,40}$/;

export function parseBusAddress(text: string): Result<BusAddress, BusAddressRefusal> {
  const equals = Math.max(0, text.indexOf("="));
  const [where = "", query = ""] = text.slice(equals + 1).split("?", 2);
  const profile = profileFromQuery(new URLSearchParams(query));
  return composeBusAddress(text.slice(0, equals), where, profile);
}

/** `profile` is what stands in a file or on the command line; it is checked here. */
export function composeBusAddress(
  name: string,
  where: string,
  profile: unknown,
): Result<BusAddress, BusAddressRefusal> {
  if (!namePattern.test(name)) return err(`A bus begins with its name, as in main=tcp://….`);
  const place = parsePlace(where);
  if (place === undefined) return err(`“${where}” is neither tcp://host:port nor serial:/dev/….`);
  const parsed = parseProfile(profile);
  if (!parsed.ok) {
    const faults = parsed.refusal.map((fault) => `${fault.path} ${fault.problem}`).join("; ");
    return err(`Bus ${name}: ${faults}.`);
  }
  return ok({ name, place, profile: parsed.value });
}

export function parsePlace(text: string): BusPlace | undefined {
  const tcp = /^tcp:\/\/(\[[0-9a-fA-F:]+\]|[^:/?#\s]+):(\d{1,5})$/.exec(text);
  if (tcp?.[1] !== undefined && tcp[2] !== undefined) {
    const port = Number(tcp[2]);
    const host = tcp[1].replaceAll(/^\[|\]$/g, "");
    return port >= 1 && port <= 65_535 ? { kind: "tcp", host, port } : undefined;
  }
  const serial = /^serial:(\S+)$/.exec(text);
  return serial?.[1] === undefined ? undefined : { kind: "serial", path: serial[1] };
}

/** `boards=1x24,2x12` are addresses and channels; the other names are those of the profile. */
function profileFromQuery(query: URLSearchParams): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of query) {
    if (name === "boards") fields["boards"] = parseBoards(value);
    else if (name === "byteOrder") fields["statusByteOrder"] = value;
    else if (/^\d+$/.test(value)) fields[name] = Number(value);
    else if (value === "true" || value === "false") fields[name] = value === "true";
    else fields[name] = value;
  }
  return fields;
}

function parseBoards(text: string): unknown {
  return text.split(",").map((board) => {
    const [address, channels] = board.split("x", 2);
    return { address: wholeNumber(address), channels: wholeNumber(channels) };
  });
}

/** Not a number stays what it was, so that the profile's own check names the field. */
function wholeNumber(text: string | undefined): unknown {
  return text !== undefined && /^\d{1,4}$/.test(text) ? Number(text) : text;
}
