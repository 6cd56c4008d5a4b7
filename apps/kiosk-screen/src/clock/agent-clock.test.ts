import { describe, expect, it } from "vitest";
import { agentNowMs, hasPassed, hearClock, secondsUntil } from "./agent-clock.ts";

const clock = hearClock("2026-11-22T18:00:00Z", 5_000);

describe("the agent's time at the screen", () => {
  it("goes on from the last word by the monotonic time", () => {
    expect(agentNowMs(clock, 7_500)).toBe(Date.parse("2026-11-22T18:00:02.500Z"));
  });

  it("never runs backwards behind the last word", () => {
    expect(agentNowMs(clock, 0)).toBe(Date.parse("2026-11-22T18:00:00Z"));
  });

  it("counts begun seconds and stops at nought", () => {
    expect(secondsUntil(clock, "2026-11-22T18:00:20Z", 5_000)).toBe(20);
    expect(secondsUntil(clock, "2026-11-22T18:00:20Z", 5_001)).toBe(20);
    expect(secondsUntil(clock, "2026-11-22T18:00:20Z", 24_999)).toBe(1);
    expect(secondsUntil(clock, "2026-11-22T18:00:20Z", 99_000)).toBe(0);
  });

  it("holds an instant for passed from that instant on", () => {
    expect(hasPassed(clock, "2026-11-22T18:00:01Z", 5_999)).toBe(false);
    expect(hasPassed(clock, "2026-11-22T18:00:01Z", 6_000)).toBe(true);
  });
});
