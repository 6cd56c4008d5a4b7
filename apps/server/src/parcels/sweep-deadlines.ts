import type { ParcelEvent } from "@pigeonhole/domain/parcel/parcel";
import { decideParcel } from "@pigeonhole/domain/parcel/parcel";
import type { Deps } from "../deps.ts";
import type { RegionRounds } from "../device-link/region-rounds.ts";
import { createRegionRounds } from "../device-link/region-rounds.ts";
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
    run: async (region) => {
      await sweepDeadlines(deps, region);
      await sweepReminders(deps, region);
    },
  });
}

/** Makes overdue what is overdue; gives how many parcels were looked at. */
export async function sweepDeadlines(deps: SweepDeps, region: string): Promise<number> {
  let looked = 0;
  for (;;) {
    const count = await deps.database.region(region, (tx) => passDeadlines(tx, deps));
    looked += count;
    if (count < parcelsAtOnce) return looked;
  }
}

async function passDeadlines(tx: Tx, deps: SweepDeps): Promise<number> {
  const due = await tx.query<{ id: string }>(
    `select id from parcels
      where state = 'available_for_pickup' and pickup_deadline < $1
      order by pickup_deadline, id limit ${parcelsAtOnce}`,
    [deps.now().toString()],
  );
  const parcels = [
    ...(
      await loadParcels(
        tx,
        due.map((row) => row.id),
        { lock: true },
      )
    ).values(),
  ];
  const lockerIds = parcels.map((parcel) => parcel.lockerId);
  const pauses = await loadPauses(tx, lockerIds, deps.now());
  const changes = parcels.flatMap((parcel) =>
    changeOf(deps, parcel, pauses.get(parcel.lockerId) ?? []),
  );
  await storeParcelChanges(tx, deps, changes);
  return due.length;
}

function changeOf(
  deps: SweepDeps,
  parcel: StoredParcel,
  pauses: Parameters<typeof computePickupDeadline>[2],
): ParcelChange[] {
  const at = deps.now();
  const later = laterDeadline(parcel, pauses);
  const decision =
    later === null
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
