import type { Timers } from "@pigeonhole/boards/timing/timers";
import type { KioskLog } from "../platform/logs.ts";

/** Looks at the doors again and again, one look at a time. */
export type LookLoop = {
  start(): void;
  stop(): void;
  /** Looks at once, or as soon as the look under way is over. */
  hurry(): void;
};

export type LookLoopDeps = {
  readonly timers: Timers;
  readonly log: KioskLog;
  readonly look: () => Promise<void>;
  readonly waitMs: () => number;
};

export function createLookLoop(deps: LookLoopDeps): LookLoop {
  let cancel = () => {};
  let isRunning = false;
  let isLooking = false;

  function lookIn(delayMs: number): void {
    cancel();
    if (isRunning) cancel = deps.timers.after(delayMs, look);
  }

  function look(): void {
    if (isLooking) return;
    isLooking = true;
    deps
      .look()
      .catch((error: unknown) => deps.log.error({ error }, "the doors could not be read"))
      .finally(() => {
        isLooking = false;
        lookIn(deps.waitMs());
      });
  }

  return {
    start() {
      isRunning = true;
      lookIn(0);
    },
    stop() {
      isRunning = false;
      cancel();
    },
    hurry: () => lookIn(0),
  };
}
