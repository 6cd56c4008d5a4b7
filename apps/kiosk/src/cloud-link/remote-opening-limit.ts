// At most three remote openings in ten minutes, whatever the cloud sends: somebody who takes over
// the cloud must not be able to empty a wall. Counted on disk, and judged by the monotonic clock,
// which no message can move. After a start every counted opening is taken to be a moment old.
import type { Timers } from "@pigeonhole/boards/timing/timers";
import type { Journal } from "../journal/journal.ts";

export const remoteOpeningsMax = 3;
export const remoteWindowMs = 10 * 60_000;

export type RemoteOpeningLimit = {
  mayOpen(): boolean;
  /** Counts in the running transaction. */
  count(commandId: string, at: Temporal.Instant): void;
};

export function createRemoteOpeningLimit(
  journal: Pick<Journal, "commands" | "transact">,
  timers: Timers,
): RemoteOpeningLimit {
  const countedAtMs = new Map<string, number>();
  for (const commandId of journal.commands.remoteOpeningIds()) {
    countedAtMs.set(commandId, timers.nowMs());
  }

  function forgetOld(): void {
    const oldestMs = timers.nowMs() - remoteWindowMs;
    for (const [commandId, atMs] of countedAtMs) {
      if (atMs > oldestMs) continue;
      journal.transact(() => journal.commands.forgetRemoteOpening(commandId));
      countedAtMs.delete(commandId);
    }
  }

  return {
    mayOpen() {
      forgetOld();
      return countedAtMs.size < remoteOpeningsMax;
    },
    count(commandId, at) {
      journal.commands.countRemoteOpening(commandId, at);
      countedAtMs.set(commandId, timers.nowMs());
    },
  };
}
