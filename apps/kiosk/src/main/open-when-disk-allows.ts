// A kiosk that starts on a full disk has no journal to work with. Whoever stands before it is told so,
// and it begins its work by itself once there is room.
import { journalProblemOf } from "../journal/journal-failure.ts";
import type { KioskLog } from "../platform/logs.ts";

export type OpenDeps<T> = {
  /** Throws what SQLite throws while the journal cannot be opened. */
  readonly open: () => T;
  /** Shows why nobody is served; gives the way to stop showing it. */
  readonly showWhy: () => Promise<() => Promise<void>>;
  readonly pause: (durationMs: number) => Promise<void>;
  readonly log: KioskLog;
};

/** People free a disk by hand, so a few seconds more do not matter. */
export const openEveryMs = 5_000;

/** Opens at once where it can, else as soon as the disk allows. */
export async function openWhenDiskAllows<T>(deps: OpenDeps<T>): Promise<T> {
  const first = tryToOpen(deps);
  if (first.isOpen) return first.opened;
  const stopShowing = await deps.showWhy();
  try {
    for (;;) {
      await deps.pause(openEveryMs);
      const next = tryToOpen(deps);
      if (next.isOpen) return next.opened;
    }
  } finally {
    await stopShowing();
  }
}

type Attempt<T> = { readonly isOpen: true; readonly opened: T } | { readonly isOpen: false };

function tryToOpen<T>({ open, log }: OpenDeps<T>): Attempt<T> {
  try {
    return { isOpen: true, opened: open() };
  } catch (error) {
    const problem = journalProblemOf(error);
    if (problem !== "disk_full" && problem !== "io_error") throw error;
    log.error({ error }, "the journal cannot be opened; it is tried again in 5 seconds");
    return { isOpen: false };
  }
}
