// Starts one wall of simulated doors as a process of its own.
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { createSystemTimers } from "@pigeonhole/boards/ports/system-timers";
import { createSimulatedWall } from "../create-simulated-wall.ts";
import { parseWallPlan } from "../wall-plan.ts";

const HELP = `A wall of simulated locker doors, with lock boards that speak real bytes over TCP.

Usage: npm run wall -- --layout <file> [options]

  --layout <file>     The wall as JSON: name, bus or buses, layout. Its form is described in
                      docs/reference/lock-boards.md.
  --board-port <n>    TCP port of the first bus; repeat for further buses. Default: a free one.
  --page-port <n>     Port of the page and the HTTP API. Default: a free one.
  --state <file>      Where doors and goods are kept between runs. Default: beside the layout, as
                      <layout>.state.json.
  --kiosk-url <url>   Screen of the kiosk that works this wall, shown beside it.
  --host <address>    Where to listen. Default: 127.0.0.1.
  --help              This text.

Doors by hand:   POST /doors/{label}/{pull|close|put|take|force}
Faults:          POST /boards/{address}/faults {"faults": ["silent"]}, POST /boards/{address}/restart
State, events:   GET /state, GET /events
`;

const options = readOptions();
if (options !== undefined) {
  try {
    await main(options);
  } catch (error) {
    // A file that is not there, a port that is taken: the operating system's words say it best.
    fail(error instanceof Error ? error.message : String(error));
  }
}

async function main(options: WallOptions): Promise<void> {
  const plan = parseWallPlan(await readFile(options.layout, "utf8"));
  if (!plan.ok) {
    const faults = plan.refusal.map(({ path, problem }) => `  ${path}: ${problem}`);
    fail(`${options.layout} is no wall:\n${faults.join("\n")}`);
    return;
  }
  const wall = await createSimulatedWall({
    ...options,
    plan: plan.value,
    timers: createSystemTimers(),
  });
  for (const bus of wall.buses) say(`Bus ${bus.name}: tcp://${bus.host}:${bus.port}`);
  say(`Wall ${plan.value.name}: ${wall.pageUrl}`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void wall.close().then(() => process.exit(0)));
  }
}

type WallOptions = NonNullable<ReturnType<typeof readOptions>>;

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        layout: { type: "string" },
        "board-port": { type: "string", multiple: true, default: [] },
        "page-port": { type: "string", default: "0" },
        state: { type: "string" },
        "kiosk-url": { type: "string" },
        host: { type: "string", default: "127.0.0.1" },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) {
      say(HELP);
      return undefined;
    }
    if (values.layout === undefined) throw new RangeError("--layout is missing");
    return {
      layout: values.layout,
      stateFile: values.state ?? `${values.layout.replace(/\.json$/, "")}.state.json`,
      host: values.host,
      boardPorts: values["board-port"].map(toPort),
      pagePort: toPort(values["page-port"]),
      kioskUrl: toWebAddress(values["kiosk-url"]),
    };
  } catch (error) {
    fail(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
    return undefined;
  }
}

function toPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new RangeError(`not a port: ${text}`);
  return port;
}

/** The page puts this into a frame, so it must not be anything but a web page. */
function toWebAddress(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) {
    throw new RangeError(`not a web address: ${text}`);
  }
  return text;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function fail(text: string): void {
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}
