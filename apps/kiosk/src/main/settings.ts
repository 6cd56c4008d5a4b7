import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { z } from "zod";
import { type BusAddress, composeBusAddress, parseBusAddress } from "./bus-address.ts";

export const subcommands = [
  "run",
  "enrol",
  "commission",
  "accept-new-journal",
  "print-journal",
] as const;
export type Subcommand = (typeof subcommands)[number];

export type Settings = {
  readonly subcommand: Subcommand;
  readonly server: string;
  readonly folder: string;
  readonly screenPort: number;
  readonly pagesFolder: string;
  readonly enrolmentCode: string | undefined;
  readonly buses: readonly BusAddress[];
  readonly logLevel: string;
};

/** A setting is missing or wrong; the message is for the person who typed it. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
  readonly code = "kiosk.settings";
}

const options = {
  server: { type: "string" },
  "data-dir": { type: "string" },
  "screen-port": { type: "string" },
  "screen-pages": { type: "string" },
  enrol: { type: "string" },
  bus: { type: "string", multiple: true },
  profile: { type: "string" },
  "log-level": { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

export const helpText = `Pigeonhole kiosk: the agent in a locker.

  npm run kiosk -- [subcommand] [options]

Subcommands
  run                 serve people at this locker (default)
  enrol               exchange a one-time code for the right to speak for a locker, then stop
  commission          find a board's byte order and polarity by opening doors one by one
  accept-new-journal  begin a new journal after a damaged one was put aside
  print-journal       print what the journal holds, without secrets

Options (environment variable in brackets)
  --server URL        address of the server [PIGEONHOLE_SERVER], default http://127.0.0.1:8080
  --data-dir DIR      keys, journal and configuration [DATA_DIR], default ~/.pigeonhole-kiosk
  --screen-port N     port of the screen on 127.0.0.1 [PORT], default 8090; 0 takes a free one
  --screen-pages DIR  folder of the built screen [KIOSK_SCREEN_PAGES]
  --enrol CODE        one-time enrolment code [KIOSK_ENROLMENT_CODE]
  --bus NAME=WHERE    a bus with its lock boards, repeatable [KIOSK_BUSES, separated by spaces]
  --profile FILE      buses from a JSON file: {"main": {"where": "tcp://…", "profile": {…}}}
  --log-level LEVEL   debug, info, warn, error or silent [LOG_LEVEL], default info

A bus is  NAME=tcp://HOST:PORT?…  or  NAME=serial:DEVICE?…  with
  dialect=8a-xor | kerong-cu16 | kerong-ncu
  boards=ADDRESSxLOCKS[,ADDRESSxLOCKS…]
  feedback=closed-short | open-short      what the lock's wire says while the door is closed
  byteOrder=ch1-first | ch1-last          where locks 1 to 8 stand in a status
and, where needed, every other field of a profile, such as baud=9600 or replyTimeoutMs=500.

Examples
  npm run kiosk -- --server https://parcels.example.org --enrol 7KQ2-M9XD-04RT \\
    --bus "main=serial:/dev/ttyUSB0?dialect=kerong-cu16&boards=0x16,1x16"
  npm run kiosk -- --data-dir /var/lib/pigeonhole-kiosk \\
    --bus "main=tcp://127.0.0.1:5001?dialect=8a-xor&boards=1x24&feedback=closed-short&byteOrder=ch1-last"
  npm run kiosk -- commission --bus "main=tcp://10.0.0.7:5000?dialect=8a-xor&boards=1x12"
`;

/** Flags come before the environment. `undefined` asks for the help text. Throws `SettingsError`. */
export function readSettings(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Settings | undefined {
  const { values, positionals } = parse(args);
  if (values.help === true) return undefined;
  const subcommand = readSubcommand(positionals);
  return {
    subcommand,
    server: readServer(values.server ?? env["PIGEONHOLE_SERVER"] ?? "http://127.0.0.1:8080"),
    folder: resolve(values["data-dir"] ?? env["DATA_DIR"] ?? join(homedir(), ".pigeonhole-kiosk")),
    screenPort: readPort(values["screen-port"] ?? env["PORT"] ?? "8090"),
    pagesFolder: resolve(
      values["screen-pages"] ?? env["KIOSK_SCREEN_PAGES"] ?? defaultPagesFolder(),
    ),
    enrolmentCode: values.enrol ?? env["KIOSK_ENROLMENT_CODE"],
    buses: readBuses(values.bus ?? env["KIOSK_BUSES"]?.split(/\s+/) ?? [], values.profile),
    logLevel: readLogLevel(values["log-level"] ?? env["LOG_LEVEL"] ?? "info"),
  };
}

/** What is printed at start: everything but what must stay secret. */
export function redactedSettings(settings: Settings): Record<string, unknown> {
  return {
    server: settings.server,
    dataDir: settings.folder,
    screenPort: settings.screenPort,
    screenPages: settings.pagesFolder,
    enrolmentCode: settings.enrolmentCode === undefined ? undefined : "[secret]",
    buses: settings.buses.map(({ name, place, profile }) => ({
      name,
      place: place.kind === "tcp" ? `tcp://${place.host}:${place.port}` : `serial:${place.path}`,
      dialect: profile.dialect,
      boards: profile.boards.map(({ address, channels }) => `${address}x${channels}`).join(","),
    })),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new SettingsError(message, { cause: error });
  }
}

function readSubcommand(positionals: readonly string[]): Subcommand {
  const [name = "run", ...rest] = positionals;
  const found = subcommands.find((one) => one === name);
  if (found === undefined || rest.length > 0) {
    throw new SettingsError(`There is no subcommand “${positionals.join(" ")}”.`);
  }
  return found;
}

function readServer(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new SettingsError(
      `“${text}” is no address of a server, such as https://parcels.example.org.`,
    );
  }
  return url.origin;
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new SettingsError(`“${text}” is no port number.`);
}

function readLogLevel(text: string): string {
  const levels = ["debug", "info", "warn", "error", "silent"];
  if (levels.includes(text)) return text;
  throw new SettingsError(`“${text}” is no log level: ${levels.join(", ")}.`);
}

function readBuses(texts: readonly string[], profileFile: string | undefined): BusAddress[] {
  const named = texts.filter((text) => text !== "").map((text) => accept(parseBusAddress(text)));
  const buses = [...named, ...(profileFile === undefined ? [] : readBusFile(profileFile))];
  const names = buses.map((bus) => bus.name);
  if (new Set(names).size < names.length) throw new SettingsError("Two buses have the same name.");
  return buses;
}

const busFile = z.record(z.string(), z.strictObject({ where: z.string(), profile: z.unknown() }));

/** The file that commissioning writes. */
function readBusFile(path: string): BusAddress[] {
  const read = busFile.safeParse(readJson(path));
  if (!read.success) throw new SettingsError(`${path}: ${z.prettifyError(read.error)}`);
  return Object.entries(read.data).map(([name, bus]) =>
    accept(composeBusAddress(name, bus.where, bus.profile)),
  );
}

function accept(bus: ReturnType<typeof parseBusAddress>): BusAddress {
  if (!bus.ok) throw new SettingsError(bus.error);
  return bus.value;
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new SettingsError(`${path} cannot be read as JSON.`, { cause: error });
  }
}

function defaultPagesFolder(): string {
  return fileURLToPath(new URL("../../../kiosk-screen/dist", import.meta.url));
}
