import { reminderAt } from "@pigeonhole/domain/deadline/pickup-deadline";
import type { ParcelEvent } from "@pigeonhole/domain/parcel/parcel";
import { evolveParcel } from "@pigeonhole/domain/parcel/parcel";
import type { Deps } from "../deps.ts";
import type { Tx } from "../platform/postgres/database.ts";
import { fromInstantOrNull } from "../platform/postgres/row-values.ts";
import { settleGrants } from "./settle-grants.ts";
import { settleReservations } from "./settle-reservations.ts";
import { settleStays } from "./settle-stays.ts";
import type { StoredParcel } from "./stored-parcel.ts";
import { placeToColumns } from "./stored-parcel.ts";
import { tellOfParcels } from "./tell-of-parcels.ts";

/**
 * The one way in which a parcel changes after its announcement. Whatever moved it (a fact, a scan,
 * a wish, the clock), its row, history, stay, reservation, grants, webhooks and notices change in
 * the same transaction. The caller has loaded the parcels with `lock`.
 */
export type ParcelChange = {
  readonly parcel: StoredParcel;
  readonly events: readonly ParcelEvent[];
  readonly next: StoredParcel;
  /** When the network came to know of it. */
  readonly at: Temporal.Instant;
  /** What caused it, such as `fact:<locker>:<epoch>:<seq>` or `scan:<id>`; told once each. */
  readonly source: string;
  /** The kiosk's own id of the stay, for a deposit. */
  readonly stayId?: string;
  /** Town or depot as the carrier writes it. */
  readonly placeName?: string;
};

export type StoreDeps = Pick<Deps, "randomBytes" | "publicUrl" | "now">;

/** Stores changes in the order in which they happened; a parcel may stand in several. */
export async function storeParcelChanges(
  tx: Tx,
  deps: StoreDeps,
  changes: readonly ParcelChange[],
): Promise<void> {
  if (changes.length === 0) return;
  await updateParcels(tx, changes);
  await appendParcelEvents(tx, changes.flatMap(eventRows));
  await settleStays(tx, deps, changes);
  await settleReservations(tx, changes);
  await settleGrants(tx, changes);
  await tellOfParcels(tx, deps, changes);
}

async function updateParcels(tx: Tx, changes: readonly ParcelChange[]): Promise<void> {
  const newest = new Map(changes.map((change) => [change.parcel.parcelId, change.next]));
  await tx.query(
    `update parcels p
        set state = n.state, place = n.place, place_carrier_id = n.place_carrier_id,
            place_courier_id = n.place_courier_id, place_locker_id = n.place_locker_id,
            compartment_id = n.compartment_id, moved_at = n.moved_at,
            deposited_at = n.deposited_at, ended_at = n.ended_at,
            delivery_attempts_failed = n.delivery_attempts_failed,
            pickup_deadline = n.pickup_deadline, reminder_at = n.reminder_at
       from json_to_recordset($1::json) as n(
            id text, state text, place text, place_carrier_id text, place_courier_id text,
            place_locker_id text, compartment_id text, moved_at timestamptz,
            deposited_at timestamptz, ended_at timestamptz, delivery_attempts_failed integer,
            pickup_deadline timestamptz, reminder_at timestamptz)
      where p.id = n.id`,
    [JSON.stringify([...newest.values()].map(parcelToRow))],
  );
}

function parcelToRow(parcel: StoredParcel) {
  return {
    id: parcel.parcelId,
    state: parcel.state,
    ...placeToColumns(parcel.place),
    moved_at: parcel.movedAt.toString(),
    deposited_at: fromInstantOrNull(parcel.depositedAt),
    ended_at: fromInstantOrNull(parcel.endedAt),
    delivery_attempts_failed: parcel.deliveryAttemptsFailed,
    pickup_deadline: fromInstantOrNull(parcel.pickupDeadline),
    reminder_at: fromInstantOrNull(reminderOf(parcel)),
  };
}

function reminderOf(parcel: StoredParcel): Temporal.Instant | null {
  const { depositedAt, pickupDeadline } = parcel;
  if (parcel.state !== "available_for_pickup") return null;
  if (depositedAt === null || pickupDeadline === null) return null;
  return reminderAt({ depositedAt, pickupDeadline, timeZone: parcel.siteHours.timeZone });
}

export type ParcelEventRow = {
  readonly parcel_id: string;
  readonly at: string;
  readonly recorded_at: string;
  readonly type: string;
  readonly state: string;
  readonly place: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly source: string;
};

/** Appends history; a row of the same parcel, source and type is there already and stays. */
export async function appendParcelEvents(tx: Tx, rows: readonly ParcelEventRow[]): Promise<void> {
  await tx.query(
    `insert into parcel_events (parcel_id, at, recorded_at, type, state, place, data, source)
     select parcel_id, at, recorded_at, type, state, place, data, source
       from json_to_recordset($1::json) as n(
            parcel_id text, at timestamptz, recorded_at timestamptz, type text, state text,
            place text, data jsonb, source text)
     on conflict (parcel_id, source, type) do nothing`,
    [JSON.stringify(rows)],
  );
}

function eventRows(change: ParcelChange): ParcelEventRow[] {
  let parcel = change.parcel as Parameters<typeof evolveParcel>[0];
  return change.events.map((event) => {
    parcel = evolveParcel(parcel, event);
    const { type, at, ...rest } = event;
    return {
      parcel_id: change.parcel.parcelId,
      at: at.toString(),
      recorded_at: change.at.toString(),
      type,
      state: parcel.state,
      place: change.placeName ?? null,
      data: rest,
      source: change.source,
    };
  });
}
