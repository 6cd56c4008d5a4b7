// How the screen's memory changes: an event goes in, the next model and what to do (send, swallow a
// key) come out.
import type { ScreenState } from "@pigeonhole/contract/kiosk-screen/screen-state";
import { evolveLink, type LinkEvent } from "../agent-link/link-state.ts";
import { reactToKey, takeTyped } from "./keyboard.ts";
import {
  act,
  forgetPerson,
  type Outcome,
  type ScreenEvent,
  type ScreenModel,
  stay,
  submit,
  type,
} from "./screen-model.ts";
import { afterTime } from "./timing.ts";

/** The next model, and what the browser has to do. */
export function evolveScreen(before: ScreenModel, event: ScreenEvent, nowMs: number): Outcome {
  const model = { ...before, nowMs };
  switch (event.type) {
    case "link":
      return stay(afterLink(model, event.event));
    case "time_passed":
      return afterTime(model);
    case "key_pressed":
      return reactToKey({ ...model, touchedAtMs: nowMs }, event);
    case "sent":
      return stay(afterSending(model, event.reached));
    case "acted":
      return act(model, event.request);
    case "submit_pressed":
      return submit(takeTyped(model));
    case "digit_pressed":
    case "erase_pressed":
      return stay(afterTouch({ ...takeTyped(model), touchedAtMs: nowMs }, event));
    default:
      return stay(afterTouch({ ...model, touchedAtMs: nowMs }, event));
  }
}

type TouchEvent = Exclude<
  ScreenEvent,
  { type: "link" | "time_passed" | "key_pressed" | "sent" | "acted" | "submit_pressed" }
>;

function afterTouch(model: ScreenModel, event: TouchEvent): ScreenModel {
  switch (event.type) {
    case "touched":
    case "more_time":
      return model;
    case "digit_pressed":
      return { ...type(model, event.digit), entryByKeyboard: false };
    case "erase_pressed":
      return { ...model, entry: model.entry.slice(0, -1), entryByKeyboard: false };
    case "language_chosen":
      return { ...model, preferences: { ...model.preferences, language: event.language } };
    case "switched": {
      const turned = !model.preferences[event.preference];
      return { ...model, preferences: { ...model.preferences, [event.preference]: turned } };
    }
    case "sheet_opened":
      return { ...model, sheet: event.sheet };
    case "sheet_closed":
      return { ...model, sheet: null };
    case "keypad_turned":
      return { ...model, entry: "", isKeypadAskedFor: event.isAskedFor };
  }
}

/** What was typed stays until it has arrived, so that nobody types a code twice for a lost answer. */
function afterSending(model: ScreenModel, reached: boolean): ScreenModel {
  const next = { ...model, isSending: false, notSent: !reached };
  return reached ? { ...next, entry: "", entryByKeyboard: false } : next;
}

function afterLink(model: ScreenModel, event: LinkEvent): ScreenModel {
  const link = evolveLink(model.link, event, model.nowMs);
  const next = { ...model, link };
  if (link.state === model.link.state) return next;
  if (hasVisitEnded(model.link.state, link.state)) return forgetPerson(next);
  const isOtherStep = model.link.state?.screen.step !== link.state?.screen.step;
  return isOtherStep ? { ...next, entry: "", isKeypadAskedFor: false, notSent: false } : next;
}

function hasVisitEnded(before: ScreenState | null, after: ScreenState | null): boolean {
  const wasVisit = before !== null && before.visitId !== null;
  return wasVisit && after?.screen.step === "idle";
}
