import type { ScreenStep } from "@pigeonhole/contract/kiosk-screen/screen-state";
import { describeCompartment } from "@pigeonhole/ui/wall/describe-compartment";
import {
  type ActionButton,
  offerActions,
  type ScreenView,
  type ViewContext,
} from "./screen-view.ts";
import { plainWall } from "./wall-view.ts";

type ChooseParcels = Extract<ScreenStep, { step: "choose_parcels" }>;

/** Several parcels lie here for one person. */
export function viewChooseParcels(context: ViewContext, step: ChooseParcels): ScreenView {
  const { say } = context.words;
  const count = step.parcels.length;
  const choices = context.allowed.has("choose_parcel")
    ? step.parcels.map((parcel) => choiceOf(context, parcel))
    : [];
  return {
    title: say("choose.title", { count }),
    body: [say("choose.body")],
    simple: [say("choose.simple")],
    spoken: say("choose.spoken", { count }),
    tone: "calm",
    wall: { ...plainWall, alsoLit: step.parcels.map((parcel) => parcel.compartmentId) },
    actions: [...choices, ...offerActions(context, "take_next", ["finish", "cancel"])],
  };
}

function choiceOf(
  { setting, words }: ViewContext,
  parcel: ChooseParcels["parcels"][number],
): ActionButton {
  const place =
    setting.layout === null
      ? null
      : describeCompartment(setting.layout, parcel.compartmentId, words.language);
  return {
    id: parcel.parcelId,
    label: words.say("choose.parcel", { door: parcel.label }),
    detail: [place, parcel.trackingNumber].filter((line) => line !== null).join(" · "),
    tone: "plain",
    request: { action: "choose_parcel", parcelId: parcel.parcelId },
  };
}
