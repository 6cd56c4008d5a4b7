// When the wire may be used: silence between exchanges, rest for a board that moves a lock, and one
// energised coil at a time.
import { pause } from "../timing/timers.ts";
import { type Exchange, type WireDeps, wireMs } from "./exchange.ts";

/** The longest a noisy line can hold up a request. */
export const NOISY_LINE_WAIT_MAX_MS = 200;
/** Modbus' rule of 3.5 characters of silence, and a margin for slow transceivers. */
const QUIET_CHARACTERS = 3.5;
const QUIET_MARGIN_MS = 3;

export interface Line {
  /** Waits for silence and, before a coil, for the previous coil to be off. */
  untilFree(energises: boolean): Promise<void>;
  noteSent(exchange: Exchange<unknown>): void;
  keepQuietFor(durationMs: number): void;
  sentAtMs(): number;
  stop(): void;
}

export function watchLine(deps: WireDeps): Line {
  const { profile, timers } = deps;
  const quietMs = wireMs(profile, QUIET_CHARACTERS) + QUIET_MARGIN_MS;
  let quietUntilMs = 0;
  let coilUntilMs = 0;
  let sentAtMs = 0;
  const stop = deps.port.onBytes((bytes) => {
    const atMs = timers.nowMs();
    quietUntilMs = Math.max(quietUntilMs, atMs + quietMs);
    deps.onWire({ direction: "received", bytes, atMs });
  });
  return {
    async untilFree(energises) {
      const heldUntilMs = Math.max(quietUntilMs, energises ? coilUntilMs : 0);
      if (heldUntilMs > timers.nowMs()) await pause(timers, heldUntilMs - timers.nowMs());
      const patienceEndsMs = timers.nowMs() + NOISY_LINE_WAIT_MAX_MS;
      while (quietUntilMs > timers.nowMs() && timers.nowMs() < patienceEndsMs) {
        await pause(timers, quietUntilMs - timers.nowMs());
      }
    },
    noteSent(exchange) {
      const { bytes } = exchange.request;
      sentAtMs = timers.nowMs();
      const sentUntilMs = sentAtMs + wireMs(profile, bytes.length);
      quietUntilMs = sentUntilMs + (exchange.energises ? profile.settleMs : quietMs);
      if (exchange.energises) coilUntilMs = sentUntilMs + profile.pulseMs;
      deps.onWire({ direction: "sent", bytes, atMs: sentAtMs });
    },
    keepQuietFor(durationMs) {
      quietUntilMs = Math.max(quietUntilMs, timers.nowMs() + durationMs);
    },
    sentAtMs: () => sentAtMs,
    stop,
  };
}
