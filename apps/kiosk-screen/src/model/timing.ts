// What happens because time passes: characters settle, the agent hears that somebody is still
// here, and a screen on which a person has left something behind starts over, with a warning.
import type { ScreenState } from "@pigeonhole/contract/kiosk-screen/screen-state";
import { hasPassed, secondsUntil } from "../clock/agent-clock.ts";
import { settleKeys } from "./keyboard.ts";
import { defaultPreferences } from "./preferences.ts";
import { can, forgetPerson, type Outcome, type ScreenModel, stay } from "./screen-model.ts";

/** A touch that is no action waits so long for the action that may follow it. */
const awakeDelayMs = 400;

/** The agent is told of touches at most this often. */
const awakeEveryMs = 5_000;

/** The smallest time in which a person must be able to ask for more: WCAG 2.2.1. */
const warnSecondsMin = 20;

export type Warning = { readonly secondsLeft: number };

export function afterTime(before: ScreenModel): Outcome {
  const settled = settleKeys(before);
  if (settled.send !== null) return settled;
  const { model } = settled;
  if (isLeftBehind(model) && model.nowMs >= startsOverAtMs(model)) {
    return stay({ ...forgetPerson(model), touchedAtMs: model.nowMs });
  }
  return sayAwake(model);
}

/** The warning to show: of a visit by the agent's times, of the idle screen by its own. */
export function warningOf(model: ScreenModel): Warning | null {
  const { state, clock, setting } = model.link;
  if (state === null || clock === null || setting === null) return null;
  if (state.visitId !== null && isOverAnyway(state)) return null;
  if (state.visitId !== null && state.warnAt !== null && state.endsAt !== null) {
    const isNear = hasPassed(clock, state.warnAt, model.nowMs);
    const isOver = hasPassed(clock, state.endsAt, model.nowMs);
    const secondsLeft = secondsUntil(clock, state.endsAt, model.nowMs);
    return isNear && !isOver ? { secondsLeft } : null;
  }
  if (!isLeftBehind(model)) return null;
  const leftMs = startsOverAtMs(model) - model.nowMs;
  return leftMs <= warnMs(model) ? { secondsLeft: Math.max(0, Math.ceil(leftMs / 1_000)) } : null;
}

/** Thanks after the last parcel: nothing is lost, and the next person must not be asked questions. */
function isOverAnyway({ screen }: ScreenState): boolean {
  return screen.step === "pickup_done" && screen.left === 0;
}

/** On the idle screen: digits, a sheet or a preference of somebody who may have gone. */
function isLeftBehind(model: ScreenModel): boolean {
  if (model.link.state === null || model.link.state.visitId !== null) return false;
  return model.entry !== "" || model.sheet !== null || model.preferences !== defaultPreferences;
}

function startsOverAtMs(model: ScreenModel): number {
  const idleSeconds = model.link.setting?.policies.visitIdleSeconds ?? 0;
  return model.touchedAtMs + Math.max(idleSeconds * 1_000, 2 * warnMs(model));
}

function warnMs(model: ScreenModel): number {
  const seconds = model.link.setting?.policies.visitWarnSeconds ?? 0;
  return Math.max(seconds, warnSecondsMin) * 1_000;
}

/** A visit ends when the screen is untouched, so that a touch without an action must be told. */
function sayAwake(model: ScreenModel): Outcome {
  const isNews = model.touchedAtMs > model.awakeSaidAtMs;
  const hasWaited = model.nowMs - model.touchedAtMs >= awakeDelayMs;
  const isDue = model.nowMs - model.awakeSaidAtMs >= awakeEveryMs;
  if (!isNews || !hasWaited || !isDue || model.isSending || !can(model, "stay_awake")) {
    return stay(model);
  }
  const said = { ...model, awakeSaidAtMs: model.nowMs };
  return { model: said, send: { action: "stay_awake" }, swallow: false };
}
