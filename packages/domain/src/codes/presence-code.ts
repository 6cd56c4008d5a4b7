// Before a door opens from a phone, the person proves to stand at the locker: the screen shows four
// digits, the phone sends them. Short-lived and few tries, so that four digits are enough.
import { err, ok, type Result } from "../result.ts";
import { type Code, type Dice, drawCode, normaliseCode } from "./pickup-code.ts";

export const presenceCodeDigits = 4;

/** How long one code is good for. */
export const presenceCodeSeconds = 120;

/** Wrong tries before a new code has to be shown: 5 of 10,000 is a chance of 1 in 2,000. */
export const presenceTriesMax = 5;

export type PresenceCode = {
  readonly code: Code;
  readonly shownAt: Temporal.Instant;
  readonly triesFailed: number;
};

export type PresenceRefusal =
  | { readonly type: "wrong_code"; readonly triesLeft: number }
  | { readonly type: "expired" }
  | { readonly type: "too_many_tries" };

/** A code to show now. */
export function showPresenceCode(dice: Dice, at: Temporal.Instant): PresenceCode {
  return { code: drawCode(dice, presenceCodeDigits), shownAt: at, triesFailed: 0 };
}

/** True when the person typed what the screen shows, in time. Count a `wrong_code` with `afterWrongTry`. */
export function decidePresence(
  presence: PresenceCode,
  typed: string,
  at: Temporal.Instant,
): Result<true, PresenceRefusal> {
  const until = presence.shownAt.add({ seconds: presenceCodeSeconds });
  const outside =
    Temporal.Instant.compare(at, presence.shownAt) < 0 || Temporal.Instant.compare(at, until) > 0;
  if (outside) return err({ type: "expired" });
  if (presence.triesFailed >= presenceTriesMax) return err({ type: "too_many_tries" });
  const code = normaliseCode(typed);
  if (code.ok && code.value === presence.code) return ok(true);
  return err({ type: "wrong_code", triesLeft: presenceTriesMax - presence.triesFailed - 1 });
}

/** The same code with one more wrong try counted. */
export function afterWrongTry(presence: PresenceCode): PresenceCode {
  return { ...presence, triesFailed: presence.triesFailed + 1 };
}
