import type { Incident } from "@pigeonhole/contract/http/sites";
import type { Deps } from "../deps.ts";
import { toInstant, toWireInstantOrNull } from "../platform/postgres/row-values.ts";
import type { Regions } from "../regions/known-regions.ts";

type IncidentRow = {
  readonly id: string;
  readonly locker_id: string;
  readonly kind: string;
  readonly at: string;
  readonly recorded_at: string;
  readonly compartment_id: string | null;
  readonly parcel_id: string | null;
  readonly evidence: Record<string, unknown>;
  readonly resolved_at: string | null;
};

/** Incidents of all regions, the newest first. */
export async function listIncidents(
  deps: Pick<Deps, "database"> & { readonly regions: Regions },
  query: { readonly lockerId?: string | undefined; readonly limit: number },
): Promise<Incident[]> {
  const rows: IncidentRow[] = [];
  for (const region of await deps.regions.all()) {
    const own = await deps.database.region(region, (tx) =>
      tx.query<IncidentRow>(
        `select id, locker_id, kind, at, recorded_at, compartment_id, parcel_id, evidence,
                resolved_at
           from incidents where $1::text is null or locker_id = $1
          order by recorded_at desc, id desc limit $2`,
        [query.lockerId ?? null, query.limit],
      ),
    );
    rows.push(...own);
  }
  return rows
    .toSorted((a, b) =>
      Temporal.Instant.compare(toInstant(b.recorded_at), toInstant(a.recorded_at)),
    )
    .slice(0, query.limit)
    .map(rowToIncident);
}

function rowToIncident(row: IncidentRow): Incident {
  return {
    id: row.id as Incident["id"],
    lockerId: row.locker_id as Incident["lockerId"],
    kind: row.kind,
    at: toInstant(row.at).toString(),
    compartmentId: row.compartment_id,
    parcelId: row.parcel_id,
    evidence: row.evidence,
    resolvedAt: toWireInstantOrNull(row.resolved_at),
  };
}
