import { decideParcel, type ParcelCommand } from "@pigeonhole/domain/parcel/parcel";
import type { Deps } from "../deps.ts";
import { computePickupDeadline, loadPauses } from "../parcels/compute-deadline.ts";
import { loadParcels } from "../parcels/load-parcels.ts";
import { type ParcelChange, storeParcelChanges } from "../parcels/store-parcels.ts";
import { evolveStoredParcel, type StoredParcel } from "../parcels/stored-parcel.ts";
import type { Tx } from "../platform/postgres/database.ts";

/**
 * Times in which a locker could not serve. The storage clock stands still in them: when one ends,
 * the pickup deadlines of the parcels inside are computed again.
 */
export type OutageDeps = Pick<Deps, "randomBytes" | "publicUrl" | "now">;

/** Shorter troubles stop no clock; a mobile link or a restart may take as long. */
export const outageGraceSeconds = 600;

export async function sweepOutages(tx: Tx, deps: OutageDeps): Promise<void> {
  const now = deps.now();
  await openOutages(tx, now);
  const ended = await closeOutages(tx, now);
  if (ended.length > 0) await prolongParcels(tx, deps, ended);
}

/** An outage is noted as soon as the trouble shows, from when it began. */
async function openOutages(tx: Tx, now: Temporal.Instant): Promise<void> {
  await tx.query(
    `insert into outages (locker_id, from_at, reason)
     select s.locker_id,
            case when s.reach = 'offline' then s.reach_since else $1::timestamptz end,
            case when s.reach = 'offline' then 'offline' else coalesce(s.reason, 'not_serving') end
       from locker_status s
      where (s.reach = 'offline' or (s.reach = 'online' and not s.serving))
        and not exists (select 1 from outages o
                         where o.locker_id = s.locker_id and o.until_at is null)
     on conflict do nothing`,
    [now.toString()],
  );
}

/** What was over within the grace stops no clock and is forgotten. */
async function closeOutages(tx: Tx, now: Temporal.Instant): Promise<string[]> {
  const rows = await tx.query<{ locker_id: string; from_at: string }>(
    `update outages o set until_at = $1
       from locker_status s
      where s.locker_id = o.locker_id and o.until_at is null
        and s.reach = 'online' and s.serving
      returning o.locker_id, o.from_at`,
    [now.toString()],
  );
  if (rows.length === 0) return [];
  await tx.query(
    `delete from outages where locker_id = any($1) and until_at = $2 and from_at > $3`,
    [
      rows.map((row) => row.locker_id),
      now.toString(),
      now.subtract({ seconds: outageGraceSeconds }).toString(),
    ],
  );
  return rows.map((row) => row.locker_id);
}

async function prolongParcels(tx: Tx, deps: OutageDeps, lockerIds: readonly string[]) {
  const now = deps.now();
  const inside = await tx.query<{ id: string }>(
    `select id from parcels
      where coalesce(place_locker_id, locker_id) = any($1)
        and state in ('available_for_pickup', 'overdue') and deposited_at is not null`,
    [lockerIds],
  );
  const parcels = await loadParcels(
    tx,
    inside.map((row) => row.id),
    { lock: true },
  );
  const pauses = await loadPauses(tx, lockerIds, now);
  const changes = [...parcels.values()].flatMap((parcel) => {
    const { depositedAt, place } = parcel;
    if (depositedAt === null) return [];
    const lockerId = place.type === "compartment" ? place.lockerId : parcel.lockerId;
    const deadline = computePickupDeadline(parcel, depositedAt, pauses.get(lockerId) ?? []);
    return prolonged(parcel, { type: "extend", at: now, pickupDeadline: deadline });
  });
  await storeParcelChanges(tx, deps, changes);
}

/** A deadline that would not be later, or is over in spite of the pause, stays as it is. */
function prolonged(
  parcel: StoredParcel,
  command: Extract<ParcelCommand, { type: "extend" }>,
): ParcelChange[] {
  const decision = decideParcel(parcel, command);
  if (!decision.ok) return [];
  const events = decision.value;
  const next = evolveStoredParcel(parcel, events);
  const source = `outage:${parcel.lockerId}:${command.at}`;
  return [{ parcel, events, next, at: command.at, source }];
}
