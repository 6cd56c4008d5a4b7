import { expect, test } from "vitest";
import { aMonday as monday } from "../builders.ts";
import {
  afterWrongTry,
  decidePresence,
  type PresenceCode,
  showPresenceCode,
} from "./presence-code.ts";

const digits = [4, 0, 9, 7];
const shown = showPresenceCode(() => digits.shift() ?? 0, monday);

function answer(presence: PresenceCode, typed: string, seconds: number): unknown {
  const decision = decidePresence(presence, typed, monday.add({ seconds }));
  return decision.ok ? "here" : decision.error;
}

test("who types the four digits of the screen in time is at the locker", () => {
  expect(shown.code).toBe("4097");
  expect(answer(shown, "4097", 0)).toBe("here");
  expect(answer(shown, " 40 97 ", 120)).toBe("here");
});

test("a code that is not on the screen any more, or not yet, proves nothing", () => {
  expect(answer(shown, "4097", 121)).toEqual({ type: "expired" });
  expect(answer(shown, "4097", -1)).toEqual({ type: "expired" });
});

test("after five wrong tries a new code has to be shown", () => {
  let presence = shown;
  for (const triesLeft of [4, 3, 2, 1, 0]) {
    expect(answer(presence, triesLeft % 2 === 0 ? "1111" : "x", 1)).toEqual({
      type: "wrong_code",
      triesLeft,
    });
    presence = afterWrongTry(presence);
  }
  expect(answer(presence, "4097", 1)).toEqual({ type: "too_many_tries" });
});
