import type { ParcelEvent } from "@pigeonhole/domain/parcel/parcel";
import type { Tx } from "../platform/postgres/database.ts";
import type { ParcelChange } from "./store-parcels.ts";

type Outcome = "fulfilled" | "released";

/**
 * Room that was promised to a parcel is taken by its stay from the deposit on, and given back when
 * the parcel will not come. Until the locker itself tells of a deposit the promise stays.
 */
export async function settleReservations(tx: Tx, changes: readonly ParcelChange[]): Promise<void> {
  const outcomes = new Map<string, Outcome>();
  for (const { parcel, events } of changes) {
    for (const event of events) {
      const outcome = outcomeOf(event);
      const first = !outcomes.has(parcel.parcelId);
      if (outcome !== null && first) outcomes.set(parcel.parcelId, outcome);
    }
  }
  if (outcomes.size === 0) return;
  await tx.query(
    `update reservations r set state = n.state
       from unnest($1::text[], $2::text[]) as n(parcel_id, state)
      where r.parcel_id = n.parcel_id and r.state = 'held'`,
    [[...outcomes.keys()], [...outcomes.values()]],
  );
}

function outcomeOf(event: ParcelEvent): Outcome | null {
  switch (event.type) {
    case "deposited":
      return event.place.compartmentId === null ? null : "fulfilled";
    case "picked_up":
    case "collected":
      return "fulfilled";
    case "cancelled":
    case "reported_missing":
      return "released";
    case "carrier_scanned":
      return event.effect?.state === "returned" ? "released" : null;
    default:
      return null;
  }
}
