import {
  calmThrottle,
  decideAttempt,
  isAlarming,
  recordFailure,
  recordSuccess,
  type ThrottleState,
} from "@pigeonhole/domain/throttle/throttle";
import type { Journal } from "../journal/journal.ts";

/** The domain's throttle, kept on disk before anybody is answered. */
export type ThrottleStore = {
  /** Until when the keypad takes no code; undefined when it takes one now. */
  waitUntil(at: Temporal.Instant): Temporal.Instant | undefined;
  /** Counts a wrong code in the running transaction, and says whether an alarm is due. */
  countFailure(at: Temporal.Instant): ThrottleCount;
  countSuccess(at: Temporal.Instant): void;
};

export type ThrottleCount = {
  readonly failuresInRow: number;
  readonly failuresInDay: number;
  /** True for the failure that reaches the limit, not for the ones after it. */
  readonly alarmBegins: boolean;
};

export function createThrottleStore(journal: Pick<Journal, "kept" | "transact">): ThrottleStore {
  const read = (): ThrottleState => {
    const kept = journal.kept.read("throttle");
    return kept === undefined ? calmThrottle : (JSON.parse(kept) as ThrottleState);
  };
  const write = (state: ThrottleState) =>
    journal.transact(() => journal.kept.write("throttle", JSON.stringify(state)));

  return {
    waitUntil(at) {
      const decision = decideAttempt(read(), "code", at);
      return decision.ok ? undefined : decision.error.until;
    },
    countFailure(at) {
      const before = read();
      const after = recordFailure(before, at);
      write(after);
      return {
        failuresInRow: after.strikes,
        failuresInDay: after.failuresAtMs.length,
        alarmBegins: isAlarming(after, at) && !isAlarming(before, at),
      };
    },
    countSuccess(at) {
      const before = read();
      // Most codes are right at once, and a write costs the person at the door a disk sync.
      if (before.strikes > 0) write(recordSuccess(before, at));
    },
  };
}
