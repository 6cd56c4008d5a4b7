import type { ScreenStep } from "@pigeonhole/contract/kiosk-screen/screen-state";
import { offerActions, type ScreenView, type ViewContext } from "./screen-view.ts";
import { wallOfLabel } from "./wall-view.ts";

type PickupDone = Extract<ScreenStep, { step: "pickup_done" }>;

/** The door is shut again; for a short while it may be opened once more. */
export function viewPickupDone(context: ViewContext, step: PickupDone): ScreenView {
  const { say } = context.words;
  const door = step.label;
  const seconds = step.openAgainUntil === null ? 0 : context.secondsUntil(step.openAgainUntil);
  const canReopen = seconds > 0 && context.allowed.has("open_again");
  const shut = say("pickup_done.body", { door });
  const left = step.left > 0 ? [say("pickup_done.left", { count: step.left })] : [];
  const reopen = canReopen ? [say("pickup_done.reopen_until", { door, seconds })] : [];
  const title = say("pickup_done.title");
  const main = step.left > 0 ? "take_next" : "finish";
  return {
    title,
    body: [shut, ...left, ...reopen],
    simple: [say(step.left > 0 ? "pickup_done.simple_left" : "pickup_done.simple")],
    spoken: [`${title}.`, shut, ...left].join(" "),
    tone: "good",
    wall: wallOfLabel(context, step.label),
    actions: offerActions(context, main, [
      "finish",
      "open_again",
      "report_empty",
      "report_not_mine",
    ]),
  };
}
