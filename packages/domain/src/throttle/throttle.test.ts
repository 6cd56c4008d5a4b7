import fc from "fast-check";
import { expect, test } from "vitest";
import { aMonday as monday } from "../builders.ts";
import {
  calmThrottle,
  decideAttempt,
  isAlarming,
  observeTime,
  recordFailure,
  recordSuccess,
  type ThrottleState,
} from "./throttle.ts";

function waitSeconds(state: ThrottleState, at: Temporal.Instant): number {
  const decision = decideAttempt(state, "code", at);
  return decision.ok ? 0 : decision.error.waitSeconds;
}

/** Wrong codes typed one after another, each as soon as the keypad takes it. */
function guesses(count: number, from = monday): { state: ThrottleState; at: Temporal.Instant } {
  let state = calmThrottle;
  let at = from;
  for (let guess = 0; guess < count; guess += 1) {
    at = at.add({ seconds: waitSeconds(state, at) });
    state = recordFailure(state, at);
  }
  return { state, at };
}

test.each([
  [1, 0],
  [2, 0],
  [3, 0],
  [4, 5],
  [5, 15],
  [6, 60],
  [7, 300],
  [8, 900],
  [9, 900],
  [30, 900],
])("after %d wrong codes the keypad waits %d seconds", (count, seconds) => {
  const { state, at } = guesses(count);
  expect(waitSeconds(state, at)).toBe(seconds);
});

test("the wait says until when, in whole seconds that are never too short", () => {
  const { state, at } = guesses(4);
  expect(decideAttempt(state, "code", at.add({ milliseconds: 1 }))).toEqual({
    ok: false,
    error: { type: "wait", waitSeconds: 5, until: at.add({ seconds: 5 }) },
  });
  expect(decideAttempt(state, "code", at.add({ seconds: 5 }))).toEqual({ ok: true, value: true });
});

test.each(["qr", "badge"] as const)("a %s is never held up", (kind) => {
  const { state, at } = guesses(30);
  expect(decideAttempt(state, kind, at)).toEqual({ ok: true, value: true });
});

test("somebody else's right code takes one wrong code off, not all, and ends no wait", () => {
  const { state, at } = guesses(7);
  const after = recordSuccess(state, at);
  expect(waitSeconds(after, at)).toBe(300);
  const later = at.add({ seconds: 300 });
  expect(waitSeconds(recordFailure(after, later), later)).toBe(300);
  expect(recordSuccess(calmThrottle, monday).strikes).toBe(0);
});

test("each quiet hour takes one wrong code off", () => {
  const { state, at } = guesses(5);
  const quiet = at.add({ hours: 3, minutes: 59 });
  expect(waitSeconds(recordFailure(state, quiet), quiet)).toBe(0);
  const short = at.add({ minutes: 59 });
  expect(waitSeconds(recordFailure(state, short), short)).toBe(60);
});

test("quiet time is counted once, however often the state is looked at", () => {
  const { state, at } = guesses(8);
  let looked = state;
  for (let minute = 1; minute <= 90; minute += 1)
    looked = observeTime(looked, at.add({ minutes: minute }));
  expect(looked.strikes).toBe(7);
});

test("20 wrong codes within 24 hours raise the alarm, and it ends when they are a day old", () => {
  expect(isAlarming(guesses(19).state, guesses(19).at)).toBe(false);
  const { state, at } = guesses(20);
  expect(isAlarming(state, at)).toBe(true);
  expect(isAlarming(state, at.add({ hours: 24 }))).toBe(false);
});

test("the state survives being written as JSON", () => {
  const { state } = guesses(12);
  expect(JSON.parse(JSON.stringify(state))).toEqual(state);
});

test("the state stays small however long somebody guesses", () => {
  let state = calmThrottle;
  for (let guess = 0; guess < 300; guess += 1)
    state = recordFailure(state, monday.add({ seconds: guess }));
  expect(state.failuresAtMs).toHaveLength(100);
});

test("a second wrong code that was on its way does not shorten the wait that runs", () => {
  const { state, at } = guesses(8);
  const relieved = recordSuccess(
    recordSuccess(recordSuccess(recordSuccess(recordSuccess(state, at), at), at), at),
    at,
  );
  expect(waitSeconds(recordFailure(relieved, at), at)).toBe(900);
});

test("setting the clock back neither shortens what is left of a wait nor makes it last for years", () => {
  const { state, at } = guesses(8);
  for (const back of [{ seconds: 1 }, { hours: 5 }, { hours: 24 * 3_650 }]) {
    const earlier = at.subtract(back);
    expect(waitSeconds(state, earlier)).toBe(900);
    const seen = observeTime(state, earlier);
    expect(waitSeconds(seen, earlier.add({ seconds: 899 }))).toBe(1);
    expect(waitSeconds(seen, earlier.add({ seconds: 900 }))).toBe(0);
  }
  expect(waitSeconds(recordFailure(guesses(1).state, monday.subtract({ hours: 1 })), monday)).toBe(
    0,
  );
});

test("wrong codes of before still count towards the alarm when the clock is set back", () => {
  const { state, at } = guesses(20);
  expect(isAlarming(state, at.subtract({ hours: 24 * 30 }))).toBe(true);
});

test("however the clock jumps back, a guesser gets no more tries than without", () => {
  const steps = fc.array(
    fc.record({ backMinutes: fc.nat(600), tries: fc.integer({ min: 1, max: 4 }) }),
    {
      maxLength: 8,
    },
  );
  fc.assert(
    fc.property(steps, (jumps) => {
      let state = calmThrottle;
      let at = monday;
      let refusedUntilRealMs = 0;
      let realMs = 0;
      for (const { backMinutes, tries } of jumps) {
        for (let attempt = 0; attempt < tries; attempt += 1) {
          realMs += 1_000;
          at = at.add({ seconds: 1 });
          state = observeTime(state, at);
          if (decideAttempt(state, "code", at).ok) {
            expect(realMs).toBeGreaterThanOrEqual(refusedUntilRealMs);
            state = recordFailure(state, at);
            refusedUntilRealMs = realMs + waitSeconds(state, at) * 1_000;
          }
        }
        at = at.subtract({ minutes: backMinutes });
        state = observeTime(state, at);
      }
    }),
  );
});
