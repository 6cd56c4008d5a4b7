import type { ScreenStep } from "@pigeonhole/contract/kiosk-screen/screen-state";
import { viewDoor } from "./door-view.ts";
import { offerActions, type ScreenView, type ViewContext } from "./screen-view.ts";

type PickupDoor = Extract<ScreenStep, { step: "pickup_door" }>;

/** A door stands open for its recipient. */
export function viewPickupDoor(context: ViewContext, step: PickupDoor): ScreenView {
  const { say } = context.words;
  const { position, total } = step;
  const tracking = step.trackingNumber;
  const which =
    total > 1
      ? `${say("pickup.position", { position, total })} · ${tracking}`
      : say("pickup.parcel", { tracking });
  return {
    ...viewDoor(context, step.door, {
      task: say("pickup.take"),
      simple: [
        say("pickup.simple_1", { door: step.door.label }),
        say("pickup.simple_2"),
        say("pickup.simple_3"),
      ],
      more: [which],
    }),
    actions: offerActions(context, "take_next", [
      "open_again",
      "try_again",
      "report_empty",
      "report_not_mine",
      "finish",
    ]),
  };
}
