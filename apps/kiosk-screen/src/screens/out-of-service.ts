import type { ScreenStep } from "@pigeonhole/contract/kiosk-screen/screen-state";
import { offerActions, type ScreenView, type ViewContext } from "./screen-view.ts";

type OutOfService = Extract<ScreenStep, { step: "out_of_service" }>;

/** The locker opens no doors; it says why, and shows a technician its key's fingerprint. */
export function viewOutOfService(context: ViewContext, step: OutOfService): ScreenView {
  const { say } = context.words;
  const phone = context.setting.supportPhone;
  const title = say("out.title");
  const body = [
    say(`out.${step.reason}`),
    // Before it is set up nothing can be inside.
    ...(step.reason === "not_enrolled" ? [] : [say("out.safe")]),
    ...(phone === null ? [] : [say("out.call", { phone })]),
  ];
  const fingerprint = step.fingerprint;
  return {
    title,
    body,
    simple: [say("out.simple")],
    spoken: [`${title}.`, ...body].join(" "),
    tone: "trouble",
    ...(fingerprint === null
      ? {}
      : { notes: [{ name: say("out.fingerprint"), value: fingerprint, look: "code" }] }),
    actions: offerActions(context, "try_again", ["finish"]),
  };
}
