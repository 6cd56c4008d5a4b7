import type { Language } from "../texts/words.ts";

/** How one person wants the screen; forgotten when the next one comes. */
export type Preferences = {
  /** Chosen by hand; null: as the grant says, else the locker's first language. */
  readonly language: Language | null;
  readonly largeText: boolean;
  readonly highContrast: boolean;
  /** All controls in the lower half. */
  readonly lowLayout: boolean;
  readonly simpleWords: boolean;
};

export type PreferenceSwitch = "largeText" | "highContrast" | "lowLayout" | "simpleWords";

export const defaultPreferences: Preferences = {
  language: null,
  largeText: false,
  highContrast: false,
  lowLayout: false,
  simpleWords: false,
};

/** A hand's choice goes before the grant's language, that before the locker's own. */
export function languageFor(
  preferences: Preferences,
  ofGrant: Language | null,
  ofLocker: readonly Language[],
): Language {
  return preferences.language ?? ofGrant ?? ofLocker[0] ?? "en";
}
