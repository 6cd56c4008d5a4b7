import fc from "fast-check";
import { expect, test } from "vitest";
import { aMonday as monday } from "./builders.ts";
import {
  type KioskClock,
  observeServerTime,
  readKioskClock,
  startKioskClock,
} from "./kiosk-clock.ts";

const start = monday.epochMilliseconds;
const minute = 60_000;

function at(ms: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(ms);
}

function shown(clock: KioskClock, monotonicMs: number): number {
  return readKioskClock(clock, { wallMs: 0, monotonicMs }).at.epochMilliseconds;
}

const started = startKioskClock(start, { wallMs: start + minute, monotonicMs: 500 });

test("a clock chip that is later than the last server time is believed", () => {
  expect(
    readKioskClock(started, { wallMs: start + 2 * minute, monotonicMs: 500 + minute }),
  ).toEqual({
    at: at(start + 2 * minute),
    source: "wall",
    wallAheadMs: 0,
  });
});

test("a clock chip that forgot its time starts at the last server time", () => {
  const clock = startKioskClock(start, { wallMs: 0, monotonicMs: 0 });
  expect(readKioskClock(clock, { wallMs: 0, monotonicMs: minute })).toEqual({
    at: at(start + minute),
    source: "floor",
    wallAheadMs: -(start + minute),
  });
});

test("a wall clock set forward while the kiosk runs changes nothing and shows", () => {
  const reading = readKioskClock(started, {
    wallMs: start + 365 * 24 * 60 * minute,
    monotonicMs: 500,
  });
  expect(reading.at).toEqual(at(start + minute));
  expect(reading.wallAheadMs).toBeGreaterThan(364 * 24 * 60 * minute);
});

test("a counter that was reset stops the time and does not turn it back", () => {
  expect(shown(started, 0)).toBe(start + minute);
});

test("server time is followed forward at once and becomes the floor", () => {
  const serverMs = start + 60 * minute;
  const { clock, outcome } = observeServerTime(started, at(serverMs), {
    wallMs: 0,
    monotonicMs: 500,
  });
  expect(outcome).toBe("followed");
  expect(clock.floorMs).toBe(serverMs);
  expect(readKioskClock(clock, { wallMs: serverMs, monotonicMs: 500 })).toMatchObject({
    at: at(serverMs),
    source: "server",
  });
});

test("a clock that is a little ahead goes at half speed until both agree", () => {
  const device = { wallMs: 0, monotonicMs: 500 };
  const { clock } = observeServerTime(started, at(start + minute - 4_000), device);
  expect(shown(clock, 500)).toBe(start + minute);
  expect(shown(clock, 4_500)).toBe(start + minute + 2_000);
  expect(shown(clock, 8_500)).toBe(start + minute + 4_000);
  expect(shown(clock, 10_500)).toBe(start + minute + 6_000);
});

test("a clock chip that is a year ahead is put right by the server", () => {
  const wild = startKioskClock(start, { wallMs: start + 365 * 24 * 60 * minute, monotonicMs: 0 });
  const { clock } = observeServerTime(wild, at(start + minute), { wallMs: 0, monotonicMs: 0 });
  expect(shown(clock, 0)).toBe(start + minute);
});

test.each([
  { belowMs: 1, outcome: "ignored" },
  { belowMs: minute, outcome: "ignored" },
  { belowMs: minute + 1, outcome: "refused" },
])("a server time $belowMs ms below an earlier one is $outcome", ({ belowMs, outcome }) => {
  const answer = observeServerTime(started, at(start - belowMs), { wallMs: 0, monotonicMs: 500 });
  expect(answer).toEqual({ clock: started, outcome });
});

test("time never goes below a server time that was heard, and goes back only to put a far too early clock right", () => {
  const steps = fc.array(
    fc.record({
      elapsedMs: fc.nat(100_000),
      serverOffMs: fc.integer({ min: -700_000, max: 700_000 }),
    }),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(steps, (observations) => {
      let clock = started;
      let monotonicMs = 500;
      let beforeMs = shown(clock, monotonicMs);
      for (const { elapsedMs, serverOffMs } of observations) {
        monotonicMs += elapsedMs;
        const nowMs = shown(clock, monotonicMs);
        expect(nowMs).toBeGreaterThanOrEqual(beforeMs);
        const serverMs = nowMs + serverOffMs;
        const highestMs = Math.max(clock.floorMs, serverMs);
        clock = observeServerTime(clock, at(serverMs), { wallMs: 0, monotonicMs }).clock;
        expect(clock.floorMs).toBe(highestMs);
        beforeMs = shown(clock, monotonicMs);
        expect(beforeMs).toBeGreaterThanOrEqual(clock.floorMs);
        if (serverOffMs >= -600_000) expect(beforeMs).toBeGreaterThanOrEqual(nowMs);
      }
    }),
  );
});
