import type { Timers } from "../timing/timers.ts";

/** The real timers: the process's monotonic clock and event loop. */
export function createSystemTimers(): Timers {
  return {
    nowMs: () => performance.now(),
    after(delayMs, callback) {
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    },
  };
}
