/**
 * One-shot and repeating timers, passed in so that a whole network can run on a virtual clock.
 * Both answer with a function that cancels.
 */
export type Timers = {
  /** Calls `callback` once after `delayMs` (≥ 0). */
  readonly after: (delayMs: number, callback: () => void) => () => void;
  /** Calls `callback` every `intervalMs` (> 0), the first time after one interval. */
  readonly every: (intervalMs: number, callback: () => void) => () => void;
};

/** The timers of this process. They do not keep it alive: sockets and the server do that. */
export const processTimers: Timers = {
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs).unref();
    return () => clearTimeout(timer);
  },
  every(intervalMs, callback) {
    const timer = setInterval(callback, intervalMs).unref();
    return () => clearInterval(timer);
  },
};
