import type { SizeClass } from "@pigeonhole/domain/size/fit";
import type { Tx } from "../platform/postgres/database.ts";

/** Compartments of a locker that are alike in everything a promise looks at. */
export type Kind = {
  readonly sizeClass: SizeClass;
  readonly low: boolean;
  readonly widthMm: number;
  readonly heightMm: number;
  readonly depthMm: number;
  readonly massMaxGrams: number;
  readonly total: number;
};

type KindsRow = { readonly locker_id: string; readonly kinds: readonly Kind[] };

/**
 * What lockers have, by kind. It changes only with their layout, so it is counted once and kept;
 * with `keep` the caller holds the lists' locks. Triggers of `compartments` forget it.
 */
export async function loadKinds(
  tx: Tx,
  lockerIds: readonly string[],
  keep: boolean,
): Promise<Map<string, readonly Kind[]>> {
  const rows = await tx.query<KindsRow>(
    "select locker_id, kinds from locker_kinds where locker_id = any($1)",
    [lockerIds],
  );
  const kinds = new Map(rows.map((row) => [row.locker_id, row.kinds]));
  const unknown = lockerIds.filter((lockerId) => !kinds.has(lockerId));
  if (unknown.length === 0) return kinds;
  const counted = await countKinds(tx, unknown);
  for (const row of counted) kinds.set(row.locker_id, row.kinds);
  if (keep) await keepKinds(tx, counted);
  return kinds;
}

function countKinds(tx: Tx, lockerIds: readonly string[]): Promise<KindsRow[]> {
  return tx.query<KindsRow>(
    `select locker_id, json_agg(json_build_object(
              'sizeClass', size_class, 'low', low, 'widthMm', width_mm, 'heightMm', height_mm,
              'depthMm', depth_mm, 'massMaxGrams', mass_max_grams, 'total', total)) as kinds
       from (select locker_id, size_class, low, width_mm, height_mm, depth_mm, mass_max_grams,
                    count(*) as total
               from compartments
              where locker_id = any($1) and retired_at is null
              group by locker_id, size_class, low, width_mm, height_mm, depth_mm,
                       mass_max_grams) alike
      group by locker_id`,
    [lockerIds],
  );
}

async function keepKinds(tx: Tx, rows: readonly KindsRow[]): Promise<void> {
  await tx.query(
    `insert into locker_kinds (locker_id, kinds)
     select locker_id, kinds::jsonb from unnest($1::text[], $2::text[]) as n(locker_id, kinds)
     on conflict (locker_id) do nothing`,
    [rows.map((row) => row.locker_id), rows.map((row) => JSON.stringify(row.kinds))],
  );
}
