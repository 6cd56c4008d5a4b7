import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import {
  type ClusterFolder,
  findClusterFolder,
  reachableHome,
  readOrDrawPassword,
} from "./cluster-folder.ts";
import { choosePort } from "./free-port.ts";
import { initialiseCluster, OWNER_NAME } from "./initialise-cluster.ts";
import { type PostgresBinaries, preparePostgresBinaries } from "./postgres-binaries.ts";
import { hasCode, type PostgresFailure, toPostgresFailure } from "./postgres-failure.ts";
import { launchPostgres, type PostgresProcess } from "./postgres-process.ts";
import { findServerAccount, type ServerAccount } from "./server-account.ts";
import { openServerLog } from "./server-log.ts";
import { settleFormerServer } from "./settle-former-server.ts";
import { takeStarterLock } from "./starter-lock.ts";

/** Room for a server process's pool, its listeners and jobs, times a few processes. */
const CONNECTIONS_MAX = "200";

/** Another program may take a chosen free port before PostgreSQL does. */
const FREE_PORT_ATTEMPTS_MAX = 5;

export interface StartPostgresOptions {
  /** Made when missing. Nobody else writes into it. */
  readonly dataDir: string;
  /** TCP port on 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  readonly log: (line: string) => void;
  /** Server settings by name. `fsync` stays on unless the caller's rows are worth nothing. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Called once when the server ends without having been asked to. */
  readonly onCrash?: (failure: PostgresFailure) => void;
}

export interface RunningPostgres {
  /** Connection string of the owner to the database `postgres`; carries the password. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Where the rows really are. */
  readonly clusterDir: string;
  /** Ends open transactions and waits for a clean stop. A second call does nothing. */
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL 18 that the installation brings along, on 127.0.0.1 only, with a drawn
 * password. The first start makes the cluster, every later one finds its rows again.
 * @throws PostgresFailure with what happened and what to do.
 */
export async function startPostgres(options: StartPostgresOptions): Promise<RunningPostgres> {
  const dataDir = path.resolve(options.dataDir);
  try {
    await makeDataDir(dataDir);
    const release = await takeStarterLock(dataDir);
    try {
      return await startLocked({ ...options, dataDir }, release);
    } catch (error) {
      await release();
      throw error;
    }
  } catch (error) {
    throw toPostgresFailure(error, dataDir);
  }
}

/** Mode 0711 lets the server's account pass through to its own folder, and read nothing here. */
async function makeDataDir(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { mode: 0o711 });
  } catch (error) {
    if (hasCode(error, "EEXIST")) return;
    if (!hasCode(error, "ENOENT")) throw error;
    await mkdir(dataDir, { recursive: true, mode: 0o711 });
  }
}

async function startLocked(
  options: StartPostgresOptions,
  release: () => Promise<void>,
): Promise<RunningPostgres> {
  const { dataDir, log } = options;
  const account = findServerAccount();
  const copiesDir = async () => (account === undefined ? dataDir : await reachableHome());
  const binaries = await preparePostgresBinaries({ account, copiesDir, log });
  const folder = await findClusterFolder({ dataDir, account, log });
  const password = await readyCluster({ dataDir, binaries, folder, account, log });
  const serverLog = openServerLog(path.join(dataDir, "postgres.log"));
  const { port, server } = await launchOnPort(options, (candidate) =>
    launchPostgres({
      postgres: binaries.postgres,
      cluster: folder.cluster,
      dataDir,
      port: candidate,
      account,
      settings: { max_connections: CONNECTIONS_MAX, ...options.settings },
      serverLog,
    }),
  );
  const end = async () => {
    serverLog.close();
    await release();
  };
  return {
    url: `postgres://${OWNER_NAME}:${password}@127.0.0.1:${port}/postgres`,
    port,
    pid: server.pid,
    clusterDir: folder.cluster,
    stop: watch(server, end, options.onCrash),
  };
}

interface ReadyClusterRequest {
  readonly dataDir: string;
  readonly binaries: PostgresBinaries;
  readonly folder: ClusterFolder;
  readonly account: ServerAccount | undefined;
  readonly log: (line: string) => void;
}

/** A complete cluster with nobody at work in it; answers its password. */
async function readyCluster(request: ReadyClusterRequest): Promise<string> {
  const { folder } = request;
  const hasCluster = existsSync(folder.cluster);
  const password = await readOrDrawPassword(request.dataDir, hasCluster);
  if (hasCluster) await settleFormerServer(folder.cluster, request.log);
  else await initialiseCluster({ ...request, password });
  return password;
}

async function launchOnPort(
  options: StartPostgresOptions,
  launch: (port: number) => Promise<PostgresProcess>,
): Promise<{ port: number; server: PostgresProcess }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await choosePort(options.port);
    try {
      return { port, server: await launch(port) };
    } catch (error) {
      const isTaken = hasCode(error, "postgres.port_taken");
      if (!isTaken || options.port !== 0 || attempt >= FREE_PORT_ATTEMPTS_MAX) throw error;
    }
  }
}

/** Tells a stop that was asked for from an end that was not. */
function watch(
  server: PostgresProcess,
  end: () => Promise<void>,
  onCrash: StartPostgresOptions["onCrash"],
): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  const ended = server.ended.then(async (failure) => {
    await end();
    if (stopping === undefined) onCrash?.(failure);
  });
  return () => {
    stopping ??= server.stop().then(() => ended);
    return stopping;
  };
}
