// May the cloud promise room at a locker? Places are counted by (size class, low). A demand of a
// class takes its own class or a larger one; one that needs low takes only low ones. By the deficiency
// form of Hall's theorem the demands that cannot all have a place at once are as many as the largest of
//   low demands from c1 up + other demands from c2 up - low places from c1 up - high places from c2 up
// over all pairs of classes c1 <= c2 (c2 may also be "beyond the largest"), and never below 0. With 5
// classes these are 20 sums, so admission is exact and cheap.
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

/**
 * May one more demand be promised? Existing demands are taken as given. When they are already too many
 * (a compartment broke), one that takes nothing from them is still promised.
 */
export function decideRoom(room: Room, demand: RoomDemand): Result<RoomDemand, RoomRefusal> {
  return createRoomLedger(room).tryAdd(demand);
}

/** A ledger over the room as it is; lives as long as one batch. */
export function createRoomLedger(room: Room): RoomLedger {
  const counts = countsOf(room);
  let shortage = shortageIn(counts);
  return {
    tryAdd(demand) {
      count(counts, demand, 1);
      if (shortageIn(counts) <= shortage) return ok(demand);
      count(counts, demand, -1);
      return err(whyNot(room.capacity, demand, hasPlaceWhenHigh(demand)));
    },
    remove(demand) {
      count(counts, demand, -1);
      shortage = shortageIn(counts);
    },
  };

  function hasPlaceWhenHigh(demand: RoomDemand): boolean {
    const anywhere = { ...demand, needsLow: false };
    count(counts, anywhere, 1);
    const answer = shortageIn(counts) <= shortage;
    count(counts, anywhere, -1);
    return answer;
  }
}

/** How many demands must go without a place, however the others are placed; 0 when all have one. */
export function roomShortage(room: Room): number {
  return shortageIn(countsOf(room));
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

/** Numbers by rank of the size class. */
type Counts = {
  readonly lowPlaces: number[];
  readonly highPlaces: number[];
  readonly lowDemands: number[];
  readonly otherDemands: number[];
};

function shortageIn(counts: Counts): number {
  let shortage = 0;
  for (let lowFrom = 0; lowFrom < sizeClasses.length; lowFrom += 1) {
    const low = sumFrom(counts.lowDemands, lowFrom) - sumFrom(counts.lowPlaces, lowFrom);
    for (let otherFrom = lowFrom; otherFrom <= sizeClasses.length; otherFrom += 1) {
      const other = sumFrom(counts.otherDemands, otherFrom) - sumFrom(counts.highPlaces, otherFrom);
      shortage = Math.max(shortage, low + other);
    }
  }
  return shortage;
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

function countsOf(room: Room): Counts {
  const zeros = () => sizeClasses.map(() => 0);
  const counts = {
    lowPlaces: zeros(),
    highPlaces: zeros(),
    lowDemands: zeros(),
    otherDemands: zeros(),
  };
  for (const entry of room.capacity) {
    add(entry.low ? counts.lowPlaces : counts.highPlaces, entry.sizeClass, entry.count);
  }
  for (const demand of room.demands) count(counts, demand, 1);
  return counts;
}

function count(counts: Counts, demand: RoomDemand, by: number): void {
  add(demand.needsLow ? counts.lowDemands : counts.otherDemands, demand.sizeClass, by);
}

// A demand that was never there cannot be taken away.
function add(numbers: number[], sizeClass: SizeClass, by: number): void {
  const rank = sizeRank(sizeClass);
  numbers[rank] = Math.max(0, sumFrom(numbers, rank) - sumFrom(numbers, rank + 1) + by);
}

function sumFrom(numbers: readonly number[], from: number): number {
  return numbers.slice(from).reduce((sum, number) => sum + number, 0);
}
