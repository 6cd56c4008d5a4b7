import fc from "fast-check";
import { expect, test } from "vitest";
import { anId } from "./builders.ts";
import { crockfordFromBytes, crockfordFromTyping, crockfordValue } from "./crockford.ts";
import { composeId, idPrefixes, networkRegion, parseId, parseRegionCode, regionOf } from "./ids.ts";

const bytes12 = fc.uint8Array({ minLength: 12, maxLength: 12 });
const region = fc.constantFrom("00", "de", "n7").map((text) => {
  const parsed = parseRegionCode(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
});

test("an id has its prefix, its region and 18 characters", () => {
  const zeros = new Uint8Array(12);
  expect(composeId("par", networkRegion, zeros)).toBe("par_00000000000000000000");
  expect(composeId("lkr", networkRegion, zeros.fill(255))).toBe("lkr_00zzzzzzzzzzzzzzzzzz");
});

test("every id reads back as itself and tells its region", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.values(idPrefixes)),
      region,
      bytes12,
      (prefix, at, bytes) => {
        const id = composeId(prefix, at, bytes);
        expect(parseId(prefix, id)).toEqual({ ok: true, value: id });
        expect(regionOf(id)).toBe(at);
      },
    ),
  );
});

test("two draws that differ in the 90 bits used give two ids", () => {
  fc.assert(
    fc.property(bytes12, bytes12, (a, b) => {
      const usedBits = (bytes: Uint8Array) => `${bytes.slice(0, 11)},${(bytes[11] ?? 0) >> 6}`;
      const same = composeId("par", networkRegion, a) === composeId("par", networkRegion, b);
      expect(same).toBe(usedBits(a) === usedBits(b));
    }),
  );
});

test("the id of another kind of thing is named as such", () => {
  expect(parseId("par", anId("lkr"))).toEqual({
    ok: false,
    error: { type: "other_kind_of_id", expected: "par", actual: "lkr" },
  });
});

test.each([
  "",
  "par_",
  "par_0000000000000000000",
  "par_000000000000000000000",
  "par_0000000000000000000L",
  "PAR_00000000000000000000",
  "par_0000000000000000000i",
  " par_00000000000000000000",
  "par_00000000000000000000\n",
])("%j is no id", (text) => {
  expect(parseId("par", text)).toEqual({ ok: false, error: { type: "malformed_id" } });
});

test("an id from too few random bytes is a defect", () => {
  expect(() => composeId("par", networkRegion, new Uint8Array(11))).toThrow("12 random bytes");
  expect(() => crockfordFromBytes(new Uint8Array(1), 2)).toThrow("2 characters need 10 bits");
});

test.each(["0", "000", "PL", "il", "u0", "0\n"])("%j is no region code", (text) => {
  expect(parseRegionCode(text).ok).toBe(false);
});

test("look-alikes and separators are forgiven where people type", () => {
  expect(crockfordFromTyping(" o0-iI.lL\u2013zu ")).toBe("001111ZU");
  expect(crockfordValue("Z")).toBe(31);
  expect(crockfordValue("U")).toBe(-1);
  expect(crockfordValue("")).toBe(-1);
});
