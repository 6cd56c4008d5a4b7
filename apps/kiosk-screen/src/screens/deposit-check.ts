import type { ScreenStep } from "@pigeonhole/contract/kiosk-screen/screen-state";
import type { MessageKey } from "../texts/messages-en.ts";
import { offerActions, type ScreenView, type ViewContext } from "./screen-view.ts";
import { wallOfLabel } from "./wall-view.ts";

type DepositCheck = Extract<ScreenStep, { step: "deposit_check" }>;

const doubtKeys: Readonly<Record<DepositCheck["doubt"], MessageKey>> = {
  none: "deposit_check.none",
  sensor_says_empty: "deposit_check.sensor_says_empty",
  door_open_too_short: "deposit_check.door_open_too_short",
};

/** The door is shut; the courier says whether the parcel is behind it. */
export function viewDepositCheck(context: ViewContext, step: DepositCheck): ScreenView {
  const { say } = context.words;
  const title = say("deposit_check.title", { door: step.label });
  const doubt = say(doubtKeys[step.doubt]);
  return {
    title,
    body: [doubt, say("pickup.parcel", { tracking: step.trackingNumber })],
    simple: [say("deposit_check.simple")],
    spoken: `${title} ${doubt}`,
    wall: wallOfLabel(context, step.label),
    tone: step.doubt === "none" ? "calm" : "attention",
    actions: offerActions(context, "confirm_deposit", [
      "open_again",
      "does_not_fit",
      "report_occupied",
      "report_wrong_door",
      "report_broken",
      "cancel",
    ]),
  };
}
