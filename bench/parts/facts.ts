import { batchRowsMax } from "@pigeonhole/contract/http/parcels";
import type { RegionCode } from "@pigeonhole/domain/ids";
import { announceBatch } from "../support/announce.ts";
import { connectDevice, type Device, factsFrame } from "../support/device.ts";
import { type Figure, median } from "../support/figures.ts";
import {
  type BenchLocker,
  type BenchNetwork,
  inDatabase,
  makeLockers,
  startBenchNetwork,
} from "../support/network.ts";
import { type BenchParcel, factsOfParcel } from "../support/parcel-facts.ts";
import { createYardstick } from "../support/tpcb.ts";

const rounds = 3;
const yardstickSeconds = 6;
const devicesPerRound = 700;
const parcelsPerDevice = 10;

/**
 * Facts a second that are in the database and acknowledged, interleaved with TPC-B. The facts are
 * whole stories: a deposit and a pickup of an announced parcel, 16 facts, all of whose effects
 * (stay, parcel, reservation, grant, notices) are part of the same transactions.
 */
export async function measureFacts(): Promise<Figure[]> {
  const network = await startBenchNetwork();
  try {
    const yardstick = await createYardstick(network.yardstickUrl);
    const lockers = await makeLockers(network, rounds * devicesPerRound);
    const parcels = await announceForAll(network, lockers);
    const ours: number[] = [];
    const tpcb: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const share = lockers.slice(round * devicesPerRound, (round + 1) * devicesPerRound);
      const ready = await Promise.all(share.map((locker) => prepare(network, locker, parcels)));
      tpcb.push(await yardstick.measure(yardstickSeconds));
      ours.push(await sendAll(ready));
      for (const { device } of ready) device.link?.terminate();
    }
    const stored = await storedFacts(network);
    const sent = lockers.reduce((sum, { device }) => sum + device.seq, 0);
    if (stored !== sent) throw new Error(`${sent} facts were acknowledged, ${stored} are stored`);
    return [
      {
        name: "durable facts/s ÷ TPC-B tps",
        value: median(ours) / median(tpcb),
        unit: "×",
        target: { atLeast: 3 },
        from: { factsPerSecond: ours, tpcbTps: tpcb, yardstick: yardstick.name, stored },
      },
    ];
  } finally {
    await network.close();
  }
}

type Announced = ReadonlyMap<string, { parcelId: `par_${string}`; trackingNumber: string }[]>;

async function announceForAll(
  network: BenchNetwork,
  lockers: readonly BenchLocker[],
): Promise<Announced> {
  const lockerIds = lockers.map(({ device }) => device.lockerId);
  const byLocker = new Map<string, { parcelId: `par_${string}`; trackingNumber: string }[]>();
  const batches = Math.ceil((lockers.length * parcelsPerDevice) / batchRowsMax);
  for (let batch = 0; batch < batches; batch += 1) {
    for (const parcel of await announceBatch(network, lockerIds, batch)) {
      const known = byLocker.get(parcel.lockerId) ?? [];
      byLocker.set(parcel.lockerId, [...known, parcel]);
    }
  }
  return byLocker;
}

type Ready = { readonly device: Device; readonly frame: string };

/** Connects, takes the grants, and writes the frame down, so that the clock sees only the server. */
async function prepare(
  network: BenchNetwork,
  { device, compartmentIds }: BenchLocker,
  announced: Announced,
): Promise<Ready> {
  const grants = new Map<string, `grt_${string}`>();
  const { promise: listed, resolve } = Promise.withResolvers<void>();
  await connectDevice(device, network.serverUrl, (frame) => {
    if (frame.type !== "grants") return;
    for (const grant of frame.upserts) {
      for (const parcel of grant.parcels) grants.set(parcel.parcelId, grant.grantId);
    }
    if (!frame.more) resolve();
  });
  await listed;
  const parcels = announced.get(device.lockerId) ?? [];
  const region = device.lockerId.slice(4, 6) as RegionCode;
  const facts = parcels.flatMap((parcel, index) =>
    factsOfParcel(
      {
        ...parcel,
        grantId: grants.get(parcel.parcelId) ?? missing(`no grant for ${parcel.parcelId}`),
        compartmentId: (compartmentIds[index] ??
          missing("no compartment")) as BenchParcel["compartmentId"],
      },
      region,
    ),
  );
  return { device, frame: factsFrame(device, facts) };
}

function missing(what: string): never {
  throw new Error(what);
}

async function sendAll(ready: readonly Ready[]): Promise<number> {
  const facts = ready.reduce((sum, { device }) => sum + device.seq - device.ackedSeq, 0);
  const beganMs = performance.now();
  await Promise.all(
    ready.map(({ device, frame }) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      device.link?.on("message", () => {
        if (device.ackedSeq >= device.seq) resolve();
      });
      device.link?.send(frame);
      return promise;
    }),
  );
  return facts / ((performance.now() - beganMs) / 1_000);
}

function storedFacts(network: BenchNetwork): Promise<number> {
  return inDatabase(network.databaseUrl, async (client) => {
    const schemas = await client.query<{ code: string }>("select code from network.regions");
    let total = 0;
    for (const { code } of schemas.rows) {
      const count = await client.query<{ n: string }>(
        `select count(*) as n from region_${code}.facts`,
      );
      total += Number(count.rows[0]?.n ?? 0);
    }
    return total;
  });
}
