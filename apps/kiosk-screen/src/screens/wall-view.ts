// The wall beside a screen's words: which door is lit, and where it is for who does not see it.
import type { ScreenDoor } from "@pigeonhole/contract/kiosk-screen/screen-state";
import { describeCompartment, describeDirection } from "@pigeonhole/ui/wall/describe-compartment";
import type { ViewContext, WallView } from "./screen-view.ts";

/** The wall as it stands, to recognise the place by. */
export const plainWall: WallView = { compartmentId: null, caption: null, doorState: "closed" };

/** The wall with the door that a screen is about. */
export function wallOf(context: ViewContext, door: ScreenDoor): WallView {
  const doorState = door.state === "opening" ? "closed" : door.state;
  const caption = placeOfDoor(context, door.compartmentId);
  return { compartmentId: door.compartmentId, caption, doorState };
}

/** The wall with a shut door of which only the label is known; the plain wall if it is not there. */
export function wallOfLabel(context: ViewContext, label: string): WallView {
  const compartments = context.setting.layout?.modules.flatMap((module) => module.compartments);
  const found = compartments?.find((compartment) => compartment.label === label);
  if (found === undefined) return plainWall;
  const { compartmentId } = found;
  return { compartmentId, caption: placeOfDoor(context, compartmentId), doorState: "closed" };
}

/** "Column 3, second door from the bottom, knee height. …", or null without a layout. */
export function placeOfDoor(context: ViewContext, compartmentId: string): string | null {
  const { layout } = context.setting;
  if (layout === null) return null;
  const { language, say } = context.words;
  const place = describeCompartment(layout, compartmentId, language);
  const direction = describeDirection(layout, compartmentId, language);
  if (place === null || direction === null) return null;
  return say("door.place", {
    place: capitalise(place, language),
    direction: capitalise(direction, language),
  });
}

function capitalise(text: string, language: string): string {
  return text.slice(0, 1).toLocaleUpperCase(language) + text.slice(1);
}
