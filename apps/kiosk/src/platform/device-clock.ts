// The kiosk's clock: the domain's rules over what the machine can read, with the floor kept on disk
// and every step of the wall clock told once.
import type { Timers } from "@pigeonhole/boards/timing/timers";
import {
  type KioskClock,
  observeServerTime,
  readKioskClock,
  startKioskClock,
} from "@pigeonhole/domain/kiosk-clock";

export type ClockStep = {
  readonly from: Temporal.Instant;
  readonly to: Temporal.Instant;
  readonly accepted: boolean;
};

export type DeviceClock = {
  now(): Temporal.Instant;
  /** Believes the server's time, unless it is older than one it told before. */
  hearServer(serverAt: Temporal.Instant): ClockStep | undefined;
  /** A step of the wall clock since the last look; it changes nothing here. */
  checkWall(): ClockStep | undefined;
  /** True when the time is only known to be later than the last server time. */
  isUntrusted(): boolean;
  floorMs(): number;
};

export type DeviceClockSettings = {
  readonly wall: () => Temporal.Instant;
  readonly timers: Timers;
  readonly floorMs: number;
};

/** A kiosk that was off for longer than this has more likely a clock that runs ahead. */
const plausibleAheadMs = 60 * 24 * 3_600_000;
/** Smaller differences are the drift of two crystals and the work of NTP. */
const stepMinMs = 5_000;

export function createDeviceClock(settings: DeviceClockSettings): DeviceClock {
  const { timers } = settings;
  const device = () => ({
    wallMs: settings.wall().epochMilliseconds,
    monotonicMs: timers.nowMs(),
  });
  const { floorMs } = settings;
  const start = device();
  const isFarAhead = floorMs > 0 && start.wallMs > floorMs + plausibleAheadMs;
  let clock: KioskClock = startKioskClock(floorMs, {
    ...start,
    wallMs: isFarAhead ? floorMs : start.wallMs,
  });
  let untrusted = isFarAhead || clock.source === "floor";
  // The offset that is already known; at start it is 0, so that a wrong clock is told once.
  let knownAheadMs = 0;

  const shown = () => readKioskClock(clock, device());

  return {
    now: () => shown().at,
    hearServer(serverAt) {
      const from = shown().at;
      const heard = observeServerTime(clock, serverAt, device());
      clock = heard.clock;
      if (heard.outcome === "ignored") return undefined;
      if (heard.outcome === "refused") return { from, to: serverAt, accepted: false };
      untrusted = false;
      knownAheadMs = shown().wallAheadMs;
      const stepMs = serverAt.epochMilliseconds - from.epochMilliseconds;
      return Math.abs(stepMs) < stepMinMs ? undefined : { from, to: serverAt, accepted: true };
    },
    checkWall() {
      const { at, wallAheadMs } = shown();
      if (Math.abs(wallAheadMs - knownAheadMs) < stepMinMs) return undefined;
      knownAheadMs = wallAheadMs;
      return { from: at, to: settings.wall(), accepted: false };
    },
    isUntrusted: () => untrusted,
    floorMs: () => clock.floorMs,
  };
}
