// The agent's time as the screen knows it: its last word and how long ago that was. The browser's
// own wall clock is never asked, because nobody sets it at a kiosk.

/** `agentMs` is the agent's time since 1970, `heardAtMs` the monotonic time at which it was said. */
export type AgentClock = { readonly agentMs: number; readonly heardAtMs: number };

/** From `serverNow` of a state heard at `heardAtMs`. */
export function hearClock(serverNow: string, heardAtMs: number): AgentClock {
  return { agentMs: Date.parse(serverNow), heardAtMs };
}

/** The agent's time now, in milliseconds since 1970. */
export function agentNowMs(clock: AgentClock, nowMs: number): number {
  return clock.agentMs + Math.max(0, nowMs - clock.heardAtMs);
}

/** Whole seconds until an instant, rounded up, 0 when it has passed. */
export function secondsUntil(clock: AgentClock, instant: string, nowMs: number): number {
  const leftMs = Date.parse(instant) - agentNowMs(clock, nowMs);
  return Math.max(0, Math.ceil(leftMs / 1_000));
}

/** True from the instant on. */
export function hasPassed(clock: AgentClock, instant: string, nowMs: number): boolean {
  return agentNowMs(clock, nowMs) >= Date.parse(instant);
}
