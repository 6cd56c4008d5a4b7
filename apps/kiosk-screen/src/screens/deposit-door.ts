import type { ScreenStep } from "@pigeonhole/contract/kiosk-screen/screen-state";
import { viewDoor } from "./door-view.ts";
import { offerActions, type ScreenView, type ViewContext } from "./screen-view.ts";

type DepositDoor = Extract<ScreenStep, { step: "deposit_door" }>;

/** A door stands open for a parcel to be put in. */
export function viewDepositDoor(context: ViewContext, step: DepositDoor): ScreenView {
  const { say } = context.words;
  const which = say("pickup.parcel", { tracking: step.trackingNumber });
  const larger = step.largerLeft ? [] : [say("deposit.no_larger")];
  return {
    ...viewDoor(context, step.door, {
      task: say("deposit.put"),
      simple: [
        say("deposit.simple_1", { door: step.door.label }),
        say("deposit.simple_2"),
        say("deposit.simple_3"),
      ],
      more: [which, ...larger],
    }),
    actions: offerActions(context, "confirm_deposit", [
      "does_not_fit",
      "report_occupied",
      "report_wrong_door",
      "report_broken",
      "open_again",
      "try_again",
      "cancel",
    ]),
  };
}
