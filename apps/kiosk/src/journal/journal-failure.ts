/** Why the journal takes no entry now. */
export type JournalProblem = "disk_full" | "io_error" | "damaged";

/**
 * An entry could not be committed. Whoever wanted to act on it must not: no entry, no pulse.
 */
export class JournalWriteError extends Error {
  override readonly name = "JournalWriteError";
  readonly code: `journal.${JournalProblem}`;
  readonly problem: JournalProblem;

  constructor(problem: JournalProblem, cause: unknown) {
    super(`The journal took no entry: ${problem}.`, { cause });
    this.problem = problem;
    this.code = `journal.${problem}`;
  }
}

/** The connection does not keep what it is told to keep: the kiosk must not start on it. */
export class JournalNotDurableError extends Error {
  override readonly name = "JournalNotDurableError";
  readonly code = "journal.not_durable";
}

// Primary result codes of SQLite, https://www.sqlite.org/rescode.html; the low byte of an extended one.
const sqliteCode = {
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cantOpen: 14,
  notADatabase: 26,
};

/** The primary result code of an error of `node:sqlite`; undefined for any other error. */
export function sqliteCodeOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error)) return undefined;
  return typeof error.errcode === "number" ? error.errcode & 0xff : undefined;
}

/** What is wrong with the disk or the file; undefined when the error is a defect of the program. */
export function journalProblemOf(error: unknown): JournalProblem | undefined {
  switch (sqliteCodeOf(error)) {
    case sqliteCode.full:
      return "disk_full";
    case sqliteCode.ioError:
    case sqliteCode.readOnly:
    case sqliteCode.cantOpen:
      return "io_error";
    case sqliteCode.corrupt:
    case sqliteCode.notADatabase:
      return "damaged";
    default:
      return undefined;
  }
}
