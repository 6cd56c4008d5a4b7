// Four digits on the idle screen that a phone sends along to prove that somebody stands here. They
// change every minute; the ones before still count, because typing takes a while.

import type { Dice } from "@pigeonhole/domain/codes/pickup-code";
import {
  afterWrongTry,
  decidePresence,
  type PresenceCode,
  showPresenceCode,
} from "@pigeonhole/domain/codes/presence-code";

export const presenceRotateSeconds = 60;

export type Presence = {
  /** The digits to show now. */
  shown(): string;
  /** Draws new digits when the old ones have been shown for a minute; true when it did. */
  rotate(): boolean;
  /** True when they are or were shown just now. A wrong try counts against both. */
  prove(typed: string): boolean;
};

export function createPresence(dice: Dice, now: () => Temporal.Instant): Presence {
  let current: PresenceCode = showPresenceCode(dice, now());
  let previous: PresenceCode | undefined;

  return {
    shown: () => current.code,
    rotate() {
      const due = current.shownAt.add({ seconds: presenceRotateSeconds });
      const isPast = Temporal.Instant.compare(now(), due) >= 0;
      // A clock that was set back would otherwise leave the same digits for as long as it was.
      const isFuture = Temporal.Instant.compare(now(), current.shownAt) < 0;
      if (!isPast && !isFuture) return false;
      previous = current;
      current = showPresenceCode(dice, now());
      return true;
    },
    prove(typed) {
      const at = now();
      const shown = previous === undefined ? [current] : [current, previous];
      if (shown.some((one) => decidePresence(one, typed, at).ok)) return true;
      current = afterWrongTry(current);
      previous = previous === undefined ? undefined : afterWrongTry(previous);
      return false;
    },
  };
}
