import type { Locker } from "@pigeonhole/contract/http/sites";
import type { Layout } from "@pigeonhole/contract/layout";
import type { LockerId } from "@pigeonhole/domain/ids";
import { regionOf } from "@pigeonhole/domain/ids";
import { sizeClasses } from "@pigeonhole/domain/size/fit";
import type { LockerRoom } from "../capacity/load-room.ts";
import { loadRoom } from "../capacity/load-room.ts";
import type { Deps } from "../deps.ts";
import type { Tx } from "../platform/postgres/database.ts";
import { toWireInstantOrNull } from "../platform/postgres/row-values.ts";
import type { Regions } from "../regions/known-regions.ts";

export type LockerDeps = Pick<Deps, "database" | "now"> & { readonly regions: Regions };

/** Runs `work` in the region of a locker; undefined where no region stands behind the id. */
export async function inRegionOf<T>(
  deps: Pick<Deps, "database"> & { readonly regions: Regions },
  lockerId: string,
  work: (tx: Tx) => Promise<T>,
): Promise<T | undefined> {
  const region = regionOf(lockerId as LockerId);
  if (!(await deps.regions.isKnown(region))) return undefined;
  return deps.database.region(region, work);
}

export function getLocker(deps: LockerDeps, lockerId: string): Promise<Locker | undefined> {
  return inRegionOf(deps, lockerId, (tx) => readLocker(tx, lockerId, deps.now()));
}

type LockerRow = {
  readonly id: string;
  readonly site_id: string;
  readonly name: string;
  readonly state: Locker["state"];
  readonly layout: Layout;
  readonly reach: Locker["reach"] | null;
  readonly reach_since: string | null;
};

/** One locker with its layout and its room, inside its region. */
export async function readLocker(
  tx: Tx,
  lockerId: string,
  now: Temporal.Instant,
): Promise<Locker | undefined> {
  const [row] = await tx.query<LockerRow>(
    `select l.id, l.site_id, l.name, l.state, l.layout, t.reach, t.reach_since
       from network.lockers l left join locker_status t on t.locker_id = l.id
      where l.id = $1`,
    [lockerId],
  );
  if (row === undefined) return undefined;
  const rooms = await loadRoom(tx, [lockerId], now);
  return {
    id: row.id as Locker["id"],
    siteId: row.site_id as Locker["siteId"],
    name: row.name,
    state: row.state,
    reach: row.reach ?? "never_seen",
    reachSince: toWireInstantOrNull(row.reach_since),
    layout: row.layout,
    room: roomView(rooms.get(lockerId)),
  };
}

function roomView(room: LockerRoom | undefined): Locker["room"] {
  if (room === undefined) return [];
  return sizeClasses.flatMap((sizeClass) => {
    const totals = room.totals.filter((total) => total.sizeClass === sizeClass);
    if (totals.length === 0) return [];
    const sum = (of: (total: (typeof totals)[number]) => number) =>
      totals.reduce((all, total) => all + of(total), 0);
    const demands = room.demands.filter((demand) => demand.sizeClass === sizeClass).length;
    return [
      {
        sizeClass,
        compartments: sum((total) => total.compartments),
        usable: sum((total) => total.usable),
        promised: demands + sum((total) => total.taken),
      },
    ];
  });
}
