// What every screen about a door has in common: its state in a title, its place in words.

import type { ScreenDoor } from "@pigeonhole/contract/kiosk-screen/screen-state";
import type { MessageKey } from "../texts/messages-en.ts";
import type { ScreenView, ViewContext } from "./screen-view.ts";
import { wallOf } from "./wall-view.ts";

type DoorTexts = {
  /** What to do with the open door. */
  readonly task: string;
  readonly simple: readonly string[];
  /** Said after the task: which parcel, how many are left. */
  readonly more: readonly string[];
};

const titleKeys: Readonly<Record<ScreenDoor["state"], MessageKey>> = {
  opening: "door.opening",
  open: "door.open",
  closed: "door.closed",
  unknown: "door.unknown",
};

/** Everything but the actions of a screen about a door. */
export function viewDoor(
  context: ViewContext,
  door: ScreenDoor,
  texts: DoorTexts,
): Omit<ScreenView, "actions"> {
  const { say } = context.words;
  const label = { door: door.label };
  const isReminder = door.remind && door.state !== "closed";
  const title = say(isReminder ? "door.remind" : titleKeys[door.state], label);
  const body = bodyOf(context, door, texts, isReminder);
  const wall = wallOf(context, door);
  return {
    title,
    body: [...body, ...texts.more],
    simple: door.state === "closed" ? [say("door.closed_simple")] : texts.simple,
    spoken: [`${title}.`, wall.caption, ...body].filter((line) => line !== null).join(" "),
    tone: isReminder ? "attention" : door.state === "closed" ? "good" : "calm",
    wall,
  };
}

function bodyOf(
  { words: { say } }: ViewContext,
  door: ScreenDoor,
  texts: DoorTexts,
  isReminder: boolean,
): string[] {
  if (isReminder) return [say("door.remind_body"), texts.task];
  switch (door.state) {
    case "opening":
      return [say("door.pull")];
    case "open":
      return [texts.task];
    case "closed":
      return [];
    case "unknown":
      return [say("door.unknown_body"), texts.task];
  }
}
