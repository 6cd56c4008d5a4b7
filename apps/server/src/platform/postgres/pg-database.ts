import pg from "pg";
import type { Database, SqlValue, Tx } from "./database.ts";
import { DatabaseUnavailableError, schemaOf } from "./database.ts";

export type PgDatabaseOptions = {
  readonly url: string;
  /** Connections one process keeps at most. */
  readonly connectionsMax: number;
  /** Told about lost connections; the pool recovers by itself. */
  readonly onError: (error: Error) => void;
  /** Waits, for reconnecting and pinging the listener; injected so that no timer hides here. */
  readonly wait: (ms: number) => Promise<void>;
};

const connectTimeoutMs = 5_000;
const statementTimeoutMs = 30_000;
/** Longer than PostgreSQL's own limit: reached only when its answer cannot come any more. */
const queryTimeoutMs = statementTimeoutMs + 5_000;
/** A network path that went away in silence is noticed by these. */
const keepAliveAfterMs = 10_000;
const listenPingMs = 30_000;
/** A ping and a `listen` are answered at once or not any more. */
const listenAnswerMs = 5_000;
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
    ...connectionConfig(options),
    max: options.connectionsMax,
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

/** Every wait for PostgreSQL has an end, so that a silent loss heals by itself. */
function connectionConfig({ url }: PgDatabaseOptions) {
  return {
    connectionString: url,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    query_timeout: queryTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveAfterMs,
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
    broken = isCut(error) ? error : await rollback(client);
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

/** 08 connection, 57 shutdown or a statement that took too long, 53 resources, 55P03 a held lock. */
const unavailableStates = /^(08|57|53|55P03)/;
const unavailableSocketCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOENT",
  "EPIPE",
  "ETIMEDOUT",
]);
/** What the driver says, without a code, of a connection that it cannot use any more. */
const cutMessages =
  /^(Connection terminated|Query read timeout|Client (was closed|has encountered))/;

function asUnavailable(error: unknown): unknown {
  if (!isCut(error) && !unavailableStates.test(codeOf(error))) return error;
  return new DatabaseUnavailableError("PostgreSQL went away", { cause: error });
}

/** Nothing more can be asked on the connection, not even to roll back. */
function isCut(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  return unavailableSocketCodes.has(codeOf(error)) || cutMessages.test(error.message);
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/**
 * A listening connection of its own. After a loss it comes back by itself and calls `heard` once
 * with an empty payload, because notifications may have been missed meanwhile. It is pinged, since
 * one that only listens would never notice a silent loss.
 */
async function startListener(
  options: PgDatabaseOptions,
  channel: string,
  heard: (payload: string) => void,
): Promise<{ stop(): Promise<void> }> {
  let stopped = false;
  let current: pg.Client | undefined;

  async function connectOnce(): Promise<void> {
    const client = await openListening(options, channel, heard);
    if (stopped) return client.end();
    current = client;
    client.on("end", () => lose(client));
    void keepProving(client);
  }

  function lose(client: pg.Client): void {
    if (stopped || current !== client) return;
    current = undefined;
    void reconnect();
  }

  async function keepProving(client: pg.Client): Promise<void> {
    for (;;) {
      await options.wait(listenPingMs);
      if (stopped || current !== client) return;
      try {
        await client.query("select 1");
      } catch (error) {
        options.onError(error as Error);
        client.end().catch(options.onError);
        lose(client);
      }
    }
  }

  async function reconnect(): Promise<void> {
    while (!stopped) {
      await options.wait(listenRetryMs);
      if (stopped) return;
      try {
        await connectOnce();
        if (!stopped) heard("");
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

/** A connection that hears the channel; one that came to stand but cannot listen is ended. */
async function openListening(
  options: PgDatabaseOptions,
  channel: string,
  heard: (payload: string) => void,
): Promise<pg.Client> {
  const client = new pg.Client({ ...connectionConfig(options), query_timeout: listenAnswerMs });
  client.on("notification", (message) => heard(message.payload ?? ""));
  client.on("error", options.onError);
  try {
    await client.connect();
    await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    return client;
  } catch (error) {
    client.end().catch(options.onError);
    throw error;
  }
}
