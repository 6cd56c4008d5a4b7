import type {
  ScreenAction,
  ScreenActionRequest,
  ScreenSetting,
} from "@pigeonhole/contract/kiosk-screen/screen-state";
import type { MessageKey } from "../texts/messages-en.ts";
import type { Words } from "../texts/words.ts";

/** A screen as data: what is shown, what is spoken, what can be done. */
export type ScreenView = {
  readonly title: string;
  readonly body: readonly string[];
  /** The same in simple words, step by step. */
  readonly simple: readonly string[];
  /** One line for the ear; it changes only when there is something new to say. */
  readonly spoken: string;
  /** `attention` asks for something now (a door to shut), `trouble` says that something failed. */
  readonly tone: "calm" | "good" | "attention" | "trouble";
  readonly actions: readonly ActionButton[];
  readonly wall?: WallView;
  readonly keypad?: KeypadView;
  /** Something to note down or compare, under its name. */
  readonly notes?: readonly NoteView[];
};

export type ActionButton = {
  readonly id: string;
  readonly label: string;
  /** A second line, smaller. */
  readonly detail?: string;
  readonly tone: "main" | "plain";
  readonly request: ScreenActionRequest;
};

export type WallView = {
  /** The lit door; null: the wall as it stands. */
  readonly compartmentId: string | null;
  /** All doors of a person who has to choose. */
  readonly alsoLit?: readonly string[];
  /** The place of the lit door in words. */
  readonly caption: string | null;
  readonly doorState: "open" | "closed" | "unknown";
};

/** `label`: letters from a keyboard, no keys on the screen. */
export type KeypadView = { readonly kind: "code" | "label"; readonly isClosed: boolean };

export type NoteView = {
  readonly name: string;
  readonly value: string;
  readonly look: "figure" | "code";
};

/** What a screen may draw upon. */
export type ViewContext = {
  readonly words: Words;
  readonly setting: ScreenSetting;
  readonly allowed: ReadonlySet<ScreenAction>;
  /** Whole seconds until an instant, 0 when it has passed. */
  readonly secondsUntil: (instant: string) => number;
};

/** Actions that need nothing but their name. */
export type PlainAction = Exclude<ScreenAction, "enter_code" | "scan" | "choose_parcel">;

/** In the order given, what is allowed; everything else that is allowed follows by its usual name. */
export function offerActions(
  context: ViewContext,
  main: PlainAction,
  others: readonly PlainAction[] = [],
): ActionButton[] {
  const named = [...new Set([main, ...others])];
  const rest = [...context.allowed].filter(isPlain).filter((action) => !named.includes(action));
  return [...named, ...rest]
    .filter((action) => context.allowed.has(action))
    .map((action) => ({
      id: action,
      label: context.words.say(actionKeys[action]),
      tone: action === main ? "main" : "plain",
      request: { action },
    }));
}

const actionKeys: Readonly<Record<PlainAction, MessageKey>> = {
  confirm_deposit: "action.confirm_deposit",
  does_not_fit: "action.does_not_fit",
  report_occupied: "action.report_occupied",
  report_broken: "action.report_broken",
  report_wrong_door: "action.report_wrong_door",
  open_again: "action.open_again",
  report_empty: "action.report_empty",
  report_not_mine: "action.report_not_mine",
  take_next: "action.take_next",
  start_collection: "action.start_collection",
  finish: "action.finish",
  cancel: "action.cancel",
  stay_awake: "action.stay_awake",
  try_again: "action.try_again",
};

/** "I need more time" stands in the warning, where it is looked for. */
function isPlain(action: ScreenAction): action is PlainAction {
  const withOwnPlace: readonly ScreenAction[] = [
    "enter_code",
    "scan",
    "choose_parcel",
    "stay_awake",
  ];
  return !withOwnPlace.includes(action);
}
