import fc from "fast-check";
import { expect, test } from "vitest";
import { aCompartment, anId } from "../builders.ts";
import { type Compartment, isLow } from "../compartment/compartment.ts";
import { fits, type SizeClass } from "../size/fit.ts";
import {
  type AllocationRequest,
  type AllocationWish,
  allocateCompartment,
} from "./allocate-compartment.ts";

const heights: Record<SizeClass, number> = { XS: 60, S: 90, M: 190, L: 390, XL: 600 };
const lowFloorMm = 400;
const highFloorMm = 1_300;

type Door = { sizeClass: SizeClass; low?: boolean } & Partial<Compartment>;

function wall(...doors: Door[]): Compartment[] {
  return doors.map(({ low = false, ...door }, index) =>
    aCompartment({
      compartmentId: anId("cmp", index + 1),
      label: String(index + 1),
      floorHeightMm: low ? lowFloorMm : highFloorMm,
      innerMm: { widthMm: 380, heightMm: heights[door.sizeClass], depthMm: 640 },
      ...door,
    }),
  );
}

function wish(differing: Partial<AllocationWish> = {}): AllocationWish {
  return { sizeMm: null, massGrams: null, sizeClass: "S", needsLow: false, ...differing };
}

function labelOf(
  compartments: Compartment[],
  parcel: AllocationWish,
  more: Partial<AllocationRequest> = {},
): string {
  const answer = allocateCompartment({ parcel, compartments, tried: [], promised: [], ...more });
  return answer.ok ? answer.value.compartment.label : answer.error.type;
}

const occupied = { occupant: anId("par", 9) };

test("the smallest door that takes the parcel opens", () => {
  const doors = wall({ sizeClass: "L" }, { sizeClass: "M" }, { sizeClass: "S" });
  expect(labelOf(doors, wish())).toBe("3");
  expect(labelOf(doors, wish({ sizeMm: { widthMm: 300, heightMm: 150, depthMm: 200 } }))).toBe("2");
});

test("when its own class is taken a parcel gets the next larger one, and the answer says so", () => {
  const doors = wall({ sizeClass: "L" }, { sizeClass: "M" }, { sizeClass: "S", ...occupied });
  const answer = allocateCompartment({
    parcel: wish(),
    compartments: doors,
    tried: [],
    promised: [],
  });
  expect(answer).toEqual({
    ok: true,
    value: { compartment: doors[1], wantedClass: "S", upgraded: true },
  });
});

test("a parcel in its own class is not upgraded", () => {
  const doors = wall({ sizeClass: "S" });
  const answer = allocateCompartment({
    parcel: wish(),
    compartments: doors,
    tried: [],
    promised: [],
  });
  expect(answer.ok && answer.value.upgraded).toBe(false);
});

test("occupied, doubtful and broken compartments are never given out", () => {
  const doors = wall(
    { sizeClass: "S", ...occupied },
    { sizeClass: "S", condition: "needs-check" },
    { sizeClass: "S", condition: "broken" },
  );
  const answer = allocateCompartment({
    parcel: wish(),
    compartments: doors,
    tried: [],
    promised: [],
  });
  expect(answer).toEqual({ ok: false, error: { type: "full", occupied: 1, outOfUse: 2 } });
});

test("who needs a low door gets a low door, also a larger one", () => {
  const doors = wall({ sizeClass: "S" }, { sizeClass: "M", low: true });
  expect(labelOf(doors, wish({ needsLow: true }))).toBe("2");
});

test("who needs a low door is told when there is none within reach", () => {
  const low = wish({ needsLow: true });
  expect(labelOf(wall({ sizeClass: "S" }), low)).toBe("nothing_low_enough");
  expect(labelOf(wall({ sizeClass: "S", ...occupied }), low)).toBe("nothing_low_enough");
  const taken = wall({ sizeClass: "S", low: true, ...occupied }, { sizeClass: "S" });
  expect(labelOf(taken, low)).toBe("nothing_low_enough");
});

test("a wall that is full is full also for who needs a low door", () => {
  const doors = wall({ sizeClass: "S", low: true, ...occupied }, { sizeClass: "S", ...occupied });
  expect(labelOf(doors, wish({ needsLow: true }))).toBe("full");
});

test("who does not need a low door leaves it free while a sister of the class is free", () => {
  expect(labelOf(wall({ sizeClass: "S", low: true }, { sizeClass: "S" }), wish())).toBe("2");
  expect(labelOf(wall({ sizeClass: "S", low: true }, { sizeClass: "M" }), wish())).toBe("1");
});

test("the last low door is kept for the parcel it was promised to", () => {
  const doors = wall({ sizeClass: "S", low: true }, { sizeClass: "M" });
  const promised = [{ sizeClass: "S", needsLow: true }] as const;
  expect(labelOf(doors, wish(), { promised })).toBe("2");
});

test("when a promise cannot be kept anyway, the parcel that is here comes first", () => {
  const doors = wall({ sizeClass: "S", low: true }, { sizeClass: "S", low: true });
  const promised = [
    { sizeClass: "S", needsLow: true },
    { sizeClass: "XL", needsLow: false },
  ] as const;
  expect(labelOf(doors, wish(), { promised })).toBe("1");
});

test("a parcel that nothing here would ever take is refused as such", () => {
  expect(labelOf(wall({ sizeClass: "S" }), wish({ sizeClass: "M" }))).toBe("nothing_fits");
  expect(labelOf(wall({ sizeClass: "S" }), wish({ massGrams: 30_000 }))).toBe("nothing_fits");
  expect(labelOf([], wish())).toBe("nothing_fits");
});

test("after 'does not fit' only larger doors are tried, after 'unusable' only another one", () => {
  const doors = wall({ sizeClass: "S" }, { sizeClass: "S" }, { sizeClass: "M" });
  const first = anId("cmp", 1);
  expect(labelOf(doors, wish(), { tried: [{ compartmentId: first, why: "does_not_fit" }] })).toBe(
    "3",
  );
  expect(labelOf(doors, wish(), { tried: [{ compartmentId: first, why: "unusable" }] })).toBe("2");
});

test("a tried door that is no longer in the layout excludes nothing else", () => {
  const tried = [{ compartmentId: anId("cmp", 99), why: "does_not_fit" }] as const;
  expect(labelOf(wall({ sizeClass: "S" }), wish(), { tried })).toBe("1");
});

test("equal doors are taken by volume, then by label, then by id, in every arrangement", () => {
  const innerMm = { widthMm: 380, heightMm: 80, depthMm: 600 };
  const doors = wall(
    { sizeClass: "S" },
    { sizeClass: "S", innerMm },
    { sizeClass: "S", innerMm, label: "1" },
  );
  expect(labelOf(doors, wish())).toBe("1");
  const twins = wall({ sizeClass: "S", label: "7" }, { sizeClass: "S", label: "7" });
  for (const compartments of [twins, twins.toReversed()]) {
    const answer = allocateCompartment({ parcel: wish(), compartments, tried: [], promised: [] });
    expect(answer.ok && answer.value.compartment.compartmentId).toBe(anId("cmp", 1));
  }
});

const anySizeClass = fc.constantFrom<SizeClass>("XS", "S", "M", "L", "XL");
const anyDoor = fc.record({
  sizeClass: anySizeClass,
  low: fc.boolean(),
  condition: fc.constantFrom("usable", "usable", "needs-check", "broken"),
  occupant: fc.constantFrom(null, null, anId("par", 5)),
});
const anyWish = fc.record({
  sizeMm: fc.constantFrom(null, { widthMm: 300, heightMm: 150, depthMm: 200 }),
  massGrams: fc.constantFrom(null, 1_000, 26_000),
  sizeClass: anySizeClass,
  needsLow: fc.boolean(),
});

test("a door that opens is free, takes the parcel and is low where it must be; the sequence of the doors does not matter", () => {
  fc.assert(
    fc.property(fc.array(anyDoor, { maxLength: 12 }), anyWish, (doors, parcel) => {
      const compartments = wall(...doors);
      const answer = allocateCompartment({ parcel, compartments, tried: [], promised: [] });
      const good = compartments.filter(
        (one) =>
          one.condition === "usable" &&
          one.occupant === null &&
          fits(parcel, one) &&
          (isLow(one) || !parcel.needsLow),
      );
      expect(answer.ok).toBe(good.length > 0);
      if (answer.ok) expect(good).toContain(answer.value.compartment);
      const turned = compartments.toReversed();
      expect(
        allocateCompartment({ parcel, compartments: turned, tried: [], promised: [] }),
      ).toEqual(answer);
    }),
    { numRuns: 500 },
  );
});
