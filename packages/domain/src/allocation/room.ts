// May the cloud promise room at a locker? Places are counted by (size class, low). A demand of a
// class takes its own class or a larger one; one that needs low takes only low ones. By Hall's
// theorem all demands have a place at once exactly when, for every pair of classes c1 <= c2,
//   low demands from c1 up + other demands from c2 up <= low places from c1 up + high places from c2 up
// (c2 may also be "beyond the largest"). With 5 classes these are 20 sums, so admission is exact and cheap.
import type { Compartment } from "../compartment/compartment.ts";
import { compartmentState, isLow } from "../compartment/compartment.ts";
import { err, ok, type Result } from "../result.ts";
import { type SizeClass, sizeClasses, sizeRank } from "../size/fit.ts";

/**
 * Places of one kind. `count` has only those that can be filled: usable and without a stay.
 * An entry with count 0 says that the locker has such compartments, but none to give.
 */
export type RoomCapacity = {
  readonly sizeClass: SizeClass;
  readonly low: boolean;
  readonly count: number;
};

/** A soft or hard reservation. A stay is no demand: the compartment it is in is not counted as capacity. */
export type RoomDemand = { readonly sizeClass: SizeClass; readonly needsLow: boolean };

export type Room = {
  readonly capacity: readonly RoomCapacity[];
  readonly demands: readonly RoomDemand[];
};

export type RoomRefusal =
  | { readonly type: "nothing_fits" }
  | { readonly type: "nothing_low_enough" }
  | { readonly type: "full" };

/** Admission of many demands one after another, each costing a handful of sums. */
export type RoomLedger = {
  /** Adds the demand when all promises still have a place; otherwise says why and changes nothing. */
  readonly tryAdd: (demand: RoomDemand) => Result<RoomDemand, RoomRefusal>;
  /** Takes a demand out again (released, expired, fulfilled or moved). */
  readonly remove: (demand: RoomDemand) => void;
};

/** May one more demand be promised? Existing demands are taken as given, even when they are too many. */
export function decideRoom(room: Room, demand: RoomDemand): Result<RoomDemand, RoomRefusal> {
  return createRoomLedger(room).tryAdd(demand);
}

/** A ledger over the room as it is; lives as long as one batch. */
export function createRoomLedger(room: Room): RoomLedger {
  const lowPlaces = countsFrom(room.capacity.filter((entry) => entry.low));
  const highPlaces = countsFrom(room.capacity.filter((entry) => !entry.low));
  const lowDemands = countsOf(room.demands.filter((demand) => demand.needsLow));
  const otherDemands = countsOf(room.demands.filter((demand) => !demand.needsLow));
  const countsFor = (demand: RoomDemand) => (demand.needsLow ? lowDemands : otherDemands);
  const hasPlace = (demand: RoomDemand) =>
    placesSuffice({ lowPlaces, highPlaces, lowDemands, otherDemands }, demand);
  return {
    tryAdd(demand) {
      const counts = countsFor(demand);
      const rank = sizeRank(demand.sizeClass);
      counts[rank] = at(counts, rank) + 1;
      if (hasPlace(demand)) return ok(demand);
      counts[rank] = at(counts, rank) - 1;
      const elsewhere = demand.needsLow && hasPlaceWhenHigh(demand);
      return err(whyNot(room.capacity, demand, elsewhere));
    },
    remove(demand) {
      const counts = countsFor(demand);
      const rank = sizeRank(demand.sizeClass);
      counts[rank] = Math.max(0, at(counts, rank) - 1);
    },
  };

  function hasPlaceWhenHigh(demand: RoomDemand): boolean {
    const rank = sizeRank(demand.sizeClass);
    otherDemands[rank] = at(otherDemands, rank) + 1;
    const answer = hasPlace({ ...demand, needsLow: false });
    otherDemands[rank] = at(otherDemands, rank) - 1;
    return answer;
  }
}

/** True when every demand has a place of its own at once. */
export function hasRoomForAll(room: Room): boolean {
  const ledger = createRoomLedger({ capacity: room.capacity, demands: [] });
  return room.demands.every((demand) => ledger.tryAdd(demand).ok);
}

/** Capacity of a locker from its compartments, with an entry for every kind it has. */
export function roomCapacityOf(compartments: readonly Compartment[]): readonly RoomCapacity[] {
  return sizeClasses.flatMap((sizeClass) =>
    [false, true].flatMap((low) => {
      const alike = compartments.filter(
        (compartment) => compartment.sizeClass === sizeClass && isLow(compartment) === low,
      );
      const count = alike.filter((compartment) => compartmentState(compartment) === "free").length;
      return alike.length === 0 ? [] : [{ sizeClass, low, count }];
    }),
  );
}

type Counts = {
  readonly lowPlaces: readonly number[];
  readonly highPlaces: readonly number[];
  readonly lowDemands: readonly number[];
  readonly otherDemands: readonly number[];
};

// Only sums that contain the new demand are looked at: promises that were already too many
// (a compartment broke) must not stop a parcel that does not compete with them.
function placesSuffice(counts: Counts, demand: RoomDemand): boolean {
  const rank = sizeRank(demand.sizeClass);
  const classCount = sizeClasses.length;
  for (let lowFrom = 0; lowFrom < classCount; lowFrom += 1) {
    for (let otherFrom = lowFrom; otherFrom <= classCount; otherFrom += 1) {
      const concerned = demand.needsLow ? lowFrom <= rank : otherFrom <= rank;
      if (!concerned) continue;
      const wanted = sumFrom(counts.lowDemands, lowFrom) + sumFrom(counts.otherDemands, otherFrom);
      const places = sumFrom(counts.lowPlaces, lowFrom) + sumFrom(counts.highPlaces, otherFrom);
      if (wanted > places) return false;
    }
  }
  return true;
}

function whyNot(
  capacity: readonly RoomCapacity[],
  demand: RoomDemand,
  elsewhere: boolean,
): RoomRefusal {
  const large = capacity.filter((entry) => sizeRank(entry.sizeClass) >= sizeRank(demand.sizeClass));
  if (large.length === 0) return { type: "nothing_fits" };
  const lowExists = large.some((entry) => entry.low);
  if (demand.needsLow && (!lowExists || elsewhere)) return { type: "nothing_low_enough" };
  return { type: "full" };
}

function countsFrom(entries: readonly RoomCapacity[]): number[] {
  const counts = sizeClasses.map(() => 0);
  for (const entry of entries) {
    const rank = sizeRank(entry.sizeClass);
    counts[rank] = at(counts, rank) + entry.count;
  }
  return counts;
}

function countsOf(demands: readonly RoomDemand[]): number[] {
  return countsFrom(demands.map(({ sizeClass }) => ({ sizeClass, low: false, count: 1 })));
}

function sumFrom(counts: readonly number[], from: number): number {
  let sum = 0;
  for (let rank = from; rank < counts.length; rank += 1) sum += at(counts, rank);
  return sum;
}

function at(counts: readonly number[], rank: number): number {
  return counts[rank] ?? 0;
}
