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
    type: "message" | "setting",
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

export function connectAgent(deps: AgentLinkDeps): AgentLink {
  let failures = 0;
  let stream: EventStream | null = null;
  let callOff = () => {};
  let isClosed = false;

  const open = () => {
    stream = deps.openStream(screenPaths.events);
    stream.addEventListener("open", () => {
      failures = 0;
      deps.report({ type: "opened" });
      void readSetting(deps);
    });
    stream.addEventListener("message", (event) => heardState(deps, event.data));
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
      stream?.close();
    },
  };
}

function reconnectWaitMs(failures: number): number {
  return reconnectWaitsMs[Math.min(failures, reconnectWaitsMs.length - 1)] ?? 2_000;
}

/** The stream may have opened before the setting existed, so that it is asked for as well. */
async function readSetting(deps: AgentLinkDeps): Promise<void> {
  try {
    const [setting, state] = await Promise.all([
      deps.fetch(screenPaths.setting),
      deps.fetch(screenPaths.state),
    ]);
    if (setting.ok) heardSetting(deps, await setting.text());
    if (state.ok) answeredState(deps, await state.text());
  } catch {
    // The stream notices by itself when the agent is gone, and asks again when it is back.
    deps.report({ type: "lost" });
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
  } catch {
    // Not reached: the caller says so on the screen.
    return false;
  } finally {
    callOff();
  }
}

function heardState(deps: AgentLinkDeps, json: string): void {
  const state = parseState(json);
  deps.report(state === null ? { type: "lost" } : { type: "state_heard", state });
}

/** An answer may carry the new state or nothing; the stream brings it in any case. */
function answeredState(deps: AgentLinkDeps, json: string): void {
  const state = parseState(json);
  if (state !== null) deps.report({ type: "state_answered", state });
}

function heardSetting(deps: AgentLinkDeps, json: string): void {
  const setting = screenSetting.safeParse(parseJson(json));
  if (setting.success) deps.report({ type: "setting_heard", setting: setting.data });
  else deps.report({ type: "lost" });
}

function parseState(json: string): ScreenState | null {
  const state = screenState.safeParse(parseJson(json));
  return state.success ? state.data : null;
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // Not JSON: the schema refuses what is undefined.
    return undefined;
  }
}
