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
  page.addEventListener("keydown", onKey, { capture: true });
  page.addEventListener("pointerdown", onTouch, { capture: true });
  return () => {
    page.removeEventListener("keydown", onKey, { capture: true });
    page.removeEventListener("pointerdown", onTouch, { capture: true });
  };
}
