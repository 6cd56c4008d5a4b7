import type { ScreenStep } from "@pigeonhole/contract/kiosk-screen/screen-state";
import { offerActions, type ScreenView, type ViewContext } from "./screen-view.ts";
import { plainWall } from "./wall-view.ts";

type Idle = Extract<ScreenStep, { step: "idle" }>;

/** Nobody stands here: keypad and scanner wait. */
export function viewIdle(context: ViewContext, step: Idle): ScreenView {
  const { say } = context.words;
  const locker = context.setting.lockerName;
  const seconds = step.throttledUntil === null ? 0 : context.secondsUntil(step.throttledUntil);
  const isClosed = seconds > 0;
  const actions = offerActions(context, "try_again");
  const keypad = { kind: "code", isClosed } as const;
  if (isClosed) {
    return {
      title: say("idle.throttled"),
      body: [say("idle.throttled_wait", { seconds }), say("idle.courier")],
      simple: [say("idle.throttled_spoken")],
      spoken: say("idle.throttled_spoken"),
      tone: "attention",
      keypad,
      wall: plainWall,
      actions,
    };
  }
  return {
    title: say("idle.title"),
    body: [say("idle.scan"), say("idle.courier")],
    simple: [say("idle.simple_1"), say("idle.simple_2"), say("idle.simple_3")],
    spoken: say("idle.spoken", { locker }),
    tone: "calm",
    keypad,
    wall: plainWall,
    actions,
  };
}
