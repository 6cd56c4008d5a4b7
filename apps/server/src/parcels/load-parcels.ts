import { lockLists } from "../lockers/list-version.ts";
import type { Tx } from "../platform/postgres/database.ts";
import type { ParcelRow, StoredParcel } from "./stored-parcel.ts";
import { parcelSelect, rowToStoredParcel } from "./stored-parcel.ts";

/**
 * The parcels of these ids; unknown ids are missing from the answer. With `lock` their lockers'
 * lists and then their rows are locked until the transaction ends.
 */
export async function loadParcels(
  tx: Tx,
  ids: readonly string[],
  options: { readonly lock: boolean },
): Promise<Map<string, StoredParcel>> {
  if (ids.length === 0) return new Map();
  const wanted = [...new Set(ids)];
  if (options.lock) {
    const lockers = await tx.query<{ locker_id: string }>(
      "select distinct locker_id from parcels where id = any($1)",
      [wanted],
    );
    await lockLists(
      tx,
      lockers.map((row) => row.locker_id),
    );
  }
  const rows = await tx.query<ParcelRow>(
    `${parcelSelect} where p.id = any($1) order by p.id ${options.lock ? "for update of p" : ""}`,
    [wanted],
  );
  return new Map(rows.map((row) => [row.id, rowToStoredParcel(row)]));
}
