import type { ParcelEvent } from "@pigeonhole/domain/parcel/parcel";
import { decideParcel } from "@pigeonhole/domain/parcel/parcel";
import type { Deps } from "../deps.ts";
import type { RegionRounds } from "../device-link/region-rounds.ts";
import { createRegionRounds } from "../device-link/region-rounds.ts";
import { noteOutages } from "../lockers/status-sweep.ts";
import { queueNotices } from "../notices/queue-notices.ts";
import type { Tx } from "../platform/postgres/database.ts";
import type { Timers } from "../platform/timers.ts";
import { queueWebhooks } from "../webhooks/queue-webhooks.ts";
import { computePickupDeadline, loadPauses } from "./compute-deadline.ts";
import { loadParcels } from "./load-parcels.ts";
import type { ParcelChange } from "./store-parcels.ts";
import { storeParcelChanges } from "./store-parcels.ts";
import type { StoredParcel } from "./stored-parcel.ts";
import { evolveStoredParcel } from "./stored-parcel.ts";

/**
 * What only the clock decides about parcels: reminders, and deadlines that pass. The storage clock
 * stands still while the locker cannot serve; so before a parcel becomes overdue its deadline is
 * computed again with the outages of its locker, and moved where they made it later.
 */
type SweepDeps = Pick<Deps, "database" | "now" | "randomBytes" | "publicUrl">;

const everySeconds = 15;
/** Parcels of one transaction; bounds how long lists stay locked. */
const parcelsAtOnce = 500;

export function createDeadlineSweep(
  deps: SweepDeps & Pick<Deps, "log"> & { readonly timers: Timers },
): RegionRounds {
  return createRegionRounds({
    deps,
    name: "deadlines",
    everySeconds,
    run: (region) => sweepParcels(deps, region),
  });
}

/** Everything the clock decides about a region's parcels, after the outages it has to know of. */
export async function sweepParcels(deps: SweepDeps, region: string): Promise<void> {
  await noteOutages(deps, region);
  await sweepDeadlines(deps, region);
  await sweepReminders(deps, region);
}

/** Makes overdue what is overdue; gives how many parcels changed. */
export async function sweepDeadlines(deps: SweepDeps, region: string): Promise<number> {
  let changed = 0;
  for (;;) {
    const round = await deps.database.region(region, (tx) => passDeadlines(tx, deps));
    changed += round.changed;
    // Parcels that a round could not move would be the next round's again.
    if (round.looked < parcelsAtOnce || round.changed === 0) return changed;
  }
}

/** While an outage lasts the clock of those inside stands still; its end prolongs them. */
async function passDeadlines(
  tx: Tx,
  deps: SweepDeps,
): Promise<{ readonly looked: number; readonly changed: number }> {
  const now = deps.now();
  const due = await tx.query<{ id: string }>(
    `select id from parcels p
      where state = 'available_for_pickup' and pickup_deadline < $1
        and not exists (select 1 from outages o
                         where o.locker_id = coalesce(p.place_locker_id, p.locker_id)
                           and o.until_at is null)
      order by pickup_deadline, id limit ${parcelsAtOnce}`,
    [now.toString()],
  );
  const ids = due.map((row) => row.id);
  const parcels = [...(await loadParcels(tx, ids, { lock: true })).values()];
  const pauses = await loadPauses(tx, parcels.map(lockerOf), now);
  const changes = parcels.flatMap((parcel) =>
    changeOf(deps, parcel, pauses.get(lockerOf(parcel)) ?? []),
  );
  await storeParcelChanges(tx, deps, changes);
  return { looked: due.length, changed: changes.length };
}

/** The locker in which the parcel lies; it may be another than the one it was meant for. */
function lockerOf({ place, lockerId }: StoredParcel): string {
  return place.type === "compartment" ? place.lockerId : lockerId;
}

function changeOf(
  deps: SweepDeps,
  parcel: StoredParcel,
  pauses: Parameters<typeof computePickupDeadline>[2],
): ParcelChange[] {
  const at = deps.now();
  const later = laterDeadline(parcel, pauses);
  // A pause that is used up as well gives nobody another chance.
  const decision =
    later === null || Temporal.Instant.compare(later, at) <= 0
      ? decideParcel(parcel, { type: "passDeadline", at })
      : decideParcel(parcel, { type: "extend", at, pickupDeadline: later });
  // Somebody else moved it, or moved its deadline, between the look and the lock.
  if (!decision.ok) return [];
  return [changed(deps, parcel, decision.value)];
}

function changed(
  deps: SweepDeps,
  parcel: StoredParcel,
  events: readonly ParcelEvent[],
): ParcelChange {
  const next = evolveStoredParcel(parcel, events);
  const source = `deadline:${next.pickupDeadline?.toString() ?? ""}`;
  return { parcel, events, next, at: deps.now(), source };
}

/** The deadline with the outages there have been, where it is later than the one that was told. */
function laterDeadline(
  parcel: StoredParcel,
  pauses: Parameters<typeof computePickupDeadline>[2],
): Temporal.Instant | null {
  const { depositedAt, pickupDeadline } = parcel;
  if (depositedAt === null || pickupDeadline === null || pauses.length === 0) return null;
  const computed = computePickupDeadline(parcel, depositedAt, pauses);
  return Temporal.Instant.compare(computed, pickupDeadline) > 0 ? computed : null;
}

type RemindedRow = { readonly id: string; readonly shop_id: string };

/** Reminds recipients once of parcels that wait; gives how many. */
export async function sweepReminders(deps: SweepDeps, region: string): Promise<number> {
  const at = deps.now();
  return deps.database.region(region, async (tx) => {
    const rows = await tx.query<RemindedRow>(
      `update parcels set reminded_at = $1
        where id in (
          select id from parcels
           where state = 'available_for_pickup' and reminded_at is null and reminder_at <= $1
             and pickup_deadline > $1
           order by reminder_at limit ${parcelsAtOnce} for update skip locked)
       returning id, shop_id`,
      [at.toString()],
    );
    const source = "reminder";
    await queueNotices(
      tx,
      deps,
      rows.map((row) => ({ parcelId: row.id, kind: "reminder", source })),
    );
    await queueWebhooks(
      tx,
      deps,
      rows.map((row) => ({
        parcelId: row.id,
        shopId: row.shop_id,
        eventType: "parcel.reminder_sent",
        at,
      })),
    );
    return rows.length;
  });
}
