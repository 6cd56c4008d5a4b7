// Keys from a real keyboard and from a wedge scanner, which is one too.
import {
  type EntryRule,
  type KeyReading,
  readCharacter,
  readEnter,
  readInterruption,
  readSilence,
} from "../entry/keystrokes.ts";
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

export function reactToKey(before: ScreenModel, { key, isRepeat }: KeyEvent): Outcome {
  // A key held down repeats as fast as a scanner types; it is neither.
  if (isRepeat && key !== "Backspace") return stay(before);
  if (key === "Backspace") return stay(erase(takeTyped(before)));
  if (key === "Enter") return afterEnter(before);
  if (movingKeys.has(key)) return stay({ ...takeTyped(before), entryByKeyboard: false });
  if ([...key].length !== 1) return stay(before);
  const settled = settleKeys(before);
  const read = apply(settled.model, readCharacter(settled.model.keys, key, before.nowMs));
  return { ...read, send: settled.send };
}

/** Decides on characters that have waited long enough. */
export function settleKeys(model: ScreenModel): Outcome {
  if (model.keys.burst === "") return stay(model);
  return apply(model, readSilence(model.keys, model.nowMs, entryRule(model)));
}

/** What waits belongs to the person who now does something else. */
export function takeTyped(model: ScreenModel): ScreenModel {
  return model.keys.burst === "" ? model : apply(model, readInterruption(model.keys)).model;
}

function afterEnter(model: ScreenModel): Outcome {
  const reading = readEnter(model.keys, model.nowMs, entryRule(model));
  const outcome = apply(model, reading);
  if (!reading.enter) return outcome;
  if (!outcome.model.entryByKeyboard) return outcome;
  return { ...submit(outcome.model), swallow: true };
}

function apply(before: ScreenModel, reading: KeyReading): Outcome {
  const model = { ...before, keys: reading.keys };
  const { swallow } = reading;
  if (reading.scan !== null) {
    const scanned = act({ ...model, entry: "" }, { action: "scan", text: reading.scan });
    return { ...scanned, swallow };
  }
  // In a sheet, digits mean nothing; a scan closes it and counts.
  if (reading.typed === "" || model.sheet !== null) return { ...stay(model), swallow };
  const typed = type(model, reading.typed);
  const hasChanged = typed.entry !== model.entry;
  return { ...stay(hasChanged ? { ...typed, entryByKeyboard: true } : typed), swallow };
}

function erase(model: ScreenModel): ScreenModel {
  return { ...model, entry: model.entry.slice(0, -1), entryByKeyboard: true };
}

/** Where no code can be typed, any fast burst is a scan. */
function entryRule(model: ScreenModel): EntryRule {
  const kind = entryKind(model);
  const digits = model.link.setting?.policies.codeDigits ?? 0;
  return { codeDigitsMax: kind === "code" ? digits : 0, takesLetters: kind === "label" };
}
