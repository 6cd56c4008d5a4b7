import type { ScreenStep } from "@pigeonhole/contract/kiosk-screen/screen-state";
import { offerActions, type ScreenView, type ViewContext } from "./screen-view.ts";

type ProblemNoted = Extract<ScreenStep, { step: "problem_noted" }>;

/** Something was wrong with the parcel; the person leaves with a number to refer to. */
export function viewProblemNoted(context: ViewContext, step: ProblemNoted): ScreenView {
  const { say } = context.words;
  const phone = context.setting.supportPhone;
  const isForeign = step.problem === "not_mine";
  const title = say(isForeign ? "problem.not_mine_title" : "problem.empty_title");
  const body = [
    ...(isForeign ? [say("problem.not_mine_body")] : []),
    say("problem.body"),
    phone === null ? say("problem.no_call") : say("problem.call", { phone }),
  ];
  const reference = say("problem.reference");
  const spelled = [...step.reference.replaceAll("-", "")].join(" ");
  return {
    title,
    body,
    simple: [say("problem.simple")],
    spoken: [`${title}.`, ...body, `${reference} ${spelled}`].join(" "),
    tone: "calm",
    notes: [{ name: reference, value: step.reference, look: "code" }],
    actions: offerActions(context, "take_next", ["finish", "open_again"]),
  };
}
