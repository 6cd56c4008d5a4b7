// What follows from things that have happened already cannot be refused because the disk is full: it
// is written later, in its order. New openings, on the other hand, are refused at once.
import { JournalWriteError } from "./journal-failure.ts";

export type Backlog = {
  /** Does it now, or keeps it until the journal takes entries. It must be safe to begin twice. */
  doNowOrLater(work: () => void): void;
  isBehind(): boolean;
  /** Does what is kept, as far as the journal allows. */
  catchUp(): void;
};

/**
 * `fellBehind` is told when something had to be kept. `failed` is told of a kept work that is a defect:
 * it is dropped, because it would fail for ever and keep everything behind it from the journal.
 */
export function createBacklog(
  fellBehind: (error: JournalWriteError) => void,
  failed: (error: unknown) => void,
): Backlog {
  const kept: (() => void)[] = [];

  function isDone(work: () => void): boolean {
    try {
      work();
      return true;
    } catch (error) {
      if (!(error instanceof JournalWriteError)) throw error;
      fellBehind(error);
      return false;
    }
  }

  function isOver(work: () => void): boolean {
    try {
      return isDone(work);
    } catch (error) {
      failed(error);
      return true;
    }
  }

  return {
    doNowOrLater(work) {
      if (kept.length > 0 || !isDone(work)) kept.push(work);
    },
    isBehind: () => kept.length > 0,
    catchUp() {
      for (let work = kept[0]; work !== undefined && isOver(work); work = kept[0]) kept.shift();
    },
  };
}
