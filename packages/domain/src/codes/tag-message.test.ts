import fc from "fast-check";
import { expect, test } from "vitest";
import { anId } from "../builders.ts";
import { tagMessage } from "./tag-message.ts";

test("a tag is made of purpose, locker and secret, each with its length", () => {
  expect(tagMessage("pickup", anId("lkr"), "40977132")).toBe(
    `6:pickup,24:${anId("lkr")},8:40977132,`,
  );
});

test("no two different triples give one text", () => {
  const part = fc.string({ unit: fc.constantFrom("1", ":", ",", "a") });
  const triple = fc.tuple(fc.constantFrom("pickup", "courier"), part, part);
  fc.assert(
    fc.property(triple, triple, (a, b) => {
      const same = tagMessage(...(a as never as Triple)) === tagMessage(...(b as never as Triple));
      expect(same).toBe(JSON.stringify(a) === JSON.stringify(b));
    }),
  );
});

type Triple = Parameters<typeof tagMessage>;
