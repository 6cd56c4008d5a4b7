import type { LockerSummary, Site } from "@pigeonhole/contract/http/sites";
import type { Layout } from "@pigeonhole/contract/layout";
import { isLow } from "@pigeonhole/domain/compartment/compartment";
import { isOpenAt } from "@pigeonhole/domain/deadline/openings";
import type { Result } from "@pigeonhole/domain/result";
import { ok } from "@pigeonhole/domain/result";
import { sizeClasses } from "@pigeonhole/domain/size/fit";
import type { Deps } from "../deps.ts";
import { siteHoursOf } from "../parcels/compute-deadline.ts";
import { readCursor, writeCursor } from "../platform/http/cursor.ts";
import type { Refusal } from "../platform/http/refusals.ts";
import type { SiteRow } from "./site-rows.ts";
import { rowToSite, siteColumns } from "./site-rows.ts";

type SiteDeps = Pick<Deps, "database" | "now">;
type Page = { sites: Site[]; nextCursor: string | null };

/** Sites by name, with what a shopper wants to know of their lockers. */
export async function listSites(
  deps: SiteDeps,
  query: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Result<Page, Refusal>> {
  const after = readCursor(query.cursor, 2);
  if (!after.ok) return after;
  const rows = await deps.database.network((tx) =>
    tx.query<SiteRow>(
      `select ${siteColumns} from sites
        where $1::text is null or (name, id) > ($1, $2)
        order by name, id limit $3`,
      [after.value?.[0] ?? null, after.value?.[1] ?? null, query.limit + 1],
    ),
  );
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  const more = rows.length > shown.length && last !== undefined;
  return ok({
    sites: await withLockers(deps, shown),
    nextCursor: more ? writeCursor([last.name, last.id]) : null,
  });
}

export async function getSite(deps: SiteDeps, siteId: string): Promise<Site | undefined> {
  const rows = await deps.database.network((tx) =>
    tx.query<SiteRow>(`select ${siteColumns} from sites where id = $1`, [siteId]),
  );
  const [site] = await withLockers(deps, rows);
  return site;
}

async function withLockers(deps: SiteDeps, rows: readonly SiteRow[]): Promise<Site[]> {
  const lockers = new Map<string, LockerSummary[]>();
  for (const [region, sites] of Map.groupBy(rows, (row) => row.region)) {
    const ids = sites.map((site) => site.id);
    for (const [siteId, own] of await loadSummaries(deps, region, ids)) lockers.set(siteId, own);
  }
  return rows.map((row) => {
    const hours = siteHoursOf({ openingHours: row.opening_hours, timeZone: row.time_zone });
    const openNow = isOpenAt(hours, deps.now());
    return rowToSite(row, { openNow, lockers: lockers.get(row.id) ?? [] });
  });
}

type LockerRow = {
  readonly id: string;
  readonly site_id: string;
  readonly name: string;
  readonly state: LockerSummary["state"];
  readonly reach: LockerSummary["reach"] | null;
  readonly layout: Layout;
};

async function loadSummaries(
  deps: SiteDeps,
  region: string,
  siteIds: readonly string[],
): Promise<Map<string, LockerSummary[]>> {
  const rows = await deps.database.region(region, (tx) =>
    tx.query<LockerRow>(
      `select l.id, l.site_id, l.name, l.state, l.layout, t.reach
         from network.lockers l left join locker_status t on t.locker_id = l.id
        where l.site_id = any($1) order by l.name, l.id`,
      [siteIds],
    ),
  );
  const bySite = Map.groupBy(rows, (row) => row.site_id);
  return new Map([...bySite].map(([siteId, own]) => [siteId, own.map(rowToSummary)]));
}

function rowToSummary(row: LockerRow): LockerSummary {
  const compartments = row.layout.modules.flatMap((module) => module.compartments);
  const present = new Set(compartments.map((compartment) => compartment.sizeClass));
  return {
    id: row.id as LockerSummary["id"],
    name: row.name,
    state: row.state,
    reach: row.reach ?? "never_seen",
    sizeClasses: sizeClasses.filter((sizeClass) => present.has(sizeClass)),
    lowCompartments: compartments.some((compartment) => isLow(compartment)),
  };
}
