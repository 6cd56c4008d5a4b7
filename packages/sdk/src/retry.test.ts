import { describe, expect, it } from "vitest";
import { attemptsMax, isRepeatable, waitAfterAttemptMs, waitMaxMs } from "./retry.ts";

describe("repeating a call", () => {
  it("repeats reading and replacing calls, and writing ones only under an idempotency key", () => {
    expect(isRepeatable("GET", undefined)).toBe(true);
    expect(isRepeatable("DELETE", undefined)).toBe(true);
    expect(isRepeatable("POST", undefined)).toBe(false);
    expect(isRepeatable("PATCH", undefined)).toBe(false);
    expect(isRepeatable("POST", "k-1")).toBe(true);
  });

  it("waits longer each time and ends after the last attempt", () => {
    expect(waitAfterAttemptMs(1, null)).toBe(250);
    expect(waitAfterAttemptMs(2, null)).toBe(500);
    expect(waitAfterAttemptMs(attemptsMax, null)).toBeUndefined();
  });

  it("waits as long as the server asks, but not longer than a person would", () => {
    expect(waitAfterAttemptMs(1, "2")).toBe(2_000);
    expect(waitAfterAttemptMs(1, String(waitMaxMs / 1_000 + 1))).toBeUndefined();
    expect(waitAfterAttemptMs(1, "Wed, 21 Oct 2026 07:28:00 GMT")).toBe(250);
  });
});
