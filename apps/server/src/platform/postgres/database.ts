/**
 * The one way to PostgreSQL. A transaction belongs to one region: its schema comes first in the
 * search path, then `network`, so that SQL names tables plainly and can never cross regions. The
 * interface is small on purpose: another PostgreSQL (in a bench, in a simulation) can stand behind
 * it.
 */
export type SqlValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Uint8Array
  | readonly (string | number | bigint | boolean | null | Uint8Array)[];

export interface Tx {
  /** Runs one statement and gives its rows. */
  query<Row>(sql: string, values?: readonly SqlValue[]): Promise<Row[]>;
}

export interface Database {
  /** A transaction on `network` alone. */
  network<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** A transaction in one region, which may also read `network`. */
  region<T>(region: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Hears notifications of a channel, again after every lost connection. */
  listen(channel: string, heard: (payload: string) => void): Promise<{ stop(): Promise<void> }>;
  close(): Promise<void>;
}

export function schemaOf(region: string): string {
  return `region_${region}`;
}

/** The database is away or refuses work; the request may be sent again. */
export class DatabaseUnavailableError extends Error {
  override readonly name = "DatabaseUnavailableError";
  readonly code = "network.unavailable";
}

/** Queues a notification; it is delivered when the transaction commits. */
export async function notify(tx: Tx, channel: string, payload: string): Promise<void> {
  await tx.query("select pg_notify($1, $2)", [channel, payload]);
}
