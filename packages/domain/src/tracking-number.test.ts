import fc from "fast-check";
import { expect, test } from "vitest";
import { crockfordAlphabet } from "./crockford.ts";
import { networkRegion, parseRegionCode, type RegionCode } from "./ids.ts";
import {
  composeTrackingNumber,
  formatTrackingNumber,
  parseTrackingNumber,
  regionOfTrackingNumber,
} from "./tracking-number.ts";

const regions: RegionCode[] = ["00", "de", "zz"].flatMap((text) => {
  const parsed = parseRegionCode(text);
  return parsed.ok ? [parsed.value] : [];
});
const trackingNumber = fc
  .tuple(fc.constantFrom(...regions), fc.uint8Array({ minLength: 7, maxLength: 7 }))
  .map(([region, bytes]) => composeTrackingNumber(region, bytes));

test("a tracking number reads back, also as printed in groups and typed carelessly", () => {
  fc.assert(
    fc.property(trackingNumber, (number) => {
      const careless = formatTrackingNumber(number)
        .toLowerCase()
        .replaceAll("0", "o")
        .replaceAll("1", "l")
        .replaceAll(" ", "-");
      expect(number).toMatch(/^PH[0-9A-HJKMNP-TV-Z]{13}$/u);
      for (const text of [number, formatTrackingNumber(number), careless]) {
        expect(parseTrackingNumber(text)).toEqual({ ok: true, value: number });
      }
    }),
  );
});

test("every single wrong character is found", () => {
  const wrong = fc.tuple(trackingNumber, fc.nat(12), fc.constantFrom(...crockfordAlphabet));
  fc.assert(
    fc.property(wrong, ([number, index, character]) => {
      const place = index + 2;
      fc.pre(number.charAt(place) !== character);
      const text = number.slice(0, place) + character + number.slice(place + 1);
      expect(parseTrackingNumber(text)).toEqual({
        ok: false,
        error: { type: "wrong_check_character" },
      });
    }),
  );
});

test("every swap of two neighbours is found", () => {
  fc.assert(
    fc.property(trackingNumber, fc.nat(13), (number, place) => {
      const [a, b] = [number.charAt(place), number.charAt(place + 1)];
      fc.pre(a !== b);
      const text = number.slice(0, place) + b + a + number.slice(place + 2);
      expect(parseTrackingNumber(text).ok).toBe(false);
    }),
  );
});

test("a body whose check would have no character is passed over, also across a carry", () => {
  // All ones in the body carries into every place when it is counted on.
  const ones = composeTrackingNumber(networkRegion, new Uint8Array(7).fill(255));
  expect(parseTrackingNumber(ones).ok).toBe(true);
  const bodies = Array.from({ length: 40 }, (_, index) =>
    // The last of the ten characters ends 6 bits before the end of the 56 bits.
    composeTrackingNumber(networkRegion, Uint8Array.of(0, 0, 0, 0, 0, (31 + index * 32) >> 2, 192)),
  );
  expect(bodies.every((number) => parseTrackingNumber(number).ok)).toBe(true);
});

test("a tracking number tells its region", () => {
  for (const region of regions) {
    expect(regionOfTrackingNumber(composeTrackingNumber(region, new Uint8Array(7)))).toBe(region);
  }
});

test.each([
  "",
  "PH",
  "1Z999AA10123456784",
  "PH00U0000000000",
  "HP0000000000000",
  "PH00000000000000",
])("%j is not one of our tracking numbers", (text) => {
  expect(parseTrackingNumber(text)).toEqual({
    ok: false,
    error: { type: "not_a_tracking_number" },
  });
});

test("a tracking number from too few random bytes is a defect", () => {
  expect(() => composeTrackingNumber(networkRegion, new Uint8Array(6))).toThrow("7 random bytes");
});
