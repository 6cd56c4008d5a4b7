import type { ScreenSetting, ScreenState } from "@pigeonhole/contract/kiosk-screen/screen-state";
import { type AgentClock, hearClock } from "../clock/agent-clock.ts";

/** What the screen knows of its agent. */
export type LinkState = {
  readonly setting: ScreenSetting | null;
  readonly state: ScreenState | null;
  readonly clock: AgentClock | null;
  readonly connection: "connecting" | "live" | "away";
  /** Since when nothing is heard, by the monotonic clock; null while live. */
  readonly lostAtMs: number | null;
};

export type LinkEvent =
  | { readonly type: "opened" }
  | { readonly type: "lost" }
  | { readonly type: "setting_heard"; readonly setting: ScreenSetting }
  | { readonly type: "state_heard"; readonly state: ScreenState }
  | { readonly type: "state_answered"; readonly state: ScreenState };

/** An agent that restarts is back within this; until then the last screen may stay. */
export const awayAfterMs = 3_000;

export const initialLink: LinkState = {
  setting: null,
  state: null,
  clock: null,
  connection: "connecting",
  lostAtMs: null,
};

/** The stream is the truth: an agent that restarted counts its revisions from the beginning. */
export function evolveLink(link: LinkState, event: LinkEvent, nowMs: number): LinkState {
  switch (event.type) {
    case "opened":
      return { ...link, connection: "live", lostAtMs: null };
    case "lost":
      return { ...link, connection: "away", lostAtMs: link.lostAtMs ?? nowMs };
    case "setting_heard":
      return { ...link, setting: event.setting };
    case "state_heard":
      return { ...withState(link, event.state, nowMs), connection: "live", lostAtMs: null };
    case "state_answered": {
      const known = link.state?.revision ?? -1;
      return event.state.revision > known ? withState(link, event.state, nowMs) : link;
    }
  }
}

/** True when the agent has been silent for so long that the screen must say so. */
export function isAway(link: LinkState, nowMs: number): boolean {
  if (link.state === null || link.setting === null) return true;
  return link.lostAtMs !== null && nowMs - link.lostAtMs >= awayAfterMs;
}

function withState(link: LinkState, state: ScreenState, nowMs: number): LinkState {
  return { ...link, state, clock: hearClock(state.serverNow, nowMs) };
}
