import { useEffect } from "react";
import type { Preferences } from "../model/preferences.ts";
import type { Language } from "../texts/words.ts";

/** Sheets hang outside the page's own element, so that the look is said at the root. */
export function useRootLook(preferences: Preferences, language: Language): void {
  useEffect(() => {
    const root = document.documentElement;
    root.lang = language;
    set(root, "data-text", preferences.largeText ? "large" : null);
    set(root, "data-contrast", preferences.highContrast ? "high" : null);
    set(root, "data-layout", preferences.lowLayout ? "low" : null);
  }, [preferences, language]);
}

function set(root: HTMLElement, name: string, value: string | null): void {
  if (value === null) root.removeAttribute(name);
  else root.setAttribute(name, value);
}
