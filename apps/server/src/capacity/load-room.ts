import type { RoomCapacity, RoomDemand } from "@pigeonhole/domain/allocation/room";
import type { Holder, SizeClass } from "@pigeonhole/domain/size/fit";
import type { Tx } from "../platform/postgres/database.ts";
import type { Kind } from "./load-kinds.ts";
import { loadKinds } from "./load-kinds.ts";

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
  options: { readonly keepKinds: boolean } = { keepKinds: false },
): Promise<Map<string, LockerRoom>> {
  const kinds = await loadKinds(tx, lockerIds, options.keepKinds);
  const filled = Map.groupBy(await readFilled(tx, lockerIds), (row) => row.locker_id);
  const demands = Map.groupBy(await readDemands(tx, lockerIds, now), (row) => row.locker_id);
  return new Map(
    lockerIds.map((lockerId) => {
      const room = roomOf(kinds.get(lockerId) ?? [], filled.get(lockerId) ?? []);
      const own = demands.get(lockerId) ?? [];
      return [lockerId, { ...room, demands: own.flatMap(rowToDemands) }];
    }),
  );
}

function roomOf(kinds: readonly Kind[], filled: readonly FilledRow[]): Omit<LockerRoom, "demands"> {
  const counted = kinds.map((kind) => {
    const own = filled.filter((row) => isOfKind(row, kind));
    const sum = (counts: (row: FilledRow) => boolean) =>
      own.reduce((all, row) => (counts(row) ? all + row.count : all), 0);
    return {
      kind,
      free: kind.total - sum(() => true),
      usable: kind.total - sum((row) => !row.usable),
      taken: sum((row) => row.taken),
    };
  });
  return {
    holders: kinds.map(kindToHolder),
    capacity: counted.map(({ kind, free }) => {
      const { sizeClass, low } = kind;
      return { sizeClass, low, count: free };
    }),
    totals: counted.map(({ kind, usable, taken }) => {
      const { sizeClass, total: compartments } = kind;
      return { sizeClass, compartments, usable, taken };
    }),
  };
}

function kindToHolder(kind: Kind): Holder {
  const { sizeClass, widthMm, heightMm, depthMm, massMaxGrams } = kind;
  return { sizeClass, innerMm: { widthMm, heightMm, depthMm }, massMaxGrams };
}

type FilledRow = {
  readonly locker_id: string;
  readonly size_class: SizeClass;
  readonly low: boolean;
  readonly width_mm: number;
  readonly height_mm: number;
  readonly depth_mm: number;
  readonly mass_max_grams: number;
  readonly usable: boolean;
  readonly taken: boolean;
  readonly count: number;
};

function isOfKind(row: FilledRow, kind: Kind): boolean {
  return (
    row.size_class === kind.sizeClass &&
    row.low === kind.low &&
    row.width_mm === kind.widthMm &&
    row.height_mm === kind.heightMm &&
    row.depth_mm === kind.depthMm &&
    row.mass_max_grams === kind.massMaxGrams
  );
}

/** Compartments that cannot be filled now: with a stay, or out of use. */
function readFilled(tx: Tx, lockerIds: readonly string[]): Promise<FilledRow[]> {
  return tx.query<FilledRow>(
    `with filled as (
       select compartment_id as id, true as taken
         from stays where locker_id = any($1) and ended_at is null
        union all
       select c.id, false from compartments c
        where c.locker_id = any($1) and c.condition <> 'usable' and c.retired_at is null
          and not exists (
            select 1 from stays s where s.compartment_id = c.id and s.ended_at is null))
     select c.locker_id, c.size_class, c.low, c.width_mm, c.height_mm, c.depth_mm,
            c.mass_max_grams, c.condition = 'usable' as usable, filled.taken,
            count(*)::int as count
       from filled join compartments c on c.id = filled.id and c.retired_at is null
      group by c.locker_id, c.size_class, c.low, c.width_mm, c.height_mm, c.depth_mm,
               c.mass_max_grams, c.condition = 'usable', filled.taken`,
    [lockerIds],
  );
}

function readDemands(
  tx: Tx,
  lockerIds: readonly string[],
  now: Temporal.Instant,
): Promise<DemandRow[]> {
  return tx.query<DemandRow>(
    `select locker_id, size_class, needs_low, count(*)::int as count
       from reservations
      where locker_id = any($1) and state = 'held' and (ends_at is null or ends_at >= $2)
      group by locker_id, size_class, needs_low`,
    [lockerIds, now.toString()],
  );
}

function rowToDemands(row: DemandRow): RoomDemand[] {
  const demand = { sizeClass: row.size_class, needsLow: row.needs_low };
  return Array.from({ length: row.count }, () => demand);
}
