import { describe, expect, it } from "vitest";
import { allSamples, sampleSetting } from "../samples.ts";
import { awayAfterMs, evolveLink, initialLink, isAway, type LinkState } from "./link-state.ts";

const [first] = allSamples();
if (first === undefined) throw new Error("there are no samples");
const state = first.state;

function liveLink(): LinkState {
  const set = evolveLink(initialLink, { type: "setting_heard", setting: sampleSetting() }, 0);
  return evolveLink(set, { type: "state_heard", state }, 0);
}

describe("the link to the agent", () => {
  it("is away until both the setting and a state are known", () => {
    expect(isAway(initialLink, 0)).toBe(true);
    expect(isAway(evolveLink(initialLink, { type: "state_heard", state }, 0), 0)).toBe(true);
    expect(isAway(liveLink(), 0)).toBe(false);
  });

  it("keeps the last screen while the agent restarts, then says that it is away", () => {
    const lost = evolveLink(liveLink(), { type: "lost" }, 1_000);
    expect(isAway(lost, 1_000 + awayAfterMs - 1)).toBe(false);
    expect(isAway(lost, 1_000 + awayAfterMs)).toBe(true);
  });

  it("counts from the first loss, however many tries fail after it", () => {
    const lost = evolveLink(liveLink(), { type: "lost" }, 1_000);
    const again = evolveLink(lost, { type: "lost" }, 3_900);
    expect(isAway(again, 4_000)).toBe(true);
  });

  it("believes the stream also when the agent has begun to count anew", () => {
    const restarted = evolveLink(
      liveLink(),
      { type: "state_heard", state: { ...state, revision: 0 } },
      5,
    );
    expect(restarted.state?.revision).toBe(0);
  });

  it("does not let a late answer put back what the stream has said since", () => {
    const late = evolveLink(
      liveLink(),
      { type: "state_answered", state: { ...state, revision: 3 } },
      5,
    );
    expect(late.state?.revision).toBe(state.revision);
    const newer = evolveLink(
      liveLink(),
      { type: "state_answered", state: { ...state, revision: 8 } },
      5,
    );
    expect(newer.state?.revision).toBe(8);
  });
});
