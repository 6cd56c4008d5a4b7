import { batchRowsMax } from "@pigeonhole/contract/http/parcels";
import { announceBatch } from "../support/announce.ts";
import { type Figure, median } from "../support/figures.ts";
import { type BenchNetwork, makeLockers, startBenchNetwork } from "../support/network.ts";
import { createYardstick } from "../support/tpcb.ts";

const rounds = 3;
const yardstickSeconds = 6;
const batchesPerRound = 12;
const batchesAtOnce = 2;

/** Announcements a second through `POST /v1/parcels:batch`, interleaved with TPC-B. */
export async function measureAnnouncements(): Promise<Figure[]> {
  const network = await startBenchNetwork();
  try {
    const yardstick = await createYardstick(network.yardstickUrl);
    const lockers = await makeLockers(network, lockersNeeded());
    const lockerIds = lockers.map(({ device }) => device.lockerId);
    await announceBatches(network, { lockerIds, from: 0, batches: batchesAtOnce });
    const ours: number[] = [];
    const tpcb: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      tpcb.push(await yardstick.measure(yardstickSeconds));
      const from = batchesAtOnce + round * batchesPerRound;
      ours.push(await announceBatches(network, { lockerIds, from, batches: batchesPerRound }));
    }
    return [
      {
        name: "announcements/s ÷ TPC-B tps",
        value: median(ours) / median(tpcb),
        unit: "×",
        target: { atLeast: 2 },
        from: { announcementsPerSecond: ours, tpcbTps: tpcb, yardstick: yardstick.name },
      },
    ];
  } finally {
    await network.close();
  }
}

/** Every locker of the demonstration's first kind takes this many of the small parcels used here. */
const parcelsPerLocker = 10;

function lockersNeeded(): number {
  const parcels = (batchesAtOnce + rounds * batchesPerRound) * batchRowsMax;
  return Math.ceil(parcels / parcelsPerLocker);
}

type Share = {
  readonly lockerIds: readonly string[];
  readonly from: number;
  readonly batches: number;
};

/** Sends batches, a few at a time, and gives the rows a second. */
async function announceBatches(network: BenchNetwork, share: Share): Promise<number> {
  const beganMs = performance.now();
  let next = share.from;
  const end = share.from + share.batches;
  await Promise.all(
    Array.from({ length: batchesAtOnce }, async () => {
      while (next < end) {
        const batch = next;
        next += 1;
        await announceBatch(network, share.lockerIds, batch);
      }
    }),
  );
  return (share.batches * batchRowsMax) / ((performance.now() - beganMs) / 1_000);
}
