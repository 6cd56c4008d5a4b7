// Timers for tests and simulations: time stands still until somebody moves it, and callbacks due
// at the same instant run in the order in which they were asked for.
import type { Timers } from "./timers.ts";

/** Timers whose time is moved by hand. */
export interface VirtualTimers extends Timers {
  /** Moves time forward by `durationMs`, firing every timer that falls due on the way. */
  advance(durationMs: number): Promise<void>;
  /**
   * Moves time from timer to timer until the promise settles, and gives its answer.
   * Fails when `limitMs` of virtual time pass first, or when nothing is left that could settle it.
   */
  settle<T>(promise: Promise<T>, limitMs?: number): Promise<T>;
}

interface Pending {
  readonly dueMs: number;
  readonly order: number;
  readonly callback: () => void;
}

// Code under test awaits a handful of promises between two timers; this many turns of the
// microtask queue is far above any chain in this project and costs microseconds.
const MICROTASK_TURNS = 100;
// A long line of refusals can take more turns than that without any timer between.
const IDLE_ROUNDS_MAX = 100;
const SETTLE_LIMIT_MS = 120_000;

/** Starts at 0 ms. */
export function createVirtualTimers(): VirtualTimers {
  const pending = new Set<Pending>();
  let currentMs = 0;
  let ordered = 0;

  function next(): Pending | undefined {
    let first: Pending | undefined;
    for (const timer of pending) {
      if (first === undefined || isEarlier(timer, first)) first = timer;
    }
    return first;
  }

  async function fire(timer: Pending): Promise<void> {
    pending.delete(timer);
    currentMs = Math.max(currentMs, timer.dueMs);
    timer.callback();
    await drainMicrotasks();
  }

  return {
    nowMs: () => currentMs,
    after(delayMs, callback) {
      ordered += 1;
      const timer = { dueMs: currentMs + Math.max(0, delayMs), order: ordered, callback };
      pending.add(timer);
      return () => pending.delete(timer);
    },
    async advance(durationMs) {
      const endMs = currentMs + durationMs;
      await drainMicrotasks();
      for (let timer = next(); timer && timer.dueMs <= endMs; timer = next()) await fire(timer);
      currentMs = endMs;
    },
    async settle(promise, limitMs = SETTLE_LIMIT_MS) {
      let settled = false;
      const mark = () => {
        settled = true;
      };
      promise.then(mark, mark);
      const endMs = currentMs + limitMs;
      await drainMicrotasks();
      let idleRounds = 0;
      while (!settled) {
        const timer = next();
        if (timer !== undefined && timer.dueMs <= endMs) {
          idleRounds = 0;
          await fire(timer);
        } else {
          idleRounds += 1;
          if (idleRounds > IDLE_ROUNDS_MAX) throw new NeverSettledError(currentMs);
          await drainMicrotasks();
        }
      }
      return promise;
    },
  };
}

/** The promise given to `settle` had no timer left that could settle it within the limit. */
export class NeverSettledError extends Error {
  override readonly name = "NeverSettledError";
  readonly code = "boards.never_settled";
  constructor(atMs: number) {
    super(`Nothing left to wait for at ${atMs} ms of virtual time, and the promise is still open.`);
  }
}

function isEarlier(a: Pending, b: Pending): boolean {
  return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order);
}

async function drainMicrotasks(): Promise<void> {
  for (let turn = 0; turn < MICROTASK_TURNS; turn += 1) await Promise.resolve();
}
