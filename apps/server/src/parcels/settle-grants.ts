import type { ParcelEvent } from "@pigeonhole/domain/parcel/parcel";
import { announceLockerChanges, raiseListVersions } from "../lockers/list-version.ts";
import type { Tx } from "../platform/postgres/database.ts";
import { fromInstantOrNull } from "../platform/postgres/row-values.ts";
import type { ParcelChange } from "./store-parcels.ts";

/**
 * Pickup grants (the recipient's and the shares') follow their parcel: usable from the deposit
 * until the deadline, ended once it is out, cancelled or sent back. An overdue parcel's grant stays
 * on the list, so that the locker can say that its time has passed.
 */
type GrantChange = {
  readonly parcel_id: string;
  readonly state: "active" | "ended";
  readonly not_after: string | null;
};

export async function settleGrants(tx: Tx, changes: readonly ParcelChange[]): Promise<void> {
  const wanted = new Map<string, GrantChange>();
  for (const { parcel, events } of changes) {
    for (const event of events) {
      const change = changeOf(parcel.parcelId, event);
      if (change !== null) wanted.set(parcel.parcelId, change);
    }
  }
  if (wanted.size === 0) return;
  const lockerIds = await lockersOfGrants(tx, [...wanted.keys()]);
  if (lockerIds.length === 0) return;
  const versions = await raiseListVersions(tx, lockerIds);
  await updateGrants(tx, [...wanted.values()], versions);
  await announceLockerChanges(tx, lockerIds);
}

async function lockersOfGrants(tx: Tx, parcelIds: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ locker_id: string }>(
    "select distinct locker_id from grants where parcel_id = any($1) and state <> 'ended'",
    [parcelIds],
  );
  return rows.map((row) => row.locker_id);
}

async function updateGrants(
  tx: Tx,
  changes: readonly GrantChange[],
  versions: ReadonlyMap<string, number>,
): Promise<void> {
  await tx.query(
    `update grants g
        set state = n.state, listed = n.state <> 'ended',
            not_after = coalesce(n.not_after, g.not_after), version = v.version
       from json_to_recordset($1::json) as n(parcel_id text, state text, not_after timestamptz),
            unnest($2::text[], $3::bigint[]) as v(locker_id, version)
      where g.parcel_id = n.parcel_id and g.locker_id = v.locker_id and g.state <> 'ended'`,
    [JSON.stringify(changes), [...versions.keys()], [...versions.values()]],
  );
}

function changeOf(parcelId: string, event: ParcelEvent): GrantChange | null {
  const ended = { parcel_id: parcelId, state: "ended", not_after: null } as const;
  const activeUntil = (deadline: Temporal.Instant | null): GrantChange => ({
    parcel_id: parcelId,
    state: "active",
    not_after: fromInstantOrNull(deadline),
  });
  switch (event.type) {
    case "deposited":
      return event.state === "returning" ? ended : activeUntil(event.pickupDeadline);
    case "deadline_extended":
      return activeUntil(event.pickupDeadline);
    case "carrier_scanned":
      if (event.effect?.state === "available_for_pickup") {
        return activeUntil(event.effect.pickupDeadline);
      }
      return event.effect?.state === "returned" ? ended : null;
    case "picked_up":
    case "collected":
    case "cancelled":
    case "return_started":
    case "reported_missing":
      return ended;
    case "announced":
    case "became_overdue":
      return null;
    default:
      return null;
  }
}
