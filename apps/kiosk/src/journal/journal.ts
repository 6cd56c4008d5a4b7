// The kiosk's memory: what happened, what is still to be told to the cloud, and what it needs to
// work alone. See schema.ts for what is in the file.
import { type Commands, createCommands } from "./commands.ts";
import { type Conditions, createConditions } from "./conditions.ts";
import { createFactLog, type FactLog } from "./fact-log.ts";
import { createGrantList, type GrantList } from "./grant-list.ts";
import type { JournalDatabase } from "./journal-database.ts";
import { type JournalProblem, JournalWriteError } from "./journal-failure.ts";
import { createKeptValues, type KeptValues } from "./kept-values.ts";
import { createOpenings, type Openings } from "./openings.ts";
import { createStays, type Stays } from "./stays.ts";

export type Journal = {
  /** Names this journal; a new one gets a new epoch. */
  readonly epoch: string;
  readonly facts: FactLog;
  readonly kept: KeptValues;
  readonly grants: GrantList;
  readonly stays: Stays;
  readonly conditions: Conditions;
  readonly openings: Openings;
  readonly commands: Commands;
  /** All or nothing, on the disk when it returns. Throws `JournalWriteError`. */
  transact<T>(work: () => T): T;
  /** Why the last write failed; undefined after one that succeeded. */
  problem(): JournalProblem | undefined;
  /** Writes a mark to find out whether the disk takes entries again. */
  probe(): boolean;
  close(stop: "clean" | "abrupt"): void;
};

export function createJournal(database: JournalDatabase): Journal {
  const kept = createKeptValues(database);
  const stays = createStays(database);
  const epoch = kept.read("epoch");
  if (epoch === undefined) throw new TypeError("the journal has no epoch");
  let problem: JournalProblem | undefined;

  function transact<T>(work: () => T): T {
    try {
      const value = database.transact(work);
      problem = undefined;
      return value;
    } catch (error) {
      if (error instanceof JournalWriteError) problem = error.problem;
      throw error;
    }
  }

  return {
    epoch,
    facts: createFactLog({ ...database, transact }, kept),
    kept,
    grants: createGrantList({ ...database, transact }, kept, stays),
    stays,
    conditions: createConditions(database),
    openings: createOpenings(database),
    commands: createCommands(database),
    transact,
    problem: () => problem,
    probe() {
      try {
        transact(() => kept.write("probe", "x".repeat(probeBytes)));
        transact(() => kept.remove("probe"));
        return true;
      } catch (error) {
        if (error instanceof JournalWriteError) return false;
        throw error;
      }
    },
    close(stop) {
      try {
        if (stop === "clean") transact(() => kept.write("clean_stop", "yes"));
      } catch (error) {
        if (!(error instanceof JournalWriteError)) throw error;
        problem = error.problem;
      }
      database.close();
    },
  };
}

/** Several pages, so that a few bytes left on the disk do not pass for room to work. */
const probeBytes = 40_000;
