import type { ScreenStep } from "@pigeonhole/contract/kiosk-screen/screen-state";
import { offerActions, type ScreenView, type ViewContext } from "./screen-view.ts";

type CourierReady = Extract<ScreenStep, { step: "courier_ready" }>;

/** A courier is here; the next label opens a door. */
export function viewCourierReady(context: ViewContext, step: CourierReady): ScreenView {
  const { say } = context.words;
  const { expected, overdue, depositedNow: deposited } = step;
  return {
    title: say("courier_ready.title"),
    body: [say("courier_ready.body")],
    simple: [say("courier_ready.simple")],
    spoken: say("courier_ready.spoken", { expected, overdue, deposited }),
    tone: "calm",
    keypad: { kind: "label", isClosed: false },
    notes: [
      { name: say("courier_ready.deposited"), value: String(deposited), look: "figure" },
      { name: say("courier_ready.expected"), value: String(expected), look: "figure" },
      { name: say("courier_ready.overdue"), value: String(overdue), look: "figure" },
    ],
    actions: offerActions(context, "start_collection", ["finish"]),
  };
}
