// How a bus is named on the command line: `main=tcp://127.0.0.1:5001?dialect=8a-xor&boards=1x24`.
import { parseProfile } from "@pigeonhole/boards/profile/parse-profile";
import type { BusProfile } from "@pigeonhole/boards/profile/profile";
import { profileFromOptions } from "@pigeonhole/boards/profile/profile-options";
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

const namePattern = /^[\w.-]{1,40}$/;

export function parseBusAddress(text: string): Result<BusAddress, BusAddressRefusal> {
  const equals = Math.max(0, text.indexOf("="));
  const [where = "", query = ""] = text.slice(equals + 1).split("?", 2);
  const options = Object.fromEntries(new URLSearchParams(query));
  return compose(text.slice(0, equals), where, profileFromOptions(options));
}

/** `profile` is what stands in a file or on the command line; it is checked here. */
export function composeBusAddress(
  name: string,
  where: string,
  profile: unknown,
): Result<BusAddress, BusAddressRefusal> {
  return compose(name, where, parseProfile(profile));
}

function compose(
  name: string,
  where: string,
  parsed: ReturnType<typeof parseProfile>,
): Result<BusAddress, BusAddressRefusal> {
  if (!namePattern.test(name)) return err(`A bus begins with its name, as in main=tcp://….`);
  const place = parsePlace(where);
  if (place === undefined) return err(`“${where}” is neither tcp://host:port nor serial:/dev/….`);
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
