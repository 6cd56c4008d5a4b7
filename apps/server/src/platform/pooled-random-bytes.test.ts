import { expect, test } from "vitest";
import { createPooledRandomBytes } from "./pooled-random-bytes.ts";

test("no byte is given out twice, over the edge of the pool and beyond its size", () => {
  const randomBytes = createPooledRandomBytes();
  const drawn = new Set<string>();
  for (let draw = 0; draw < 5_000; draw += 1) {
    drawn.add(Buffer.from(randomBytes(12)).toString("hex"));
  }
  expect(drawn.size).toBe(5_000);
  expect(drawn.has("0".repeat(24))).toBe(false);
  expect(new Set(randomBytes(20_000)).size).toBeGreaterThan(200);
});

test("what was given out stays as it is when more is drawn", () => {
  const randomBytes = createPooledRandomBytes();
  const first = randomBytes(16);
  const copy = Buffer.from(first).toString("hex");
  for (let draw = 0; draw < 3_000; draw += 1) randomBytes(16);
  expect(Buffer.from(first).toString("hex")).toBe(copy);
});
