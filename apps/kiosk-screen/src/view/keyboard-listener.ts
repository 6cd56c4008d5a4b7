import { scanLengthMax } from "../entry/keystrokes.ts";
import type { ScreenStore } from "./screen-store.ts";

/**
 * Hears every key before anything on the page does, because a scanner's characters and its Enter
 * must not press the button that happens to have the focus. Answers how to stop listening.
 */
export function listenToKeys(page: Window, store: ScreenStore): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const { key, repeat: isRepeat, timeStamp } = event;
    // A busy page hears keys late; only their own times tell a scanner from a person.
    const swallow = store.dispatch({ type: "key_pressed", key, isRepeat }, timeStamp);
    if (!swallow) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onTouch = () => {
    store.dispatch({ type: "touched" });
  };
  const onPaste = (event: ClipboardEvent) => {
    event.preventDefault();
    readPasted(store, event.clipboardData?.getData("text").trim() ?? "");
  };
  page.addEventListener("keydown", onKey, { capture: true });
  page.addEventListener("pointerdown", onTouch, { capture: true });
  page.addEventListener("paste", onPaste, { capture: true });
  return () => {
    page.removeEventListener("keydown", onKey, { capture: true });
    page.removeEventListener("pointerdown", onTouch, { capture: true });
    page.removeEventListener("paste", onPaste, { capture: true });
  };
}

/** Pasted text is a scan without a scanner, for trials and support; pasted digits are typed ones. */
function readPasted(store: ScreenStore, text: string): void {
  if (text === "" || text.length > scanLengthMax) return;
  if (!/^[\d\s]+$/.test(text)) {
    store.dispatch({ type: "acted", request: { action: "scan", text } });
    return;
  }
  for (const digit of text.replace(/\s/g, "")) store.dispatch({ type: "digit_pressed", digit });
}
