import type { RoomCapacity, RoomDemand } from "@pigeonhole/domain/allocation/room";
import type { Holder, SizeClass } from "@pigeonhole/domain/size/fit";
import type { Tx } from "../platform/postgres/database.ts";

/** What a locker has, has free, and has promised. */
export type LockerRoom = {
  readonly holders: readonly Holder[];
  readonly capacity: readonly RoomCapacity[];
  readonly demands: readonly RoomDemand[];
  readonly totals: readonly RoomTotal[];
};

export type RoomTotal = {
  readonly sizeClass: SizeClass;
  readonly compartments: number;
  readonly usable: number;
  /** Taken by a stay. */
  readonly taken: number;
};

type KindRow = {
  readonly locker_id: string;
  readonly size_class: SizeClass;
  readonly low: boolean;
  readonly width_mm: number;
  readonly height_mm: number;
  readonly depth_mm: number;
  readonly mass_max_grams: number;
  readonly total: number;
  readonly usable: number;
  readonly free: number;
  readonly taken: number;
};
type DemandRow = {
  readonly locker_id: string;
  readonly size_class: SizeClass;
  readonly needs_low: boolean;
  readonly count: number;
};

/** The room of each locker at `now`; soft reservations past their last instant do not count. */
export async function loadRoom(
  tx: Tx,
  lockerIds: readonly string[],
  now: Temporal.Instant,
): Promise<Map<string, LockerRoom>> {
  const kinds = await readKinds(tx, lockerIds);
  const demands = await tx.query<DemandRow>(
    `select locker_id, size_class, needs_low, count(*)::int as count
       from reservations
      where locker_id = any($1) and state = 'held' and (ends_at is null or ends_at >= $2)
      group by locker_id, size_class, needs_low`,
    [lockerIds, now.toString()],
  );
  const kindsByLocker = Map.groupBy(kinds, (row) => row.locker_id);
  const demandsByLocker = Map.groupBy(demands, (row) => row.locker_id);
  return new Map(
    lockerIds.map((lockerId) => {
      const own = kindsByLocker.get(lockerId) ?? [];
      const room: LockerRoom = {
        holders: own.map(rowToHolder),
        capacity: own.map((row) => ({
          sizeClass: row.size_class,
          low: row.low,
          count: row.free,
        })),
        demands: (demandsByLocker.get(lockerId) ?? []).flatMap(rowToDemands),
        totals: own.map((row) => ({
          sizeClass: row.size_class,
          compartments: row.total,
          usable: row.usable,
          taken: row.taken,
        })),
      };
      return [lockerId, room];
    }),
  );
}

function readKinds(tx: Tx, lockerIds: readonly string[]): Promise<KindRow[]> {
  return tx.query<KindRow>(
    `select c.locker_id, c.size_class, c.low, c.width_mm, c.height_mm, c.depth_mm,
            c.mass_max_grams, count(*)::int as total,
            (count(*) filter (where c.condition = 'usable'))::int as usable,
            (count(*) filter (where c.condition = 'usable' and s.id is null))::int as free,
            (count(*) filter (where s.id is not null))::int as taken
       from compartments c
       left join stays s on s.compartment_id = c.id and s.ended_at is null
      where c.locker_id = any($1) and c.retired_at is null
      group by c.locker_id, c.size_class, c.low, c.width_mm, c.height_mm, c.depth_mm,
               c.mass_max_grams`,
    [lockerIds],
  );
}

function rowToHolder(row: KindRow): Holder {
  return {
    sizeClass: row.size_class,
    innerMm: { widthMm: row.width_mm, heightMm: row.height_mm, depthMm: row.depth_mm },
    massMaxGrams: row.mass_max_grams,
  };
}

function rowToDemands(row: DemandRow): RoomDemand[] {
  const demand = { sizeClass: row.size_class, needsLow: row.needs_low };
  return Array.from({ length: row.count }, () => demand);
}
