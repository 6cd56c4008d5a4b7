import { regionOf } from "@pigeonhole/domain/ids";
import type { StayEnd } from "@pigeonhole/domain/stay/stay";
import { newId } from "../platform/new-id.ts";
import type { Tx } from "../platform/postgres/database.ts";
import type { ParcelChange, StoreDeps } from "./store-parcels.ts";

/**
 * Stays follow what happened at the doors. Within one call a parcel may come and go more than once
 * (a locker that was offline tells all of it together), so the changes are first folded in memory:
 * stays that end are ended, then the ones that began are added, some of them ended already. A
 * deposit where the cloud still believes another parcel ends that stay as superseded: goods are
 * where the locker says they are.
 */
type StayRow = {
  readonly id: string;
  readonly parcel_id: string;
  readonly compartment_id: string;
  readonly locker_id: string;
  readonly began_at: string;
  readonly ended_at: string | null;
  readonly ended_by: StayEnd | null;
};
type StayFold = { readonly began: StayRow[]; readonly ends: ParcelEnd[] };
type ParcelEnd = { readonly parcel_id: string; readonly ended_at: string; readonly by: StayEnd };

export async function settleStays(
  tx: Tx,
  deps: Pick<StoreDeps, "randomBytes">,
  changes: readonly ParcelChange[],
): Promise<void> {
  const { began, ends } = foldStays(deps, changes);
  if (ends.length > 0 || began.length > 0) await endStays(tx, began, ends);
  if (began.length > 0) await insertStays(tx, began);
}

function foldStays(deps: Pick<StoreDeps, "randomBytes">, changes: readonly ParcelChange[]) {
  const fold: StayFold = { began: [], ends: [] };
  for (const change of changes) {
    const { parcelId } = change.parcel;
    for (const event of change.events) {
      const at = event.at.toString();
      const by = endedBy(event.type);
      if (by !== null) endStayOf(fold, { parcel_id: parcelId, ended_at: at, by });
      if (event.type !== "deposited" || event.place.compartmentId === null) continue;
      beginStay(fold, {
        id: change.stayId ?? newId(deps, "sty", regionOf(parcelId)),
        parcel_id: parcelId,
        compartment_id: event.place.compartmentId,
        locker_id: event.place.lockerId,
        began_at: at,
        ended_at: null,
        ended_by: null,
      });
    }
  }
  return fold;
}

function beginStay(fold: StayFold, stay: StayRow): void {
  const { parcel_id, began_at: ended_at } = stay;
  endStayOf(fold, { parcel_id, ended_at, by: "superseded" });
  const before = fold.began.find(
    (one) => one.ended_at === null && one.compartment_id === stay.compartment_id,
  );
  if (before !== undefined) Object.assign(before, { ended_at, ended_by: "superseded" });
  fold.began.push(stay);
}

/** Ends the stay that began within this call, or else notes that one in the database ends. */
function endStayOf(fold: StayFold, end: ParcelEnd): void {
  const open = fold.began.find((one) => one.ended_at === null && one.parcel_id === end.parcel_id);
  if (open === undefined) fold.ends.push(end);
  else Object.assign(open, { ended_at: end.ended_at, ended_by: end.by });
}

function endedBy(type: ParcelChange["events"][number]["type"]): StayEnd | null {
  switch (type) {
    case "picked_up":
      return "pickup";
    case "collected":
      return "collection";
    case "reported_missing":
      return "found_missing";
    default:
      return null;
  }
}

async function endStays(tx: Tx, began: readonly StayRow[], ends: readonly ParcelEnd[]) {
  const first = new Map<string, ParcelEnd>();
  for (const end of ends) if (!first.has(end.parcel_id)) first.set(end.parcel_id, end);
  await tx.query(
    `update stays s set ended_at = greatest(n.ended_at, s.began_at), ended_by = n.by
       from json_to_recordset($1::json) as n(parcel_id text, ended_at timestamptz, by text)
      where s.parcel_id = n.parcel_id and s.ended_at is null`,
    [JSON.stringify([...first.values()])],
  );
  await tx.query(
    `update stays s set ended_at = greatest(n.began_at, s.began_at), ended_by = 'superseded'
       from (select compartment_id, min(began_at) as began_at
               from json_to_recordset($1::json) as r(compartment_id text, began_at timestamptz)
              group by compartment_id) n
      where s.compartment_id = n.compartment_id and s.ended_at is null`,
    [JSON.stringify(began)],
  );
}

async function insertStays(tx: Tx, began: readonly StayRow[]): Promise<void> {
  await tx.query(
    `insert into stays (id, parcel_id, compartment_id, locker_id, began_at, ended_at, ended_by)
     select id, parcel_id, compartment_id, locker_id, began_at, ended_at, ended_by
       from json_to_recordset($1::json) as n(
            id text, parcel_id text, compartment_id text, locker_id text, began_at timestamptz,
            ended_at timestamptz, ended_by text)
     on conflict (id) do nothing`,
    [JSON.stringify(began)],
  );
}
