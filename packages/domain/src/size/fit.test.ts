import fc from "fast-check";
import { expect, test } from "vitest";
import {
  compareSizeClasses,
  fits,
  fitsInside,
  type Holder,
  type ParcelMeasures,
  type SizeMm,
  sizeClasses,
  smallestClassFor,
  volumeOf,
} from "./fit.ts";

const edge = fc.integer({ min: 1, max: 700 });
const size = fc.record({ widthMm: edge, heightMm: edge, depthMm: edge });
const unknown: ParcelMeasures = { sizeMm: null, massGrams: null, sizeClass: null };
const medium: Holder = {
  sizeClass: "M",
  innerMm: { widthMm: 380, heightMm: 190, depthMm: 640 },
  massMaxGrams: 25_000,
};

function rotations({ widthMm: w, heightMm: h, depthMm: d }: SizeMm): SizeMm[] {
  return [
    [w, h, d],
    [w, d, h],
    [h, w, d],
    [h, d, w],
    [d, w, h],
    [d, h, w],
  ].map(([widthMm = 0, heightMm = 0, depthMm = 0]) => ({ widthMm, heightMm, depthMm }));
}

test("a parcel fits exactly when one of its six rotations does", () => {
  fc.assert(
    fc.property(size, size, (parcel, inner) => {
      const some = rotations(parcel).some(
        (turned) =>
          turned.widthMm <= inner.widthMm &&
          turned.heightMm <= inner.heightMm &&
          turned.depthMm <= inner.depthMm,
      );
      expect(fitsInside(parcel, inner)).toBe(some);
    }),
    { numRuns: 500 },
  );
});

test("a parcel that is as large as the inside fits, one millimetre more does not", () => {
  expect(fitsInside(medium.innerMm, medium.innerMm)).toBe(true);
  expect(fitsInside({ ...medium.innerMm, heightMm: 191 }, medium.innerMm)).toBe(false);
});

test("a parcel heavier than the floor bears does not fit, whatever its size", () => {
  expect(fits({ ...unknown, massGrams: 25_000 }, medium)).toBe(true);
  expect(fits({ ...unknown, massGrams: 25_001 }, medium)).toBe(false);
});

test("measures count before the class, the class where there are none", () => {
  const small = { widthMm: 10, heightMm: 10, depthMm: 10 };
  expect(fits({ ...unknown, sizeMm: small, sizeClass: "XL" }, medium)).toBe(true);
  expect(fits({ ...unknown, sizeClass: "L" }, medium)).toBe(false);
  expect(fits({ ...unknown, sizeClass: "M" }, medium)).toBe(true);
  expect(fits(unknown, medium)).toBe(true);
});

test("the smallest class that takes a parcel is found whatever the sequence of the doors", () => {
  const large: Holder = {
    ...medium,
    sizeClass: "L",
    innerMm: { ...medium.innerMm, heightMm: 390 },
  };
  const thick: ParcelMeasures = {
    ...unknown,
    sizeMm: { widthMm: 300, heightMm: 300, depthMm: 300 },
  };
  expect(smallestClassFor(thick, [large, medium])).toBe("L");
  expect(smallestClassFor({ ...unknown, sizeClass: "XS" }, [large, medium])).toBe("M");
  expect(smallestClassFor(thick, [medium])).toBeUndefined();
});

test("size classes sort from XS to XL and volume is in cubic millimetres", () => {
  expect(
    ["XL", "S", "L", "XS", "M"]
      .map((name) => sizeClasses.find((one) => one === name)!)
      .sort(compareSizeClasses),
  ).toEqual([...sizeClasses]);
  expect(volumeOf({ widthMm: 2, heightMm: 3, depthMm: 4 })).toBe(24);
});
