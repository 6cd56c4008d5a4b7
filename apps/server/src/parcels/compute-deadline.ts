import { alwaysOpen, parseOpeningHours } from "@pigeonhole/domain/deadline/opening-hours";
import type { SiteHours } from "@pigeonhole/domain/deadline/openings";
import { pickupDeadline } from "@pigeonhole/domain/deadline/pickup-deadline";
import type { Pause } from "@pigeonhole/domain/deadline/storage-time";
import type { Tx } from "../platform/postgres/database.ts";
import { toInstant } from "../platform/postgres/row-values.ts";
import type { StoredParcel } from "./stored-parcel.ts";

/** How long a parcel may lie when nothing else is agreed; three days are usual (InPost: 48 h). */
export const storageHours = 72;

/** Pauses that ended longer ago are of parcels whose deadlines were computed with them already. */
export const pausesLookBackDays = 120;

/** The pauses of lockers: outages, of which a running one lasts until `now`. */
export async function loadPauses(
  tx: Tx,
  lockerIds: readonly string[],
  now: Temporal.Instant,
): Promise<Map<string, Pause[]>> {
  const rows = await tx.query<{ locker_id: string; from_at: string; until_at: string | null }>(
    `select locker_id, from_at, until_at from outages
      where locker_id = any($1) and (until_at is null or until_at > $2) order by from_at`,
    [[...new Set(lockerIds)], now.subtract({ hours: 24 * pausesLookBackDays }).toString()],
  );
  const pauses = new Map<string, Pause[]>();
  for (const row of rows) {
    const known = pauses.get(row.locker_id) ?? [];
    known.push({
      from: toInstant(row.from_at),
      to: row.until_at === null ? now : toInstant(row.until_at),
    });
    pauses.set(row.locker_id, known);
  }
  return pauses;
}

/** The pickup deadline of a parcel that was deposited at `depositedAt`. */
export function computePickupDeadline(
  parcel: Pick<StoredParcel, "siteHours">,
  depositedAt: Temporal.Instant,
  pauses: readonly Pause[],
): Temporal.Instant {
  return pickupDeadline({ ...siteHoursOf(parcel.siteHours), depositedAt, storageHours, pauses });
}

/** Hours are checked when a site is made; a text that is not understood counts as always open. */
export function siteHoursOf(site: StoredParcel["siteHours"]): SiteHours {
  const parsed = parseOpeningHours(site.openingHours);
  return {
    weekTable: parsed.ok ? parsed.value : alwaysOpen,
    timeZone: site.timeZone,
    holidays: [],
  };
}
