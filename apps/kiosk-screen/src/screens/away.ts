import type { Words } from "../texts/words.ts";
import type { ScreenView } from "./screen-view.ts";

/** The agent does not answer: starting, updating, or gone. Nothing can be done here but wait. */
export function viewAway({ say }: Words): ScreenView {
  return {
    title: say("away.title"),
    body: [say("away.body"), say("away.safe")],
    simple: [say("away.simple")],
    spoken: `${say("away.title")}. ${say("away.body")} ${say("away.safe")}`,
    tone: "calm",
    actions: [],
  };
}
