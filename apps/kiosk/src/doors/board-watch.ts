// Boards that fall silent and answer again, as facts. A single lost answer is everyday life on a
// serial bus, so silence counts only when it lasts.
import type { BusHealth, LockBoardDriver } from "@pigeonhole/boards/driver/lock-board-driver";
import type { Timers } from "@pigeonhole/boards/timing/timers";
import type { Journal } from "../journal/journal.ts";
import { JournalWriteError } from "../journal/journal-failure.ts";

export type BoardWatch = {
  start(): void;
  stop(): void;
  /** True while no board of any bus answers. */
  areAllSilent(): boolean;
};

export const silentAfterMs = 4_000;
const checkEveryMs = 1_000;

export type BoardWatchDeps = {
  readonly buses: ReadonlyMap<string, LockBoardDriver>;
  readonly journal: Journal;
  readonly timers: Timers;
  readonly now: () => Temporal.Instant;
  readonly changed: () => void;
};

type Watched = {
  readonly bus: string;
  readonly board: number;
  sinceMs: number | null;
  isTold: boolean;
};

export function createBoardWatch(deps: BoardWatchDeps): BoardWatch {
  const { timers } = deps;
  const boards: Watched[] = [...deps.buses].flatMap(([bus, driver]) =>
    driver.profile.boards.map(({ address }) => ({
      bus,
      board: address,
      sinceMs: timers.nowMs(),
      isTold: false,
    })),
  );
  let cancel: (() => void) | undefined;

  function check(): void {
    cancel = timers.after(checkEveryMs, check);
    for (const watched of boards) {
      const driver = deps.buses.get(watched.bus);
      if (driver !== undefined) look(watched, isAnswering(driver.health(), watched.board));
    }
  }

  function look(watched: Watched, answers: boolean): void {
    if (answers) {
      const wasTold = watched.isTold;
      watched.sinceMs = null;
      if (wasTold) tell(watched, false);
      return;
    }
    watched.sinceMs ??= timers.nowMs();
    const isLasting = timers.nowMs() - watched.sinceMs >= silentAfterMs;
    if (isLasting && !watched.isTold) tell(watched, true);
  }

  function tell(watched: Watched, isSilent: boolean): void {
    const { bus, board } = watched;
    const type = isSilent ? "board.silent" : "board.answered";
    try {
      deps.journal.facts.record({ type, data: { bus, board } }, deps.now());
    } catch (error) {
      // Told again at the next look, when the disk may take it.
      if (error instanceof JournalWriteError) return;
      throw error;
    }
    watched.isTold = isSilent;
    deps.changed();
  }

  return {
    start: check,
    stop: () => cancel?.(),
    areAllSilent: () => boards.every((watched) => watched.isTold),
  };
}

function isAnswering(health: BusHealth, board: number): boolean {
  return health.boards.some((one) => one.address === board && one.state === "answering");
}
