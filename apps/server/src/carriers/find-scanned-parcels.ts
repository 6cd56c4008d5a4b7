import { parseTrackingNumber, regionOfTrackingNumber } from "@pigeonhole/domain/tracking-number";
import type { ShopFilter } from "../access/shop-filter.ts";
import type { Deps } from "../deps.ts";
import type { Regions } from "../regions/known-regions.ts";
import type { ScanRow } from "./record-carrier-scans.ts";

/**
 * The caller's parcels by the number on the label, for each region. Our own number names its region;
 * a carrier's number is looked up in all of them, and may stand on parcels of several shops.
 */
export async function findScannedParcels(
  deps: Pick<Deps, "database"> & { readonly regions: Regions },
  filter: ShopFilter,
  rows: readonly ScanRow[],
): Promise<Map<string, Map<string, string[]>>> {
  const found = new Map<string, Map<string, string[]>>();
  const shopId = filter === "every shop" ? null : filter.shopId;
  const wanted = [...new Set(rows.map((row) => row.scan.trackingNumber))].map(wantedNumber);
  for (const region of await deps.regions.all()) {
    const here = wanted.filter((number) => number.region === null || number.region === region);
    if (here.length === 0) continue;
    const ids = await deps.database.region(region, (tx) =>
      tx.query<{ given: string; id: string }>(
        `select n.given, p.id
           from unnest($1::text[], $2::text[]) as n(given, ours)
           join parcels p on p.tracking_number = n.ours
          where $3::text is null or p.shop_id = $3
          union
         select n.given, p.id
           from unnest($1::text[], $2::text[]) as n(given, ours)
           join parcels p on p.carrier_tracking_number = n.given
          where $3::text is null or p.shop_id = $3`,
        [here.map((number) => number.given), here.map((number) => number.ours), shopId],
      ),
    );
    const byNumber = Map.groupBy(ids, (row) => row.given)
      .entries()
      .map(([given, own]) => [given, own.map(({ id }) => id)] as const);
    if (ids.length > 0) found.set(region, new Map(byNumber));
  }
  return found;
}

function wantedNumber(given: string) {
  const ours = parseTrackingNumber(given);
  if (!ours.ok) return { given, ours: null, region: null };
  return { given, ours: ours.value, region: regionOfTrackingNumber(ours.value) };
}
