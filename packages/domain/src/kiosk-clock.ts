// What time it is at a kiosk whose clock chip may be wrong, empty or set by hand. The last server
// time is a floor kept on disk: the kiosk never believes an instant before it. While the process
// runs, time goes on by the monotonic counter, so that a wall clock set forward or back meanwhile
// changes nothing until a server confirms it. Server time is authenticated: a clock that is a little
// ahead of it runs at half speed until they agree, so that time does not go back; one that is far
// ahead (a bad clock chip) steps back, but never below an earlier server time.

/** Kept as JSON; only `floorMs` needs to survive a restart. Times are epoch milliseconds. */
export type KioskClock = {
  /** Newest server time ever heard; 0 when there was none. */
  readonly floorMs: number;
  /** The instant this clock showed at `anchorMonotonicMs`. */
  readonly anchorMs: number;
  readonly anchorMonotonicMs: number;
  /** How far it was ahead of the server at the anchor; made up for by going at half speed. */
  readonly aheadMs: number;
  /** Where the time comes from. `floor` means that it is later than shown, nobody knows how much. */
  readonly source: "server" | "wall" | "floor";
};

/** What the device can read: wall clock, and a counter that never goes back within one process. */
export type DeviceTime = { readonly wallMs: number; readonly monotonicMs: number };

export type KioskTime = {
  readonly at: Temporal.Instant;
  readonly source: KioskClock["source"];
  /** Wall clock minus shown time; far from 0 means that somebody or something set the wall clock. */
  readonly wallAheadMs: number;
};

/**
 * What became of a server time: `followed`, `ignored` (a little below the floor, as when two server
 * processes differ) or `refused` (far below it; worth an incident).
 */
export type ServerTimeOutcome = "followed" | "ignored" | "refused";

/** A clock that is ahead by more than this steps back instead of going slowly. */
export const slowDownMaxMs = 600_000;

/** Server times below the floor by no more than this are ignored silently. */
export const belowFloorMaxMs = 60_000;

/** The clock at the start of a process, from the floor on disk. */
export function startKioskClock(floorMs: number, device: DeviceTime): KioskClock {
  const behind = device.wallMs < floorMs;
  return {
    floorMs,
    anchorMs: behind ? floorMs : device.wallMs,
    anchorMonotonicMs: device.monotonicMs,
    aheadMs: 0,
    source: behind ? "floor" : "wall",
  };
}

/** The time to use now. */
export function readKioskClock(clock: KioskClock, device: DeviceTime): KioskTime {
  const shownMs = shownAtMs(clock, device);
  return {
    at: Temporal.Instant.fromEpochMilliseconds(shownMs),
    source: clock.source,
    wallAheadMs: device.wallMs - shownMs,
  };
}

/** The clock after the server told its time. Keep `floorMs` on disk when it changed. */
export function observeServerTime(
  clock: KioskClock,
  serverAt: Temporal.Instant,
  device: DeviceTime,
): { readonly clock: KioskClock; readonly outcome: ServerTimeOutcome } {
  const serverMs = serverAt.epochMilliseconds;
  const belowMs = clock.floorMs - serverMs;
  if (belowMs > 0) return { clock, outcome: belowMs > belowFloorMaxMs ? "refused" : "ignored" };
  const aheadMs = Math.max(0, shownAtMs(clock, device) - serverMs);
  const slowDownMs = aheadMs <= slowDownMaxMs ? aheadMs : 0;
  const followed: KioskClock = {
    floorMs: serverMs,
    anchorMs: serverMs + slowDownMs,
    anchorMonotonicMs: device.monotonicMs,
    aheadMs: slowDownMs,
    source: "server",
  };
  return { clock: followed, outcome: "followed" };
}

// A machine that was suspended may have reset its counter: time then stands, it never goes back.
function shownAtMs(clock: KioskClock, device: DeviceTime): number {
  const elapsedMs = Math.max(0, Math.floor(device.monotonicMs - clock.anchorMonotonicMs));
  return clock.anchorMs + elapsedMs - Math.min(clock.aheadMs, Math.floor(elapsedMs / 2));
}
