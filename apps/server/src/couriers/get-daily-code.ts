import type { Deps } from "../deps.ts";
import { dailyCode } from "./courier-grants-secrets.ts";

type CourierRow = {
  readonly seed_sealed: Uint8Array;
  readonly time_zone: string | null;
};
export type DailyCode = {
  readonly code: string;
  readonly validOn: string;
  readonly endsAt: string;
};

/**
 * The digits of today. A day is the day of the courier's lockers: of the zone most of their sites
 * are in. Undefined for an unknown courier or one whose access has ended.
 */
export async function getDailyCode(
  deps: Pick<Deps, "database" | "secrets" | "now">,
  courierId: string,
): Promise<DailyCode | undefined> {
  const [row] = await deps.database.network((tx) =>
    tx.query<CourierRow>(
      `select c.seed_sealed,
              (select s.time_zone from lockers l join sites s on s.id = l.site_id
                where c.locker_ids is null or l.id = any(c.locker_ids)
                group by s.time_zone order by count(*) desc, s.time_zone limit 1) as time_zone
         from couriers c where c.id = $1 and c.active`,
      [courierId],
    ),
  );
  if (row === undefined) return undefined;
  const today = deps.now().toZonedDateTimeISO(row.time_zone ?? "UTC");
  const endsAt = today.add({ days: 1 }).startOfDay().toInstant();
  const date = today.toPlainDate();
  return {
    code: dailyCode(deps, { courierId, seedSealed: row.seed_sealed }, date),
    validOn: date.toString(),
    endsAt: endsAt.toString(),
  };
}
