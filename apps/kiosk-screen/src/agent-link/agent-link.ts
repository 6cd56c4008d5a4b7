// The screen's only connection: the kiosk's agent on the same origin. What it says is checked
// against the contract; what does not fit counts as silence, because drawing half a state at a
// locker is worse than saying "one moment".
import {
  type ScreenActionRequest,
  type ScreenState,
  screenPaths,
  screenSetting,
  screenState,
} from "@pigeonhole/contract/kiosk-screen/screen-state";
import type { LinkEvent } from "./link-state.ts";

/** The part of `EventSource` that is used. */
export type EventStream = {
  addEventListener(type: "open" | "error", listener: () => void): void;
  addEventListener(
    type: "message" | "state" | "setting",
    listener: (event: { readonly data: string }) => void,
  ): void;
  close(): void;
  readonly readyState: number;
};

export type AgentLinkDeps = {
  readonly fetch: (path: string, init?: RequestInit) => Promise<Response>;
  readonly openStream: (path: string) => EventStream;
  /** Calls back after so many milliseconds; answers how to call it off. */
  readonly after: (waitMs: number, run: () => void) => () => void;
  readonly report: (event: LinkEvent) => void;
  /** For who looks after the kiosk; the person before it sees a calm screen. */
  readonly warn: (message: string, error: unknown) => void;
};

export type AgentLink = {
  /** True when the agent took it; a failure to reach it is false, never thrown. */
  readonly send: (request: ScreenActionRequest) => Promise<boolean>;
  readonly close: () => void;
};

/** Waits between tries to open the stream again, the last one for ever after. */
const reconnectWaitsMs = [500, 1_000, 2_000];

/** `EventSource.CLOSED`: the browser has given up, so that we must try. */
const streamClosed = 2;

const actionTimeoutMs = 15_000;

/** The setting seldom changes and has no event of its own everywhere, so that it is asked for. */
const settingEveryMs = 15_000;

/** A change of state may come from a new configuration; asking once for several of them is enough. */
const settingPauseMs = 2_000;

export function connectAgent(deps: AgentLinkDeps): AgentLink {
  let failures = 0;
  let stream: EventStream | null = null;
  let callOff = () => {};
  let isClosed = false;
  const setting = followSetting(deps);

  const open = () => {
    stream = deps.openStream(screenPaths.events);
    stream.addEventListener("open", () => {
      failures = 0;
      deps.report({ type: "opened" });
      setting.ask();
    });
    const onState = (event: { readonly data: string }) => {
      heardState(deps, event.data);
      setting.ask();
    };
    stream.addEventListener("message", onState);
    stream.addEventListener("state", onState);
    stream.addEventListener("setting", (event) => heardSetting(deps, event.data));
    stream.addEventListener("error", lost);
  };
  const lost = () => {
    deps.report({ type: "lost" });
    if (isClosed || stream?.readyState !== streamClosed) return;
    callOff();
    callOff = deps.after(reconnectWaitMs(failures), open);
    failures += 1;
  };

  open();
  return {
    send: (request) => sendAction(deps, request),
    close: () => {
      isClosed = true;
      callOff();
      setting.close();
      stream?.close();
    },
  };
}

function reconnectWaitMs(failures: number): number {
  return reconnectWaitsMs[Math.min(failures, reconnectWaitsMs.length - 1)] ?? 2_000;
}

type SettingFollower = { readonly ask: () => void; readonly close: () => void };

/** Asks for the setting now and then, and when something hints that it has changed. */
function followSetting(deps: AgentLinkDeps): SettingFollower {
  let isPausing = false;
  let isWanted = false;
  let callOff = () => {};
  const ask = () => {
    isWanted = isPausing;
    if (isPausing) return;
    isPausing = true;
    callOff();
    callOff = deps.after(settingPauseMs, goOn);
    void readSetting(deps);
  };
  const goOn = () => {
    isPausing = false;
    if (isWanted) ask();
    else callOff = deps.after(settingEveryMs, ask);
  };
  return { ask, close: () => callOff() };
}

/** A failure is no news: whether the agent is there, the stream knows better. */
async function readSetting(deps: AgentLinkDeps): Promise<void> {
  try {
    const answer = await deps.fetch(screenPaths.setting);
    if (answer.ok) heardSetting(deps, await answer.text());
  } catch (error) {
    deps.warn("the setting could not be read", error);
  }
}

async function sendAction(deps: AgentLinkDeps, request: ScreenActionRequest): Promise<boolean> {
  const giveUp = new AbortController();
  const callOff = deps.after(actionTimeoutMs, () => giveUp.abort());
  try {
    const response = await deps.fetch(screenPaths.actions, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(request),
      signal: giveUp.signal,
    });
    if (!response.ok) return false;
    answeredState(deps, await response.text());
    return true;
  } catch (error) {
    deps.warn(`${request.action} did not reach the agent`, error);
    return false;
  } finally {
    callOff();
  }
}

function heardState(deps: AgentLinkDeps, json: string): void {
  const state = parseState(deps, json);
  deps.report(state === null ? { type: "lost" } : { type: "state_heard", state });
}

/** An answer may carry the new state or nothing; the stream brings it in any case. */
function answeredState(deps: AgentLinkDeps, json: string): void {
  if (json === "") return;
  const state = parseState(deps, json);
  if (state !== null) deps.report({ type: "state_answered", state });
}

function heardSetting(deps: AgentLinkDeps, json: string): void {
  const setting = screenSetting.safeParse(parseJson(deps, json));
  if (setting.success) deps.report({ type: "setting_heard", setting: setting.data });
  else deps.warn("the setting is not as the contract says", setting.error);
}

function parseState(deps: AgentLinkDeps, json: string): ScreenState | null {
  const state = screenState.safeParse(parseJson(deps, json));
  if (state.success) return state.data;
  deps.warn("the state is not as the contract says", state.error);
  return null;
}

function parseJson(deps: AgentLinkDeps, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    deps.warn("the agent's words are no JSON", error);
    return undefined;
  }
}
