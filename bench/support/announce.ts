import { type BatchResult, batchRowsMax } from "@pigeonhole/contract/http/parcels";
import type { BenchNetwork } from "./network.ts";

export type AnnouncedParcel = {
  readonly parcelId: `par_${string}`;
  readonly trackingNumber: string;
  readonly lockerId: string;
};

/** Announces one batch over the lockers in turn; a refused row ends the bench with its reason. */
export async function announceBatch(
  network: BenchNetwork,
  lockerIds: readonly string[],
  batch: number,
): Promise<AnnouncedParcel[]> {
  const parcels = Array.from({ length: batchRowsMax }, (_, row) => {
    const number = batch * batchRowsMax + row;
    return {
      reference: `bench-${number}`,
      lockerId: lockerIds[number % lockerIds.length] as `lkr_${string}`,
      recipient: { name: "Alex Example", email: `r${number}@example.org` },
      parcel: { sizeMm: { widthMm: 200, heightMm: 60, depthMm: 300 }, massGrams: 500 },
    };
  });
  const answer = await fetch(`${network.serverUrl}/v1/parcels:batch`, {
    method: "POST",
    headers: { authorization: `Bearer ${network.shopKey}`, "content-type": "application/json" },
    body: JSON.stringify({ parcels }),
  });
  // Read as it comes: a load generator that judges every row again would be measured, too.
  const { results } = (await answer.json()) as { results?: readonly BatchResult[] };
  if (results === undefined) throw new Error(`the batch was refused with ${answer.status}`);
  return results.map((result) => {
    if (result.outcome === "refused") throw new Error(JSON.stringify(result.problem));
    const { id, trackingNumber, lockerId } = result.parcel;
    return { parcelId: id, trackingNumber, lockerId };
  });
}
