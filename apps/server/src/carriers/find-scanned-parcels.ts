import { parseTrackingNumber, regionOfTrackingNumber } from "@pigeonhole/domain/tracking-number";
import type { Deps } from "../deps.ts";
import type { Regions } from "../regions/known-regions.ts";
import type { ScanRow } from "./record-carrier-scans.ts";

/**
 * Parcels by the number on the label, for each region. Our own number names its region; a carrier's
 * number is looked up in all of them.
 */
export async function findScannedParcels(
  deps: Pick<Deps, "database"> & { readonly regions: Regions },
  rows: readonly ScanRow[],
): Promise<Map<string, Map<string, string>>> {
  const found = new Map<string, Map<string, string>>();
  const wanted = [...new Set(rows.map((row) => row.scan.trackingNumber))].map(wantedNumber);
  for (const region of await deps.regions.all()) {
    const here = wanted.filter((number) => number.region === null || number.region === region);
    if (here.length === 0) continue;
    const ids = await deps.database.region(region, (tx) =>
      tx.query<{ given: string; id: string }>(
        `select n.given, p.id
           from unnest($1::text[], $2::text[]) as n(given, ours)
           join parcels p on p.tracking_number = n.ours
          union
         select n.given, p.id
           from unnest($1::text[], $2::text[]) as n(given, ours)
           join parcels p on p.carrier_tracking_number = n.given`,
        [here.map((number) => number.given), here.map((number) => number.ours)],
      ),
    );
    if (ids.length > 0) found.set(region, new Map(ids.map((row) => [row.given, row.id])));
  }
  return found;
}

function wantedNumber(given: string) {
  const ours = parseTrackingNumber(given);
  if (!ours.ok) return { given, ours: null, region: null };
  return { given, ours: ours.value, region: regionOfTrackingNumber(ours.value) };
}
