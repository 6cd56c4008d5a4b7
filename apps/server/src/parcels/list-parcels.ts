import type { Parcel as ParcelView } from "@pigeonhole/contract/http/parcels";
import type { Result } from "@pigeonhole/domain/result";
import { ok } from "@pigeonhole/domain/result";
import type { ShopFilter } from "../access/shop-filter.ts";
import type { Deps } from "../deps.ts";
import { readCursor, writeCursor } from "../platform/http/cursor.ts";
import type { Refusal } from "../platform/http/refusals.ts";
import type { SqlValue } from "../platform/postgres/database.ts";
import type { Regions } from "../regions/known-regions.ts";
import { parcelView } from "./parcel-view.ts";
import type { ParcelRow } from "./stored-parcel.ts";
import { parcelSelect, rowToStoredParcel } from "./stored-parcel.ts";

type ListQuery = {
  readonly reference?: string | undefined;
  readonly state?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
};
type Page = { parcels: ParcelView[]; nextCursor: string | null };

/** A shop's parcels, newest first, of all regions: each region gives its page, and they are merged. */
export async function listParcels(
  deps: Pick<Deps, "database" | "publicUrl"> & { readonly regions: Regions },
  filter: ShopFilter,
  query: ListQuery,
): Promise<Result<Page, Refusal>> {
  const after = readCursor(query.cursor, 2);
  if (!after.ok) return after;
  const values: SqlValue[] = [
    filter === "every shop" ? null : filter.shopId,
    query.reference ?? null,
    query.state ?? null,
    after.value?.[0] ?? null,
    after.value?.[1] ?? null,
    query.limit + 1,
  ];
  const rows: ParcelRow[] = [];
  for (const region of await deps.regions.all()) {
    rows.push(...(await deps.database.region(region, (tx) => tx.query<ParcelRow>(sql, values))));
  }
  const newest = rows.toSorted(byNewest).slice(0, query.limit);
  const last = newest.at(-1);
  const more = rows.length > query.limit && last !== undefined;
  return ok({
    parcels: newest.map((row) => parcelView(rowToStoredParcel(row), deps.publicUrl)),
    nextCursor: more ? writeCursor([last.created_at, last.id]) : null,
  });
}

const sql = `${parcelSelect}
  where ($1::text is null or p.shop_id = $1)
    and ($2::text is null or p.reference = $2)
    and ($3::text is null or p.state = $3)
    and ($4::timestamptz is null or (p.created_at, p.id) < ($4::timestamptz, $5::text))
  order by p.created_at desc, p.id desc
  limit $6`;

function byNewest(a: ParcelRow, b: ParcelRow): number {
  const earlier = Temporal.Instant.compare(
    Temporal.Instant.from(b.created_at),
    Temporal.Instant.from(a.created_at),
  );
  if (earlier !== 0) return earlier;
  return a.id < b.id ? 1 : -1;
}
