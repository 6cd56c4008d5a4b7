import type { Tx } from "../platform/postgres/database.ts";
import { toInstantOrNull } from "../platform/postgres/row-values.ts";

/** A locker as promises need it. */
export type PromisingLocker = {
  readonly lockerId: string;
  readonly name: string;
  readonly siteId: string;
  readonly siteName: string;
  readonly siteHours: { readonly openingHours: string; readonly timeZone: string };
  readonly isServing: boolean;
};

type LockerRow = {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly site_id: string;
  readonly site_name: string;
  readonly opening_hours: string;
  readonly time_zone: string;
  readonly reach: string | null;
  readonly reach_since: string | null;
  readonly serving: boolean | null;
};

/**
 * A locker that was out of reach for longer than this gets no new parcels: somebody has to look.
 * Shorter outages do not matter, since kiosks work without a network.
 */
export const outOfReachMaxHours = 24;

export async function loadPromisingLockers(
  tx: Tx,
  lockerIds: readonly string[],
  now: Temporal.Instant,
): Promise<Map<string, PromisingLocker>> {
  const rows = await tx.query<LockerRow>(
    `select l.id, l.name, l.state, l.site_id, s.name as site_name, s.opening_hours, s.time_zone,
            t.reach, t.reach_since, t.serving
       from network.lockers l
       join network.sites s on s.id = l.site_id
       left join locker_status t on t.locker_id = l.id
      where l.id = any($1)`,
    [lockerIds],
  );
  return new Map(rows.map((row) => [row.id, rowToLocker(row, now)]));
}

function rowToLocker(row: LockerRow, now: Temporal.Instant): PromisingLocker {
  return {
    lockerId: row.id,
    name: row.name,
    siteId: row.site_id,
    siteName: row.site_name,
    siteHours: { openingHours: row.opening_hours, timeZone: row.time_zone },
    isServing: row.state === "serving" && !saysNo(row) && !isGone(row, now),
  };
}

/** Only a kiosk in reach can say that it does not serve; what it said before it fell silent is old. */
function saysNo(row: LockerRow): boolean {
  return row.reach === "online" && row.serving === false;
}

function isGone(row: LockerRow, now: Temporal.Instant): boolean {
  const since = toInstantOrNull(row.reach_since);
  if (row.reach !== "offline" || since === null) return false;
  return Temporal.Instant.compare(since.add({ hours: outOfReachMaxHours }), now) < 0;
}
