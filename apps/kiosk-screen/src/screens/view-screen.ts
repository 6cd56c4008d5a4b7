import type { ScreenStep } from "@pigeonhole/contract/kiosk-screen/screen-state";
import { viewChooseParcels } from "./choose-parcels.ts";
import { viewCollectionDoor } from "./collection-door.ts";
import { viewCourierReady } from "./courier-ready.ts";
import { viewDepositCheck } from "./deposit-check.ts";
import { viewDepositDoor } from "./deposit-door.ts";
import { viewDoorDidNotOpen } from "./door-did-not-open.ts";
import { viewIdle } from "./idle.ts";
import { viewOutOfService } from "./out-of-service.ts";
import { viewPickupDone } from "./pickup-done.ts";
import { viewPickupDoor } from "./pickup-door.ts";
import { viewProblemNoted } from "./problem-noted.ts";
import type { ScreenView, ViewContext } from "./screen-view.ts";

/** The screen of a step, as data. */
export function viewScreen(context: ViewContext, step: ScreenStep): ScreenView {
  switch (step.step) {
    case "idle":
      return viewIdle(context, step);
    case "choose_parcels":
      return viewChooseParcels(context, step);
    case "pickup_door":
      return viewPickupDoor(context, step);
    case "pickup_done":
      return viewPickupDone(context, step);
    case "problem_noted":
      return viewProblemNoted(context, step);
    case "courier_ready":
      return viewCourierReady(context, step);
    case "deposit_door":
      return viewDepositDoor(context, step);
    case "deposit_check":
      return viewDepositCheck(context, step);
    case "collection_door":
      return viewCollectionDoor(context, step);
    case "door_did_not_open":
      return viewDoorDidNotOpen(context, step);
    case "out_of_service":
      return viewOutOfService(context, step);
  }
}
