import type { AgentLink } from "../agent-link/agent-link.ts";
import type { LinkEvent } from "../agent-link/link-state.ts";
import { evolveScreen } from "../model/evolve-screen.ts";
import { initialModel, type ScreenEvent, type ScreenModel } from "../model/screen-model.ts";

export type ScreenStoreDeps = {
  /** Monotonic, in milliseconds. */
  readonly nowMs: () => number;
  readonly connect: (report: (event: LinkEvent) => void) => AgentLink;
};

export type ScreenStore = {
  readonly model: () => ScreenModel;
  /**
   * `atMs` is when it happened, by the same clock, where that is known better than "now".
   * True when the key that caused the event must not act on whatever has the focus.
   */
  readonly dispatch: (event: ScreenEvent, atMs?: number) => boolean;
  readonly subscribe: (listener: () => void) => () => void;
};

/** Countdowns show seconds; drawing them four times in each is exact enough. */
const drawEveryMs = 250;

/** Holds the model, does what it asks for. */
export function createScreenStore(deps: ScreenStoreDeps): ScreenStore {
  const listeners = new Set<() => void>();
  let model = initialModel(deps.nowMs());

  const dispatch = (event: ScreenEvent, atMs = deps.nowMs()): boolean => {
    const before = model;
    const outcome = evolveScreen(before, event, atMs);
    model = outcome.model;
    if (outcome.send !== null) {
      const isAwaited = model.isSending;
      void link.send(outcome.send).then((reached) => {
        if (isAwaited) dispatch({ type: "sent", reached });
      });
    }
    if (isWorthDrawing(before, model)) for (const listener of listeners) listener();
    return outcome.swallow;
  };
  const link = deps.connect((event) => dispatch({ type: "link", event }));

  return {
    model: () => model,
    dispatch,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Time alone is drawn only a few times in a second. */
function isWorthDrawing(before: ScreenModel, after: ScreenModel): boolean {
  const isOtherTime =
    Math.floor(before.nowMs / drawEveryMs) !== Math.floor(after.nowMs / drawEveryMs);
  const { nowMs: _before, ...was } = before;
  const { nowMs: _after, ...is } = after;
  return (
    isOtherTime || Object.entries(is).some(([key, value]) => was[key as keyof typeof was] !== value)
  );
}
