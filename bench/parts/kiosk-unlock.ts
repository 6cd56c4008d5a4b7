import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type {
  ScreenActionRequest,
  ScreenState,
} from "@pigeonhole/contract/kiosk-screen/screen-state";
import { type ChildProgram, startChild } from "@pigeonhole/local-services/programs/child-program";
import { waitUntilReady } from "@pigeonhole/local-services/programs/wait-until-ready";
import { demoLockers } from "../../apps/cli/src/demo/demo-network.ts";
import { eventually } from "../../e2e/eventually.ts";
import { freePort } from "../../e2e/free-port.ts";
import { type Figure, quantile } from "../support/figures.ts";
import { type PretendCloud, startPretendCloud } from "../support/pretend-cloud.ts";

const grantsListed = 10_000;
const samples = 100;
const slowestShown = 10;

/**
 * People come when they come: at any moment of the idle look at the doors, but never within the half
 * second in which the last opening's coil still draws current and the bus holds the next one back.
 */
const arrivalMs = { least: 600, most: 2_100 };

/** First byte of an unlock frame of the 8A dialect. */
const unlockHeader = 0x8a;

/**
 * A real kiosk process with 10,000 grants on its list and a synced journal: from the code leaving
 * the screen to the unlock frame arriving at the lock board's gateway, over real sockets.
 */
export async function measureUnlock(): Promise<Figure[]> {
  const [plan] = demoLockers;
  if (plan === undefined) throw new Error("the demonstration has lockers");
  const folder = await mkdtemp(path.join(tmpdir(), "pigeonhole-unlock-"));
  const cloud = await startPretendCloud({
    layout: plan.layout,
    lockerName: plan.name,
    grants: grantsListed,
  });
  const programs: ChildProgram[] = [];
  const tap = await tapWire(await startWall(folder, programs));
  try {
    const kiosk = await startKiosk({ folder, cloud, programs, boards: tap.port });
    const delays: number[] = [];
    for (const parcel of cloud.parcels.slice(0, samples)) {
      delays.push(await playOnce({ kiosk, wallUrl: tap.wallUrl, cloud, parcel, tap }));
    }
    return [
      {
        name: `code typed → unlock bytes on the wire, p99, ${grantsListed} grants`,
        value: quantile(delays, 0.99),
        unit: "ms",
        target: { atMost: 50 },
        from: {
          samples,
          p50: quantile(delays, 0.5),
          slowest: delays.toSorted((a, b) => b - a).slice(0, slowestShown),
        },
      },
    ];
  } finally {
    for (const program of programs.reverse()) await program.stop();
    tap.close();
    await cloud.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const quiet = {
  onLine: () => undefined,
  onEnd: (name: string, how: string) => process.stderr.write(`${name} ended: ${how}\n`),
};

function script(app: string): string {
  return new URL(`../../apps/${app}/src/main/main.ts`, import.meta.url).pathname;
}

type Wall = { readonly wallUrl: string; readonly boardPort: number };

async function startWall(folder: string, programs: ChildProgram[]): Promise<Wall> {
  const [plan] = demoLockers;
  const file = path.join(folder, "wall.json");
  await writeFile(file, JSON.stringify({ name: plan?.name, bus: plan?.bus, layout: plan?.layout }));
  const [boardPort, pagePort] = [await freePort(), await freePort()];
  const args = ["--layout", file, "--board-port", `${boardPort}`, "--page-port", `${pagePort}`];
  programs.push(
    startChild({ name: "wall", script: script("simulated-wall"), args, env: {} }, quiet),
  );
  const wallUrl = `http://127.0.0.1:${pagePort}`;
  await waitUntilReady("the wall", `${wallUrl}/state`, 30_000);
  return { wallUrl, boardPort };
}

type Tap = Wall & {
  readonly port: number;
  /** When the next unlock frame comes by, on this process's monotonic clock. */
  nextUnlock(): Promise<number>;
  close(): void;
};

/** Stands between kiosk and gateway and looks at what goes by. */
async function tapWire(wall: Wall): Promise<Tap> {
  let heard: (atMs: number) => void = () => undefined;
  const server = createServer((near) => {
    const far = connect(wall.boardPort, "127.0.0.1");
    near.setNoDelay(true);
    far.setNoDelay(true);
    near.on("data", (bytes) => {
      if (bytes[0] === unlockHeader) heard(performance.now());
      far.write(bytes);
    });
    far.on("data", (bytes) => near.write(bytes));
    near.on("error", () => far.destroy());
    far.on("error", () => near.destroy());
    near.on("close", () => far.destroy());
    far.on("close", () => near.destroy());
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    ...wall,
    port,
    nextUnlock: () =>
      new Promise((resolve) => {
        heard = resolve;
      }),
    close: () => void server.close(),
  };
}

type Kiosk = {
  act(request: ScreenActionRequest): Promise<ScreenState>;
  reaches(step: ScreenState["screen"]["step"]): Promise<ScreenState>;
  /** The label of the door that the screen knows to be open. */
  openDoor(): Promise<string>;
};

async function startKiosk(deps: {
  readonly folder: string;
  readonly cloud: PretendCloud;
  readonly programs: ChildProgram[];
  readonly boards: number;
}): Promise<Kiosk> {
  const port = await freePort();
  const [plan] = demoLockers;
  const options = new URLSearchParams({ dialect: plan?.bus.dialect ?? "", ...plan?.bus.options });
  const args = [
    "--server",
    deps.cloud.url,
    "--data-dir",
    path.join(deps.folder, "kiosk"),
    "--screen-port",
    `${port}`,
    "--bus",
    `main=tcp://127.0.0.1:${deps.boards}?${decodeURIComponent(options.toString())}`,
    "--enrol",
    deps.cloud.enrolmentCode,
    "--log-level",
    "warn",
  ];
  const program = { name: "kiosk", script: script("kiosk"), args, env: {} };
  const onLine = (name: string, line: string) => process.stderr.write(`[${name}] ${line}\n`);
  deps.programs.push(startChild(program, { ...quiet, onLine }));
  const url = `http://127.0.0.1:${port}/screen`;
  await waitUntilReady("the kiosk", `${url}/state`, 30_000);
  const state = async () => (await (await fetch(`${url}/state`)).json()) as ScreenState;
  return {
    async act(request) {
      const answer = await fetch(`${url}/actions`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: `http://127.0.0.1:${port}` },
        body: JSON.stringify(request),
      });
      if (!answer.ok) throw new Error(`${request.action}: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as ScreenState;
    },
    reaches: (step) =>
      eventually(`the screen shows ${step}`, async () => {
        const now = await state();
        return now.screen.step === step && now;
      }),
    openDoor: () =>
      eventually("the screen shows an open door", async () => {
        const { screen } = await state();
        return "door" in screen && screen.door.state === "open" && screen.door.label;
      }),
  };
}

/** A deposit by hand, then the pickup whose first moments are measured. */
async function playOnce(deps: {
  readonly kiosk: Kiosk;
  readonly wallUrl: string;
  readonly cloud: PretendCloud;
  readonly parcel: { readonly trackingNumber: string; readonly code: string };
  readonly tap: Tap;
}): Promise<number> {
  const { kiosk, wallUrl, cloud, parcel, tap } = deps;
  await kiosk.reaches("idle");
  await eventually("the kiosk knows the courier", async () => {
    const { screen } = await kiosk.act({ action: "scan", text: cloud.badge });
    return screen.step === "courier_ready";
  });
  await eventually("the kiosk knows the parcel", async () => {
    const { screen } = await kiosk.act({ action: "scan", text: parcel.trackingNumber });
    return screen.step === "deposit_door";
  });
  await workOpenDoor(kiosk, wallUrl, "put");
  await kiosk.reaches("deposit_check");
  await kiosk.act({ action: "confirm_deposit" });
  await kiosk.act({ action: "finish" });
  await kiosk.reaches("idle");
  await pause(arrivalMs.least + Math.random() * (arrivalMs.most - arrivalMs.least));
  const onTheWire = tap.nextUnlock();
  const typedMs = performance.now();
  await kiosk.act({ action: "enter_code", code: parcel.code });
  const delay = (await onTheWire) - typedMs;
  await workOpenDoor(kiosk, wallUrl, "take");
  await kiosk.reaches("pickup_done");
  await kiosk.act({ action: "finish" });
  return delay;
}

async function workOpenDoor(kiosk: Kiosk, wallUrl: string, act: "put" | "take"): Promise<void> {
  const label = await kiosk.openDoor();
  for (const step of [act, "close"]) {
    await fetch(`${wallUrl}/doors/${label}/${step}`, { method: "POST" });
  }
}
