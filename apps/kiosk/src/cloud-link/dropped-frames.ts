// Messages that were not acted on are counted and journalled, but a flood of them must not fill the
// disk: one fact a minute and reason.
import type { Timers } from "@pigeonhole/boards/timing/timers";
import type { Journal } from "../journal/journal.ts";
import { JournalWriteError } from "../journal/journal-failure.ts";

export type DroppedFrames = {
  drop(reason: string): void;
  /** Writes what was counted and not yet written. */
  flush(): void;
};

export const droppedFramesEveryMs = 60_000;

export function createDroppedFrames(deps: {
  readonly journal: Journal;
  readonly timers: Timers;
  readonly now: () => Temporal.Instant;
}): DroppedFrames {
  const counts = new Map<string, number>();
  let writtenAtMs = Number.NEGATIVE_INFINITY;

  function flush(): void {
    try {
      deps.journal.transact(() => {
        for (const [reason, count] of counts) {
          deps.journal.facts.record(
            { type: "frames.dropped", data: { count, reason } },
            deps.now(),
          );
        }
      });
      counts.clear();
      writtenAtMs = deps.timers.nowMs();
    } catch (error) {
      // They stay counted and are written when the disk takes entries again.
      if (!(error instanceof JournalWriteError)) throw error;
    }
  }

  return {
    drop(reason) {
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
      if (deps.timers.nowMs() - writtenAtMs >= droppedFramesEveryMs) flush();
    },
    flush() {
      if (counts.size > 0 && deps.timers.nowMs() - writtenAtMs >= droppedFramesEveryMs) flush();
    },
  };
}
