import type { ScreenStep } from "@pigeonhole/contract/kiosk-screen/screen-state";
import { viewDoor } from "./door-view.ts";
import { offerActions, type ScreenView, type ViewContext } from "./screen-view.ts";

type CollectionDoor = Extract<ScreenStep, { step: "collection_door" }>;

/** A courier takes an overdue parcel back. */
export function viewCollectionDoor(context: ViewContext, step: CollectionDoor): ScreenView {
  const { say } = context.words;
  const which = say("pickup.parcel", { tracking: step.trackingNumber });
  return {
    ...viewDoor(context, step.door, {
      task: say("collection.take"),
      simple: [
        say("collection.simple_1", { door: step.door.label }),
        say("collection.simple_2"),
        say("collection.simple_3"),
      ],
      more: [which, say("collection.left", { count: step.left })],
    }),
    actions: offerActions(context, "take_next", [
      "open_again",
      "try_again",
      "report_empty",
      "report_wrong_door",
      "report_broken",
      "finish",
      "cancel",
    ]),
  };
}
