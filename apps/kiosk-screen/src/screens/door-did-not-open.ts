import type { ScreenStep } from "@pigeonhole/contract/kiosk-screen/screen-state";
import { offerActions, type ScreenView, type ViewContext } from "./screen-view.ts";
import { wallOf } from "./wall-view.ts";

type DoorDidNotOpen = Extract<ScreenStep, { step: "door_did_not_open" }>;

/** The lock was pulsed and the door stayed shut. */
export function viewDoorDidNotOpen(context: ViewContext, step: DoorDidNotOpen): ScreenView {
  const { say } = context.words;
  const phone = context.setting.supportPhone;
  const canTry = step.canTryAgain && context.allowed.has("try_again");
  const allowed = canTry ? context.allowed : without(context.allowed, "try_again");
  const title = say("no_open.title", { door: step.door.label });
  const body = [
    say("no_open.body"),
    ...(canTry ? [say("no_open.again")] : []),
    phone === null ? say("no_open.no_call") : say("no_open.call", { phone }),
  ];
  const wall = wallOf(context, step.door);
  return {
    title,
    body,
    simple: [say("no_open.simple")],
    spoken: [`${title}.`, ...body, wall.caption].filter((line) => line !== null).join(" "),
    tone: "trouble",
    wall,
    actions: offerActions({ ...context, allowed }, canTry ? "try_again" : "take_next", [
      "report_wrong_door",
      "report_broken",
      "take_next",
      "finish",
      "cancel",
    ]),
  };
}

function without<Value>(values: ReadonlySet<Value>, value: Value): ReadonlySet<Value> {
  return new Set([...values].filter((each) => each !== value));
}
