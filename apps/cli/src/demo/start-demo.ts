import { randomInt } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { waitUntilReady } from "@pigeonhole/local-services/programs/wait-until-ready";
import { createClient } from "@pigeonhole/sdk/client";
import { type DeskDeps, startDesk } from "../desk/start-desk.ts";
import type { Closers } from "../start/closers.ts";
import { appScript, type Installation, operatorClient } from "../start/installation.ts";
import type { LockerPorts, PortPlan } from "../start/port-plan.ts";
import { type DemoLocker, demoLockers } from "./demo-network.ts";
import { type DemoRecord, readDemoRecord, writeDemoRecord } from "./demo-record.ts";
import { made, setUpDemo } from "./set-up-demo.ts";

const readyWithinMs = 30_000;

type DemoPlace = {
  readonly dataDir: string;
  readonly ports: PortPlan;
  readonly closers: Closers;
};

/** Starts the demonstration: walls, kiosks and the desk. Gives the text that tells where to go. */
export async function startDemo(installation: Installation, place: DemoPlace): Promise<string> {
  const record = (await readDemoRecord(place.dataDir)) ?? (await makeDemo(installation, place));
  await Promise.all(
    demoLockers.map((locker, index) => {
      const ports = place.ports.lockers[index];
      const lockerId = record.lockers[index]?.lockerId;
      if (ports === undefined || lockerId === undefined) return Promise.resolve();
      return startLocker(installation, place, { locker, ports, lockerId });
    }),
  );
  await openDesk(installation, place, record);
  return guide(installation, place, record);
}

async function makeDemo(installation: Installation, place: DemoPlace): Promise<DemoRecord> {
  const record = await setUpDemo(operatorClient(installation));
  await writeDemoRecord(place.dataDir, record);
  return record;
}

type LockerPlace = {
  readonly locker: DemoLocker;
  readonly ports: LockerPorts;
  readonly lockerId: string;
};

/** One locker is two programs: the wall with its simulated boards, and a real kiosk agent. */
async function startLocker(
  installation: Installation,
  place: DemoPlace,
  { locker, ports, lockerId }: LockerPlace,
): Promise<void> {
  const wallDir = path.join(place.dataDir, "walls");
  await mkdir(wallDir, { recursive: true });
  const layoutFile = path.join(wallDir, `${locker.name}.json`);
  await writeFile(
    layoutFile,
    JSON.stringify({ name: locker.name, bus: locker.bus, layout: locker.layout }),
  );
  const screenUrl = `http://127.0.0.1:${ports.screen}/`;
  const wall = await installation.run(`wall ${locker.name}`, appScript("simulated-wall"), [
    "--layout",
    layoutFile,
    "--board-port",
    String(ports.boards),
    "--page-port",
    String(ports.wallPage),
    "--kiosk-url",
    screenUrl,
  ]);
  const wallUrl = `http://127.0.0.1:${ports.wallPage}/state`;
  await waitUntilReady(`The wall of ${locker.name}`, wallUrl, readyWithinMs, installation.broken);
  wall.markReady();
  const kioskDir = path.join(place.dataDir, "kiosks", locker.name);
  const options = new URLSearchParams({ dialect: locker.bus.dialect, ...locker.bus.options });
  const kiosk = await installation.run(`kiosk ${locker.name}`, appScript("kiosk"), [
    "--server",
    installation.serverUrl,
    "--data-dir",
    kioskDir,
    "--screen-port",
    String(ports.screen),
    "--bus",
    `main=tcp://127.0.0.1:${ports.boards}?${decodeURIComponent(options.toString())}`,
    ...((await isEnrolled(kioskDir))
      ? []
      : ["--enrol", await enrolmentCode(installation, lockerId)]),
  ]);
  await waitUntilReady(
    `The kiosk of ${locker.name}`,
    `${screenUrl}screen/setting`,
    readyWithinMs,
    installation.broken,
  );
  kiosk.markReady();
}

/** A kiosk's folder may be there without an enrolment: the first start may have been cut short. */
async function isEnrolled(kioskDir: string): Promise<boolean> {
  try {
    const identity = JSON.parse(await readFile(path.join(kioskDir, "identity.json"), "utf8"));
    return typeof identity.lockerId === "string";
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
    throw error;
  }
}

async function enrolmentCode(installation: Installation, lockerId: string): Promise<string> {
  const client = operatorClient(installation);
  const params = { lockerId: lockerId as `lkr_${string}` };
  return made("enrolment code", await client.createEnrolmentCode({ params })).code;
}

async function openDesk(installation: Installation, place: DemoPlace, record: DemoRecord) {
  const deps: DeskDeps = {
    client: createClient({ baseUrl: installation.serverUrl, key: record.shopKey }),
    serverUrl: installation.serverUrl,
    inboxUrl: installation.inboxUrl ?? installation.serverUrl,
    courierBadge: record.courierBadge,
    lockers: record.lockers.map(({ name, lockerId }, index) => ({
      name,
      lockerId,
      place: placeOf(index),
      wallUrl: `http://127.0.0.1:${place.ports.lockers[index]?.wallPage}/`,
      screenUrl: `http://127.0.0.1:${place.ports.lockers[index]?.screen}/`,
    })),
    nextReference: () => `DEMO-${randomInt(10_000, 99_999)}-${Date.now().toString(36)}`,
  };
  await place.closers.open(
    () => startDesk(deps, place.ports.desk),
    (desk) =>
      new Promise((resolve) => {
        desk.close(() => resolve());
        desk.closeAllConnections();
      }),
  );
}

function placeOf(index: number): string {
  const site = demoLockers[index]?.site;
  return site === undefined ? "" : `${site.name}, ${site.address.city}`;
}

function guide(installation: Installation, place: DemoPlace, record: DemoRecord): string {
  const lockers = record.lockers.map(
    ({ name }, index) =>
      `Locker ${name}   http://127.0.0.1:${place.ports.lockers[index]?.wallPage}/   ${placeOf(index)}`,
  );
  return [
    `Start here     http://127.0.0.1:${place.ports.desk}/   play shop and courier`,
    ...lockers,
    `Mail inbox     ${installation.inboxUrl ?? "(your own mail host)"}`,
    `Public pages   ${installation.serverUrl}/`,
    `API reference  ${installation.serverUrl}/reference`,
    `Shop's key     ${record.shopKey}`,
    `Operator's key in ${path.join(place.dataDir, "server", "operator-key")}`,
  ].join("\n");
}
