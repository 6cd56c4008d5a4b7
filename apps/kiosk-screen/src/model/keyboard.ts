// Keys from a real keyboard and from a wedge scanner, which is one too.
import { type KeyReading, readCharacter, readEnter, readSilence } from "../entry/keystrokes.ts";
import {
  act,
  entryKind,
  type Outcome,
  type ScreenModel,
  stay,
  submit,
  type,
} from "./screen-model.ts";

type KeyEvent = { readonly key: string; readonly isRepeat: boolean };

/** Keys that a person presses to move about; after them Enter belongs to what has the focus. */
const movingKeys = new Set(["Tab", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Escape"]);

export function reactToKey(model: ScreenModel, { key, isRepeat }: KeyEvent): Outcome {
  if (key === "Backspace") return stay(erase(model));
  // A key held down repeats as fast as a scanner types; it is neither.
  if (isRepeat) return stay(model);
  if (key === "Enter") return afterEnter(model);
  if (movingKeys.has(key)) return stay({ ...model, entryByKeyboard: false });
  if ([...key].length !== 1) return stay(model);
  return apply(model, readCharacter(model.keys, key, model.nowMs));
}

/** Decides on characters that have waited long enough. */
export function settleKeys(model: ScreenModel): Outcome {
  if (model.keys.burst === "") return stay(model);
  return apply(model, readSilence(model.keys, model.nowMs, codeRule(model)));
}

function afterEnter(model: ScreenModel): Outcome {
  const reading = readEnter(model.keys, model.nowMs, codeRule(model));
  const outcome = apply(model, reading);
  if (!reading.enter) return outcome;
  if (!outcome.model.entryByKeyboard) return outcome;
  return { ...submit(outcome.model), swallow: true };
}

function apply(before: ScreenModel, reading: KeyReading): Outcome {
  const model = { ...before, keys: reading.keys };
  if (reading.scan !== null) {
    const scanned = act(model, { action: "scan", text: reading.scan });
    return { ...scanned, swallow: true };
  }
  // In a sheet, digits mean nothing; a scan closes it and counts.
  if (reading.typed === "" || model.sheet !== null)
    return { ...stay(model), swallow: reading.swallow };
  const typed = type(model, reading.typed);
  const hasChanged = typed.entry !== model.entry;
  const next = hasChanged ? { ...typed, entryByKeyboard: true } : typed;
  return { ...stay(next), swallow: reading.swallow };
}

function erase(model: ScreenModel): ScreenModel {
  return { ...model, entry: model.entry.slice(0, -1), entryByKeyboard: true };
}

/** Where no code can be typed, any fast burst is a scan. */
function codeRule(model: ScreenModel): { readonly codeDigitsMax: number } {
  const digits = model.link.setting?.policies.codeDigits ?? 0;
  return { codeDigitsMax: entryKind(model) === "code" ? digits : 0 };
}
