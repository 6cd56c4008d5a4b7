import { type FactContent, firstFactHash } from "@pigeonhole/contract/device/facts";
import { expect, test } from "vitest";
import { chainFact, findChainFault } from "./fact-chain.ts";

const at = Temporal.Instant.from("2026-11-02T08:00:00.123456Z");
const content: FactContent = { type: "frames.dropped", data: { count: 1, reason: "test" } };
const start = { seq: 0, hash: firstFactHash };
const first = chainFact(start, content, at);
const second = chainFact(first, content, at);

test("facts that follow from each other have no fault", () => {
  expect(findChainFault(start, [first, second])).toBeUndefined();
  expect(first.at).toBe("2026-11-02T08:00:00.123Z");
});

test("a missing fact is a gap", () => {
  expect(findChainFault(start, [second])).toEqual({ type: "gap", seq: 2 });
});

test("an edited fact has a wrong hash", () => {
  const edited = { ...second, data: { count: 2, reason: "test" } };
  expect(findChainFault(start, [first, edited])).toEqual({ type: "wrong_hash", seq: 2 });
});

test("a fact that no reader would accept is a defect of the kiosk", () => {
  const huge = { type: "frames.dropped", data: { count: 1, reason: "x".repeat(2_000) } } as const;
  expect(() => chainFact(start, huge, at)).toThrow(RangeError);
});
