// Everything in this package that waits, waits through this interface, so that a whole wall of
// doors can run on a virtual clock.

/** Monotonic time in milliseconds and one-shot timers. Wall-clock jumps must not reach it. */
export interface Timers {
  /** Milliseconds since an arbitrary start; never goes backwards. */
  nowMs(): number;
  /** Calls `callback` once after `delayMs` (≥ 0); the returned function cancels it. */
  after(delayMs: number, callback: () => void): () => void;
}

/** Resolves after `delayMs` of the given timers. */
export function pause(timers: Timers, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    timers.after(delayMs, resolve);
  });
}
