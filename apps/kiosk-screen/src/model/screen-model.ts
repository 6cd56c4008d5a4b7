// Everything the screen remembers and the steps by which it changes, without a browser. Times are
// milliseconds of a monotonic clock.
import type {
  ScreenAction,
  ScreenActionRequest,
} from "@pigeonhole/contract/kiosk-screen/screen-state";
import { initialLink, type LinkEvent, type LinkState } from "../agent-link/link-state.ts";
import { type Keystrokes, noKeystrokes } from "../entry/keystrokes.ts";
import type { Language } from "../texts/words.ts";
import { defaultPreferences, type PreferenceSwitch, type Preferences } from "./preferences.ts";

export type Sheet = "help" | "accessibility";

export type ScreenModel = {
  readonly nowMs: number;
  readonly link: LinkState;
  readonly preferences: Preferences;
  /** Digits on the keypad, or a label typed by hand. */
  readonly entry: string;
  /** The last change of the entry came from a keyboard, so that Enter submits wherever focus is. */
  readonly entryByKeyboard: boolean;
  readonly keys: Keystrokes;
  readonly sheet: Sheet | null;
  /** The next person asked for the keypad while the screen still thanks the last one. */
  readonly isKeypadAskedFor: boolean;
  /** An action is on its way; a second press does nothing. */
  readonly isSending: boolean;
  readonly notSent: boolean;
  /** Revision whose refusal is no longer shown, because the person has gone on. */
  readonly readRefusalOf: number | null;
  readonly touchedAtMs: number;
  /** When the agent was last told that somebody is here. */
  readonly awakeSaidAtMs: number;
};

export type ScreenEvent =
  | { readonly type: "link"; readonly event: LinkEvent }
  | { readonly type: "time_passed" }
  | { readonly type: "touched" }
  | { readonly type: "key_pressed"; readonly key: string; readonly isRepeat: boolean }
  | { readonly type: "digit_pressed"; readonly digit: string }
  | { readonly type: "erase_pressed" }
  | { readonly type: "submit_pressed" }
  | { readonly type: "acted"; readonly request: ScreenActionRequest }
  | { readonly type: "sent"; readonly reached: boolean }
  | { readonly type: "language_chosen"; readonly language: Language }
  | { readonly type: "switched"; readonly preference: PreferenceSwitch }
  | { readonly type: "sheet_opened"; readonly sheet: Sheet }
  | { readonly type: "sheet_closed" }
  | { readonly type: "keypad_turned"; readonly isAskedFor: boolean }
  | { readonly type: "more_time" };

export type Outcome = {
  readonly model: ScreenModel;
  readonly send: ScreenActionRequest | null;
  /** The key must not act on whatever has the focus. */
  readonly swallow: boolean;
};

/** Longest thing that can be typed by hand; codes have at most 12 digits. */
export const codeLengthMax = 12;
export const labelLengthMax = 40;

export function initialModel(nowMs: number): ScreenModel {
  return {
    nowMs,
    link: initialLink,
    preferences: defaultPreferences,
    entry: "",
    entryByKeyboard: false,
    keys: noKeystrokes,
    sheet: null,
    isKeypadAskedFor: false,
    isSending: false,
    notSent: false,
    readRefusalOf: null,
    touchedAtMs: nowMs,
    awakeSaidAtMs: nowMs,
  };
}

/** Somebody typed: characters that fit the entry are kept, and an old refusal goes. */
export function type(model: ScreenModel, characters: string): ScreenModel {
  const kind = entryKind(model);
  const wanted = kind === "code" ? characters.replaceAll(/[^0-9]/g, "") : characters;
  if (wanted === "" || kind === "nothing") return model;
  const longest = kind === "code" ? codeLengthMax : labelLengthMax;
  // A space that pressed a button begins no label.
  const entry = (model.entry + wanted).trimStart().slice(0, longest);
  if (entry === model.entry) return model;
  const readRefusalOf = model.link.state?.revision ?? null;
  const isKeypadAskedFor = model.isKeypadAskedFor || isKeypadHidden(model);
  return { ...model, entry, readRefusalOf, isKeypadAskedFor, notSent: false };
}

/** Sends what was typed: a code at the keypad, a label at the courier's screen. */
export function submit(model: ScreenModel): Outcome {
  const entry = model.entry.trim();
  if (entry === "") return stay(model);
  switch (entryKind(model)) {
    case "code":
      return act(model, { action: "enter_code", code: entry });
    case "label":
      return act(model, { action: "scan", text: entry });
    case "nothing":
      return stay(model);
  }
}

/** Sends an action once; a second press while the first is on its way does nothing. */
export function act(model: ScreenModel, request: ScreenActionRequest): Outcome {
  if (model.isSending || !can(model, request.action)) return stay(model);
  const next: ScreenModel = {
    ...model,
    sheet: null,
    isSending: true,
    notSent: false,
    touchedAtMs: model.nowMs,
    awakeSaidAtMs: model.nowMs,
  };
  return { model: next, send: request, swallow: false };
}

/** True when the agent would do it now. */
export function can(model: ScreenModel, action: ScreenAction): boolean {
  return model.link.state?.allowedActions.includes(action) ?? false;
}

/** What typed characters are. Whoever's scanner fails may type a label on a keyboard. */
export function entryKind(model: ScreenModel): "code" | "label" | "nothing" {
  const isAtLabels = model.link.state?.screen.step === "courier_ready";
  if (isAtLabels) return can(model, "scan") ? "label" : "nothing";
  return can(model, "enter_code") ? "code" : "nothing";
}

/** The entry as it is shown: with characters of which it is not yet known who typed them. */
export function shownEntry(model: ScreenModel): string {
  const { burst, isFast } = model.keys;
  const kind = entryKind(model);
  if (kind === "label") return isFast ? model.entry : model.entry + burst;
  const mayBeCode = kind === "code" && /^[0-9]/.test(burst);
  const digits = mayBeCode ? burst.replaceAll(/[^0-9]/g, "") : "";
  return (model.entry + digits).slice(0, codeLengthMax);
}

/** The screen takes a code but shows no keys: the last person's thanks still stand on it. */
export function isKeypadHidden(model: ScreenModel): boolean {
  return entryKind(model) === "code" && model.link.state?.screen.step !== "idle";
}

/** Nothing to do but to show the model. */
export function stay(model: ScreenModel): Outcome {
  return { model, send: null, swallow: false };
}

/** Forgets the person who stood here. */
export function forgetPerson(model: ScreenModel): ScreenModel {
  return {
    ...model,
    preferences: defaultPreferences,
    entry: "",
    entryByKeyboard: false,
    sheet: null,
    isKeypadAskedFor: false,
    notSent: false,
  };
}
