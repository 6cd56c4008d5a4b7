/** What can go wrong with the PostgreSQL that the installation brings along. */
export type PostgresFailureCode =
  | "postgres.already_running"
  | "postgres.binaries_missing"
  | "postgres.crashed"
  | "postgres.disk_full"
  | "postgres.folder_unreachable"
  | "postgres.password_missing"
  | "postgres.port_taken"
  | "postgres.start_failed"
  | "postgres.wrong_version";

interface PostgresFailureDetails {
  readonly code: PostgresFailureCode;
  readonly message: string;
  /** What the person at the keyboard does next, as one sentence. */
  readonly remedy: string;
  readonly cause?: unknown;
}

/**
 * The embedded PostgreSQL could not do its work. `message` says what happened, `remedy` what to
 * do; a start command prints both and ends.
 */
export class PostgresFailure extends Error {
  override readonly name = "PostgresFailure";
  readonly code: PostgresFailureCode;
  readonly remedy: string;

  constructor(details: PostgresFailureDetails) {
    super(details.message, { cause: details.cause });
    this.code = details.code;
    this.remedy = details.remedy;
  }
}

/** Turns whatever a start ran into into the failure a person can act on. */
export function toPostgresFailure(error: unknown, dataDir: string): PostgresFailure {
  if (error instanceof PostgresFailure) return error;
  const text = error instanceof Error ? error.message : String(error);
  if (hasCode(error, "ENOSPC") || isAboutFullDisk(text)) return diskFull(dataDir, error);
  return new PostgresFailure({
    code: "postgres.start_failed",
    message: `PostgreSQL did not start: ${text}`,
    remedy: `Read postgres.log in ${dataDir}, or set DATABASE_URL to a PostgreSQL of your own.`,
    cause: error,
  });
}

export function diskFull(dataDir: string, cause: unknown): PostgresFailure {
  return new PostgresFailure({
    code: "postgres.disk_full",
    message: `The disk under ${dataDir} is full; PostgreSQL cannot write.`,
    remedy: "Free some space (at least 200 MB) and start again; nothing that was stored is lost.",
    cause,
  });
}

/**
 * libc's words, and PostgreSQL's hint for a write that came out short; both in the C locale, which
 * the launcher always sets.
 */
export function isAboutFullDisk(text: string): boolean {
  return text.includes("No space left on device") || text.includes("Check free disk space");
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
