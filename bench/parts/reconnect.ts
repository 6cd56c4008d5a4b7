import { setTimeout as pause } from "node:timers/promises";
import type { FactContent } from "@pigeonhole/contract/device/facts";
import { connectDevice, type Device, factsFrame } from "../support/device.ts";
import type { Figure } from "../support/figures.ts";
import {
  type BenchNetwork,
  inDatabase,
  makeLockers,
  startBenchNetwork,
} from "../support/network.ts";

const devicesTotal = 5_000;
const devicesDropping = 1_000;
const connectingAtOnce = 200;
const factsPerFrame = 20;
const busySeconds = 5;

/** 5,000 kiosks connected, 1,000 busy ones cut at once without goodbye, all coming back. */
export async function measureReconnect(): Promise<Figure[]> {
  const network = await startBenchNetwork();
  try {
    const lockers = await makeLockers(network, devicesTotal);
    const devices = lockers.map(({ device }) => device);
    await connectAll(network, devices);
    const busy = devices.slice(0, devicesDropping);
    const stop = keepBusy(busy);
    await pause(busySeconds * 1_000);
    stop();
    for (const device of busy) device.link?.terminate();
    const beganMs = performance.now();
    await connectAll(network, busy);
    const seconds = (performance.now() - beganMs) / 1_000;
    const lost = await acknowledgedButNotStored(network, devices);
    const alive = await fetch(`${network.serverUrl}/livez`);
    for (const device of devices) device.link?.terminate();
    return [
      {
        name: `${devicesDropping} of ${devicesTotal} devices dropped at once, all welcome again`,
        value: seconds,
        unit: "s",
        target: { atMost: 30 },
        from: { serverLives: alive.ok, busySeconds },
      },
      {
        name: "acknowledged facts lost in that drop",
        value: lost.lost,
        unit: "facts",
        target: { atMost: 0 },
        from: lost,
      },
    ];
  } finally {
    await network.close();
  }
}

async function connectAll(network: BenchNetwork, devices: readonly Device[]): Promise<void> {
  const waiting = [...devices];
  await Promise.all(
    Array.from({ length: connectingAtOnce }, async () => {
      for (let device = waiting.pop(); device !== undefined; device = waiting.pop()) {
        await connectDevice(device, network.serverUrl, () => undefined);
      }
    }),
  );
}

/** Each busy device sends its next frame as soon as the last one is acknowledged. */
function keepBusy(devices: readonly Device[]): () => void {
  let going = true;
  for (const device of devices) {
    const send = () => device.link?.send(factsFrame(device, ordinaryFacts()));
    device.link?.on("message", () => {
      if (going && device.ackedSeq === device.seq) send();
    });
    send();
  }
  return () => {
    going = false;
  };
}

function ordinaryFacts(): FactContent[] {
  return Array.from({ length: factsPerFrame }, () => ({
    type: "access.refused",
    data: { way: "code", reason: "code_unknown", failuresInRow: 1 },
  }));
}

async function acknowledgedButNotStored(network: BenchNetwork, devices: readonly Device[]) {
  const region = devices[0]?.lockerId.slice(4, 6) ?? "";
  const stored = await inDatabase(network.databaseUrl, async (client) => {
    const rows = await client.query<{ locker_id: string; n: string; last: string }>(
      `select locker_id, count(*) as n, max(seq) as last from region_${region}.facts group by locker_id`,
    );
    return new Map(rows.rows.map((row) => [row.locker_id, row]));
  });
  let lost = 0;
  let acknowledged = 0;
  for (const device of devices) {
    acknowledged += device.ackedSeq;
    const row = stored.get(device.lockerId);
    if (row !== undefined && Number(row.n) !== Number(row.last)) lost += 1;
    lost += Math.max(0, device.ackedSeq - Number(row?.n ?? 0));
  }
  return { lost, acknowledged };
}
