import type { Tx } from "../platform/postgres/database.ts";
import { notify } from "../platform/postgres/database.ts";

/**
 * A locker's row in `locker_lists` is the lock under which promises and rights at that locker
 * change. Whoever also locks parcels locks the lists first, in the order of their ids: so two
 * transactions can wait for each other in one direction only.
 */

/** Heard by the process that holds the locker's connection; the payload is the locker's id. */
export const lockerChannel = "pigeonhole_locker";

export async function lockLists(tx: Tx, lockerIds: readonly string[]): Promise<void> {
  await tx.query(
    "select 1 from locker_lists where locker_id = any($1) order by locker_id for update",
    [[...new Set(lockerIds)]],
  );
}

/** Raises the versions of the lists, which the caller has locked, and answers the new ones. */
export async function raiseListVersions(
  tx: Tx,
  lockerIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await tx.query<{ locker_id: string; version: number }>(
    `update locker_lists set version = version + 1
      where locker_id = any($1) returning locker_id, version`,
    [[...new Set(lockerIds)]],
  );
  return new Map(rows.map((row) => [row.locker_id, row.version]));
}

/** Tells the connection holders, at commit, that these lockers have something new. */
export async function announceLockerChanges(tx: Tx, lockerIds: readonly string[]): Promise<void> {
  if (lockerIds.length === 1) return notify(tx, lockerChannel, lockerIds[0] ?? "");
  await tx.query("select pg_notify($1, locker_id) from unnest($2::text[]) locker_id", [
    lockerChannel,
    [...new Set(lockerIds)],
  ]);
}
