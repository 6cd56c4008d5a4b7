import fc from "fast-check";
import { expect, test } from "vitest";
import { aCompartment, anId } from "../builders.ts";
import { type SizeClass, sizeRank } from "../size/fit.ts";
import {
  createRoomLedger,
  decideRoom,
  type RoomCapacity,
  type RoomDemand,
  roomCapacityOf,
  roomShortage,
} from "./room.ts";

const low = (sizeClass: SizeClass, count = 1): RoomCapacity => ({ sizeClass, low: true, count });
const high = (sizeClass: SizeClass, count = 1): RoomCapacity => ({ sizeClass, low: false, count });
const any = (sizeClass: SizeClass): RoomDemand => ({ sizeClass, needsLow: false });
const needsLow = (sizeClass: SizeClass): RoomDemand => ({ sizeClass, needsLow: true });

function refusalOf(capacity: RoomCapacity[], demands: RoomDemand[], demand: RoomDemand): string {
  const answer = decideRoom({ capacity, demands }, demand);
  return answer.ok ? "room" : answer.error.type;
}

test("a small parcel may be promised a larger door when its own class is promised away", () => {
  expect(refusalOf([high("S"), high("M")], [any("S")], any("S"))).toBe("room");
  expect(refusalOf([high("S"), high("M")], [any("S"), any("S")], any("S"))).toBe("full");
});

test("a promise to a small parcel does not take the only large door from a large one", () => {
  expect(refusalOf([high("S"), high("L")], [any("L")], any("S"))).toBe("room");
  expect(refusalOf([high("S"), high("L")], [any("L"), any("S")], any("S"))).toBe("full");
});

test("a locker without any door of the size says that nothing fits", () => {
  expect(refusalOf([high("S", 9)], [], any("M"))).toBe("nothing_fits");
});

test("a locker whose large doors are all out of use is full, it is not too small", () => {
  expect(refusalOf([high("S", 9), high("L", 0)], [], any("L"))).toBe("full");
});

test("who needs a low door is told when only high ones are left or none is low at all", () => {
  expect(refusalOf([high("S", 9)], [], needsLow("S"))).toBe("nothing_low_enough");
  expect(refusalOf([low("S"), high("S")], [needsLow("S")], needsLow("S"))).toBe(
    "nothing_low_enough",
  );
  expect(refusalOf([low("S")], [any("S")], needsLow("S"))).toBe("full");
});

test("a parcel that could lie high does not take the last low door from a promise", () => {
  expect(refusalOf([low("S"), high("M")], [needsLow("S")], any("S"))).toBe("room");
  expect(refusalOf([low("S")], [needsLow("S")], any("S"))).toBe("full");
});

test("too many old promises of large doors do not stop a parcel that takes nothing from them", () => {
  expect(refusalOf([high("S"), high("L")], [any("L"), any("L")], any("XS"))).toBe("room");
  expect(refusalOf([high("XS"), low("L", 0)], [needsLow("L")], any("XS"))).toBe("room");
  expect(refusalOf([high("L")], [any("L"), any("L")], any("XS"))).toBe("full");
});

test("a demand that goes away makes room again, and never more than there is", () => {
  const ledger = createRoomLedger({ capacity: [high("S")], demands: [] });
  ledger.remove(any("S"));
  expect(ledger.tryAdd(any("S")).ok).toBe(true);
  expect(ledger.tryAdd(any("XS")).ok).toBe(false);
  ledger.remove(any("S"));
  expect(ledger.tryAdd(any("XS")).ok).toBe(true);
});

test("capacity counts the free doors of each kind, and names kinds that have none", () => {
  const occupant = anId("par");
  const compartments = [
    aCompartment(),
    aCompartment({ occupant }),
    aCompartment({ floorHeightMm: 400, condition: "needs-check" }),
    aCompartment({ sizeClass: "L" }),
  ];
  expect(roomCapacityOf(compartments)).toEqual([high("M"), low("M", 0), high("L")]);
});

const anyClass = fc.constantFrom<SizeClass>("XS", "S", "M", "L", "XL");
const anyPlaces = fc.array(
  fc.record({ sizeClass: anyClass, low: fc.boolean(), count: fc.nat(2) }),
  {
    maxLength: 5,
  },
);
const anyDemands = fc.array(fc.record({ sizeClass: anyClass, needsLow: fc.boolean() }), {
  maxLength: 8,
});

// Every assignment is tried, by giving each demand in turn every place it could have.
function bruteForce(
  places: { sizeClass: SizeClass; low: boolean }[],
  demands: RoomDemand[],
): boolean {
  const [demand, ...rest] = demands;
  if (demand === undefined) return true;
  return places.some((place, index) => {
    const large = sizeRank(place.sizeClass) >= sizeRank(demand.sizeClass);
    return large && (place.low || !demand.needsLow) && bruteForce(places.toSpliced(index, 1), rest);
  });
}

function mostPlaced(
  places: { sizeClass: SizeClass; low: boolean }[],
  demands: RoomDemand[],
): number {
  const sets = Array.from({ length: 2 ** demands.length }, (_, bits) =>
    demands.filter((_demand, index) => ((bits >> index) & 1) === 1),
  );
  return Math.max(...sets.filter((set) => bruteForce(places, set)).map((set) => set.length));
}

test("room is promised exactly when every parcel can have a door of its own at once", () => {
  fc.assert(
    fc.property(anyPlaces, anyDemands, (capacity, wishes) => {
      const places = capacity
        .flatMap(({ count, ...place }) => Array.from({ length: count }, () => place))
        .slice(0, 6);
      const counted = places.map((place) => ({ ...place, count: 1 }));
      const ledger = createRoomLedger({ capacity: counted, demands: [] });
      const promised: RoomDemand[] = [];
      for (const wish of wishes) {
        const possible = bruteForce(places, [...promised, wish]);
        expect(ledger.tryAdd(wish).ok).toBe(possible);
        expect(decideRoom({ capacity: counted, demands: promised }, wish).ok).toBe(possible);
        if (possible) promised.push(wish);
      }
      expect(roomShortage({ capacity: counted, demands: promised })).toBe(0);
      const left = wishes.length - mostPlaced(places, wishes);
      expect(roomShortage({ capacity: counted, demands: wishes })).toBe(left);
    }),
    { numRuns: 400 },
  );
});
