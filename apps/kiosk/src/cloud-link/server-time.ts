// The server's time over the monotonic clock, for the one question whether a command has expired. No
// step of the wall clock, and no delay on the way, can make an old command look fresh.

export type ServerTime = {
  /** The server's time was `at` when the local counter showed at least `sinceMs`. */
  anchor(at: Temporal.Instant, sinceMs: number): void;
  /** Later word of the server on the same connection. */
  hear(at: Temporal.Instant): void;
  /** Not earlier than the server's clock now; undefined before the first word. */
  latest(): Temporal.Instant | undefined;
};

/** Two crystals differ by at most this; a correction beyond it is a delayed message. */
const driftPerMillion = 200;

export function createServerTime(nowMs: () => number): ServerTime {
  let anchored: { readonly serverMs: number; readonly localMs: number } | undefined;
  const estimate = (localMs: number) =>
    anchored === undefined ? undefined : anchored.serverMs + (localMs - anchored.localMs);

  return {
    anchor(at, sinceMs) {
      anchored = { serverMs: at.epochMilliseconds, localMs: sinceMs };
    },
    hear(at) {
      const localMs = nowMs();
      const expected = estimate(localMs);
      if (anchored === undefined || expected === undefined) return;
      const slackMs = ((localMs - anchored.localMs) * driftPerMillion) / 1_000_000;
      // A message that lay somewhere for a minute must not take the time back by that minute.
      const serverMs = Math.max(at.epochMilliseconds, expected - slackMs);
      anchored = { serverMs, localMs };
    },
    latest() {
      const ms = estimate(nowMs());
      return ms === undefined ? undefined : Temporal.Instant.fromEpochMilliseconds(Math.ceil(ms));
    },
  };
}
