// One connection to the journal's file. INVARIANT: a transaction that returned is on the disk, also
// if power fails at the next instruction; else it throws and nothing of it is kept.
// biome-ignore lint/correctness/noUnresolvedImports: the linter does not know this part of Node yet.
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { JournalNotDurableError, JournalWriteError, journalProblemOf } from "./journal-failure.ts";

export type SqlValue = string | number | null;
export type SqlRow = Readonly<Record<string, unknown>>;

export type JournalDatabase = {
  /** Runs a statement that gives no rows. */
  run(sql: string, ...values: readonly SqlValue[]): void;
  row(sql: string, ...values: readonly SqlValue[]): SqlRow | undefined;
  rows(sql: string, ...values: readonly SqlValue[]): readonly SqlRow[];
  /** All or nothing; inside another transaction it becomes part of it. Throws `JournalWriteError`. */
  transact<T>(work: () => T): T;
  /** Told after a transaction was taken back, so that nothing in memory runs ahead of the disk. */
  onRollback(listener: () => void): void;
  script(sql: string): void;
  close(): void;
};

export type DatabaseSettings = {
  readonly path: string;
  readonly readOnly?: boolean;
  /** Largest file, in pages of 4,096 bytes. */
  readonly pagesMax?: number;
};

/** 4 GB: years of facts; a file that grows beyond it must not fill the disk for everything else. */
const pagesMaxDefault = 1_000_000;
/** Statements are written by hand in this folder, so there are few; the limit finds a mistake. */
const statementsMax = 200;
const synchronousFull = 2;

export function openJournalDatabase(settings: DatabaseSettings): JournalDatabase {
  const connection = new DatabaseSync(settings.path, { readOnly: settings.readOnly ?? false });
  try {
    if (settings.readOnly !== true) makeDurable(connection, settings.pagesMax ?? pagesMaxDefault);
  } catch (error) {
    connection.close();
    throw error;
  }
  return wrap(connection);
}

/**
 * WAL alone is not enough: with `synchronous=NORMAL`, which some builds take by default in WAL, a
 * commit is not synced and an acknowledged entry dies with the power. So it is set and read back.
 */
function makeDurable(connection: DatabaseSync, pagesMax: number): void {
  connection.exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;");
  connection.exec(`PRAGMA busy_timeout=2000; PRAGMA max_page_count=${pagesMax};`);
  const mode = connection.prepare("PRAGMA journal_mode").get()?.["journal_mode"];
  const synchronous = connection.prepare("PRAGMA synchronous").get()?.["synchronous"];
  if (mode !== "wal" || synchronous !== synchronousFull) {
    throw new JournalNotDurableError(
      `The journal would run with journal_mode=${mode}, synchronous=${synchronous}.`,
    );
  }
}

function wrap(connection: DatabaseSync): JournalDatabase {
  const statements = new Map<string, StatementSync>();
  const rollbackListeners: (() => void)[] = [];
  let depth = 0;

  function prepared(sql: string): StatementSync {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    if (statements.size >= statementsMax) throw new RangeError("too many different statements");
    const statement = connection.prepare(sql);
    statements.set(sql, statement);
    return statement;
  }

  function outermost<T>(work: () => T): T {
    try {
      connection.exec("BEGIN IMMEDIATE");
      const value = work();
      connection.exec("COMMIT");
      return value;
    } catch (error) {
      if (connection.isTransaction) connection.exec("ROLLBACK");
      for (const listener of rollbackListeners) listener();
      throw asWriteError(error);
    }
  }

  return {
    run(sql, ...values) {
      prepared(sql).run(...values);
    },
    row: (sql, ...values) => prepared(sql).get(...values),
    rows: (sql, ...values) => prepared(sql).all(...values),
    transact(work) {
      if (depth > 0) return work();
      depth += 1;
      try {
        return outermost(work);
      } finally {
        depth -= 1;
      }
    },
    onRollback: (listener) => {
      rollbackListeners.push(listener);
    },
    script: (sql) => connection.exec(sql),
    close: () => connection.close(),
  };
}

function asWriteError(error: unknown): unknown {
  const problem = journalProblemOf(error);
  return problem === undefined ? error : new JournalWriteError(problem, error);
}

export function textOf(row: SqlRow, column: string): string {
  const value = row[column];
  if (typeof value !== "string") throw new TypeError(`column ${column} holds no text`);
  return value;
}

export function textOrNullOf(row: SqlRow, column: string): string | null {
  return row[column] === null ? null : textOf(row, column);
}

export function numberOf(row: SqlRow, column: string): number {
  const value = row[column];
  if (typeof value !== "number") throw new TypeError(`column ${column} holds no number`);
  return value;
}
