// How a locker slows down guessing at its keypad. One state for the whole device, plain JSON, which
// the kiosk keeps on disk before it answers, so that pulling the plug gains nothing.
//
// Policy (NIST 63B: growing waits; reference "guess resistance"): 3 wrong codes are free, then waits of
// 5, 15, 60, 300 seconds and 15 minutes; 20 wrong codes in 24 hours raise an alarm.
// - Somebody else's right code takes one wrong code off the count, never all of them: a guesser must
//   not be served by the queue behind him. Each quiet hour takes one off as well.
// - QR codes and badges are too long to guess and are neither counted nor held up.
// - Time is counted from the newest instant seen. When the clock is found to have gone back, every
//   instant in the state is moved back by the same amount, so what was left of a wait is still left:
//   no clock change shortens it by going back, and a wild one cannot make it last for years.
import type { SecretKind } from "../codes/qr-payload.ts";
import { err, ok, type Result } from "../result.ts";

/** Kept as JSON. Times are epoch milliseconds. */
export type ThrottleState = {
  /** Wrong codes that count towards the wait. */
  readonly strikes: number;
  /** When the last strike was counted or taken off by quiet. */
  readonly strikesSinceMs: number;
  /** No code is taken before this; 0 when none has to wait. */
  readonly waitUntilMs: number;
  /** The newest instant this state has seen. */
  readonly seenAtMs: number;
  /** Wrong codes of the last 24 hours, oldest first, at most `failuresKeptMax`. */
  readonly failuresAtMs: readonly number[];
};

/** Until when the keypad takes no code. */
export type ThrottleRefusal = {
  readonly type: "wait";
  readonly waitSeconds: number;
  readonly until: Temporal.Instant;
};

export const freeFailures = 3;
/** Waits after the 4th, 5th, ... wrong code; the last one stays. */
export const throttleWaitsSeconds = [5, 15, 60, 300, 900] as const;
export const alarmFailures = 20;
export const alarmWindowHours = 24;
export const quietMinutesPerStrike = 60;

const failuresKeptMax = 100;
const strikesMax = freeFailures + throttleWaitsSeconds.length;
const msPerMinute = 60_000;

/** Nothing has happened yet. */
export const calmThrottle: ThrottleState = {
  strikes: 0,
  strikesSinceMs: 0,
  waitUntilMs: 0,
  seenAtMs: 0,
  failuresAtMs: [],
};

/** May a secret of this kind be tried now? Asks only; the state is unchanged. */
export function decideAttempt(
  state: ThrottleState,
  kind: SecretKind,
  at: Temporal.Instant,
): Result<true, ThrottleRefusal> {
  if (kind !== "code") return ok(true);
  const waitMs = observeTime(state, at).waitUntilMs - at.epochMilliseconds;
  if (waitMs <= 0) return ok(true);
  return err({
    type: "wait",
    waitSeconds: Math.ceil(waitMs / 1000),
    until: at.add({ milliseconds: waitMs }),
  });
}

/** The state after a wrong code. Keep it on disk before answering. */
export function recordFailure(state: ThrottleState, at: Temporal.Instant): ThrottleState {
  const now = observeTime(state, at);
  const atMs = at.epochMilliseconds;
  const strikes = Math.min(strikesMax, now.strikes + 1);
  const waitMs = waitSecondsAfter(strikes) * 1000;
  return {
    strikes,
    strikesSinceMs: atMs,
    waitUntilMs: Math.max(now.waitUntilMs, waitMs === 0 ? 0 : atMs + waitMs),
    seenAtMs: atMs,
    failuresAtMs: [...now.failuresAtMs, atMs].slice(-failuresKeptMax),
  };
}

/** The state after a right code: one strike less, a running wait goes on. */
export function recordSuccess(state: ThrottleState, at: Temporal.Instant): ThrottleState {
  const now = observeTime(state, at);
  return { ...now, strikes: Math.max(0, now.strikes - 1) };
}

/** True while `alarmFailures` or more wrong codes lie within `alarmWindowHours`. */
export function isAlarming(state: ThrottleState, at: Temporal.Instant): boolean {
  return observeTime(state, at).failuresAtMs.length >= alarmFailures;
}

/** The state brought to an instant: clock steps back followed, quiet time counted, old failures forgotten. */
export function observeTime(state: ThrottleState, at: Temporal.Instant): ThrottleState {
  const atMs = at.epochMilliseconds;
  const followed = atMs < state.seenAtMs ? movedBack(state, state.seenAtMs - atMs) : state;
  const oldestMs = atMs - alarmWindowHours * 60 * msPerMinute;
  const quiet = quietStrikes(followed, atMs);
  return {
    strikes: followed.strikes - quiet,
    strikesSinceMs: followed.strikesSinceMs + quiet * quietMinutesPerStrike * msPerMinute,
    waitUntilMs: followed.waitUntilMs <= atMs ? 0 : followed.waitUntilMs,
    seenAtMs: atMs,
    failuresAtMs: followed.failuresAtMs.filter((failureMs) => failureMs > oldestMs),
  };
}

function movedBack(state: ThrottleState, byMs: number): ThrottleState {
  return {
    strikes: state.strikes,
    strikesSinceMs: state.strikesSinceMs - byMs,
    waitUntilMs: state.waitUntilMs === 0 ? 0 : state.waitUntilMs - byMs,
    seenAtMs: state.seenAtMs - byMs,
    failuresAtMs: state.failuresAtMs.map((failureMs) => failureMs - byMs),
  };
}

function quietStrikes(state: ThrottleState, atMs: number): number {
  const quietMs = atMs - state.strikesSinceMs;
  const hours = Math.floor(quietMs / (quietMinutesPerStrike * msPerMinute));
  return Math.min(state.strikes, hours);
}

function waitSecondsAfter(strikes: number): number {
  const index = Math.min(strikes - freeFailures, throttleWaitsSeconds.length) - 1;
  return throttleWaitsSeconds[index] ?? 0;
}
