import pg from "pg";
import type { Database, SqlValue, Tx } from "./database.ts";
import { DatabaseUnavailableError, schemaOf } from "./database.ts";

export type PgDatabaseOptions = {
  readonly url: string;
  /** Connections one process keeps at most. */
  readonly connectionsMax: number;
  /** Told about lost connections; the pool recovers by itself. */
  readonly onError: (error: Error) => void;
  /** Waits, for reconnecting the listener; injected so that no timer hides here. */
  readonly wait: (ms: number) => Promise<void>;
};

const connectTimeoutMs = 5_000;
const statementTimeoutMs = 30_000;
const listenRetryMs = 1_000;

/** Instants and 64-bit numbers travel as text and are read where a row is mapped. */
const types = {
  getTypeParser(oid: number, format?: "text" | "binary") {
    const asText = [1184, 1114, 1082];
    if (asText.includes(oid)) return (value: string) => value;
    if (oid === 20) return Number;
    return pg.types.getTypeParser(oid, format ?? "text");
  },
};

export function createPgDatabase(options: PgDatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.connectionsMax,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    types: types as pg.CustomTypesConfig,
  });
  pool.on("error", options.onError);

  const run = <T>(searchPath: string, work: (tx: Tx) => Promise<T>) =>
    transaction({ pool, onError: options.onError }, searchPath, work);
  const listeners = new Set<{ stop(): Promise<void> }>();
  return {
    network: (work) => run("network", work),
    region: (region, work) => run(`${schemaOf(region)}, network`, work),
    async listen(channel, heard) {
      const listener = await startListener(options, channel, heard);
      listeners.add(listener);
      return listener;
    },
    async close() {
      await Promise.all([...listeners].map((listener) => listener.stop()));
      await pool.end();
    },
  };
}

/**
 * `begin` and the search path go in one message, so that a transaction costs no extra round trip.
 * Timestamps are written and read in UTC whatever the server's own zone is.
 */
async function transaction<T>(
  { pool, onError }: { readonly pool: pg.Pool; readonly onError: (error: Error) => void },
  searchPath: string,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const client = await connect(pool);
  // The pool hears only of idle clients. Without this, PostgreSQL going away in the middle of a
  // transaction would be an error event that nobody hears, and end the process.
  client.on("error", onError);
  let broken: Error | undefined;
  try {
    await client.query(
      `begin; set local search_path to ${searchPath}; set local timezone to 'UTC'`,
    );
    const value = await work(txOn(client));
    await client.query("commit");
    return value;
  } catch (error) {
    broken = await rollback(client);
    throw asUnavailable(error);
  } finally {
    client.off("error", onError);
    client.release(broken);
  }
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw new DatabaseUnavailableError("PostgreSQL is out of reach", { cause: error });
  }
}

/** A connection that cannot even roll back is thrown away with its error. */
async function rollback(client: pg.PoolClient): Promise<Error | undefined> {
  try {
    await client.query("rollback");
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error("rollback failed", { cause: error });
  }
}

function txOn(client: pg.PoolClient): Tx {
  return {
    async query<Row>(sql: string, values: readonly SqlValue[] = []) {
      const answer = await client.query(sql, values.map(asParameter));
      return answer.rows as Row[];
    },
  };
}

function asParameter(value: SqlValue): unknown {
  if (value instanceof Uint8Array && !Buffer.isBuffer(value)) return Buffer.from(value);
  if (Array.isArray(value)) return value.map(asParameter);
  return value;
}

/** Connection-level states: 08 connection, 57P shutdown, 53 resources; and plain socket errors. */
const unavailableStates = /^(08|57P|53)/;
const unavailableSocketCodes = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ENOENT"]);

function asUnavailable(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = "code" in error ? String(error.code) : "";
  const lost =
    unavailableStates.test(code) ||
    unavailableSocketCodes.has(code) ||
    error.message.startsWith("Connection terminated");
  return lost ? new DatabaseUnavailableError("PostgreSQL went away", { cause: error }) : error;
}

/**
 * A listening connection of its own. After a loss it comes back by itself and calls `heard` once
 * with an empty payload, because notifications may have been missed meanwhile.
 */
async function startListener(
  options: PgDatabaseOptions,
  channel: string,
  heard: (payload: string) => void,
): Promise<{ stop(): Promise<void> }> {
  let stopped = false;
  let current: pg.Client | undefined;

  async function connectOnce(): Promise<void> {
    const client = new pg.Client({ connectionString: options.url });
    client.on("notification", (message) => heard(message.payload ?? ""));
    client.on("error", options.onError);
    await client.connect();
    await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    // Only a connection that stood can be lost; a try that failed is told to who tries.
    client.on("end", () => {
      if (!stopped) void reconnect();
    });
    current = client;
  }

  async function reconnect(): Promise<void> {
    while (!stopped) {
      await options.wait(listenRetryMs);
      try {
        await connectOnce();
        heard("");
        return;
      } catch (error) {
        options.onError(error as Error);
      }
    }
  }

  try {
    await connectOnce();
  } catch (error) {
    throw new DatabaseUnavailableError("PostgreSQL is out of reach", { cause: error });
  }
  return {
    async stop() {
      stopped = true;
      await current?.end();
    },
  };
}
