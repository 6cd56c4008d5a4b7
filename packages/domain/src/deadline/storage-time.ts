/**
 * A time in which the locker could not serve (outage, power cut, site shut by force). `to` of one that
 * still lasts is the present: the deadline is computed again when it ends.
 */
export type Pause = { readonly from: Temporal.Instant; readonly to: Temporal.Instant };

/** Elapsed storage between two instants without the pauses; overlapping pauses count once. In ms, never below 0. */
export function storageElapsedMs(
  depositedAt: Temporal.Instant,
  at: Temporal.Instant,
  pauses: readonly Pause[],
): number {
  const from = depositedAt.epochMilliseconds;
  const until = at.epochMilliseconds;
  let paused = 0;
  for (const pause of mergedPauses(pauses)) {
    paused += Math.max(0, Math.min(pause.toMs, until) - Math.max(pause.fromMs, from));
  }
  return Math.max(0, until - from - paused);
}

/** The instant at which `storageMs` have elapsed since the deposit, pauses left out. */
export function storageEndsAt(
  depositedAt: Temporal.Instant,
  storageMs: number,
  pauses: readonly Pause[],
): Temporal.Instant {
  let endsMs = depositedAt.epochMilliseconds + storageMs;
  for (const pause of mergedPauses(pauses)) {
    // A pause that begins exactly at the end comes too late: the time was already used up.
    if (pause.fromMs >= endsMs) break;
    endsMs += Math.max(0, pause.toMs - Math.max(pause.fromMs, depositedAt.epochMilliseconds));
  }
  return Temporal.Instant.fromEpochMilliseconds(endsMs);
}

type PauseMs = { readonly fromMs: number; readonly toMs: number };

/** Pauses in time order, overlapping and touching ones as one, empty and reversed ones left out. */
export function mergedPauses(pauses: readonly Pause[]): readonly PauseMs[] {
  const sorted = pauses
    .map(({ from, to }) => ({ fromMs: from.epochMilliseconds, toMs: to.epochMilliseconds }))
    .filter((pause) => pause.toMs > pause.fromMs)
    .toSorted((a, b) => a.fromMs - b.fromMs);
  const merged: PauseMs[] = [];
  for (const pause of sorted) {
    const last = merged.at(-1);
    if (last === undefined || last.toMs < pause.fromMs) merged.push(pause);
    else merged[merged.length - 1] = { ...last, toMs: Math.max(last.toMs, pause.toMs) };
  }
  return merged;
}
