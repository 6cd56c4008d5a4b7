/** One-shot timers, passed in so that a whole network can run on a virtual clock. */
export interface Timers {
  /** Calls `callback` once after `delayMs` (≥ 0); the returned function cancels it. */
  after(delayMs: number, callback: () => void): () => void;
}

/** The timers of the browser or process this runs in. */
export const realTimers: Timers = {
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
