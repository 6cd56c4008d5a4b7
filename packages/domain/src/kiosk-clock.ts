// What time it is at a kiosk whose clock chip may be wrong, empty or set by hand. The last server
// time is a floor kept on disk: the kiosk never believes an instant before it. While the process
// runs, time goes on by the monotonic counter, so that a wall clock set forward or back meanwhile
// changes nothing until a server confirms it. Server time itself is authenticated and may take
// the clock back from a wall clock that was ahead, but never below an earlier server time.

/** Kept as JSON; only `floorMs` needs to survive a restart. Times are epoch milliseconds. */
export type KioskClock = {
  /** Newest server time ever heard; 0 when there was none. */
  readonly floorMs: number;
  /** The instant this clock showed at `anchorMonotonicMs`. */
  readonly anchorMs: number;
  readonly anchorMonotonicMs: number;
  /** Where the time comes from: grants by time alone need `server` or `wall`. */
  readonly source: "server" | "wall" | "floor";
};

/** What the device can read: wall clock and a counter that never goes back within one process. */
export type DeviceTime = { readonly wallMs: number; readonly monotonicMs: number };

export type KioskTime = {
  readonly at: Temporal.Instant;
  readonly source: KioskClock["source"];
  /** Wall clock minus shown time; far from 0 means that somebody or something set the wall clock. */
  readonly wallAheadMs: number;
};

/** The clock at the start of a process, from the floor on disk. */
export function startKioskClock(floorMs: number, device: DeviceTime): KioskClock {
  const behind = device.wallMs < floorMs;
  return {
    floorMs,
    anchorMs: behind ? floorMs : device.wallMs,
    anchorMonotonicMs: device.monotonicMs,
    source: behind ? "floor" : "wall",
  };
}

/** The time to use now. It never goes back between two server times. */
export function readKioskClock(clock: KioskClock, device: DeviceTime): KioskTime {
  const shownMs = shownAt(clock, device);
  return {
    at: Temporal.Instant.fromEpochMilliseconds(shownMs),
    source: clock.source,
    wallAheadMs: device.wallMs - shownMs,
  };
}

/**
 * The clock after the server told its time. A server time below the floor is refused: the clock
 * goes on as it was and `refused` is true, which is worth an incident.
 */
export function observeServerTime(
  clock: KioskClock,
  serverAt: Temporal.Instant,
  device: DeviceTime,
): { readonly clock: KioskClock; readonly refused: boolean } {
  const serverMs = serverAt.epochMilliseconds;
  if (serverMs < clock.floorMs) return { clock, refused: true };
  return {
    clock: {
      floorMs: serverMs,
      anchorMs: serverMs,
      anchorMonotonicMs: device.monotonicMs,
      source: "server",
    },
    refused: false,
  };
}

/** The clock of before counts on by the monotonic counter, which a suspended machine may reset: never below 0. */
function shownAt(clock: KioskClock, device: DeviceTime): number {
  return clock.anchorMs + Math.max(0, device.monotonicMs - clock.anchorMonotonicMs);
}
