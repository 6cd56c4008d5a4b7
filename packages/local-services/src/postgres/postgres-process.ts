import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { portTaken } from "./free-port.ts";
import { SERVER_ENVIRONMENT } from "./initialise-cluster.ts";
import { diskFull, isAboutFullDisk, PostgresFailure } from "./postgres-failure.ts";
import type { ServerAccount } from "./server-account.ts";
import type { ServerLog } from "./server-log.ts";

/** Recovery after a power cut replays the journal first; on slow storage that takes its time. */
const READY_WAIT_MS = 120_000;

/** A fast stop aborts open transactions; longer than this means that it hangs. */
const FAST_STOP_WAIT_MS = 30_000;
const IMMEDIATE_STOP_WAIT_MS = 5_000;

export interface LaunchRequest {
  readonly postgres: string;
  readonly cluster: string;
  readonly dataDir: string;
  readonly port: number;
  readonly account: ServerAccount | undefined;
  readonly settings: Readonly<Record<string, string>>;
  readonly serverLog: ServerLog;
}

export interface PostgresProcess {
  readonly pid: number;
  /** Resolves when the process has ended, whoever ended it. */
  readonly ended: Promise<PostgresFailure>;
  stop(): Promise<void>;
}

/** Starts the server and resolves when it takes connections. */
export async function launchPostgres(request: LaunchRequest): Promise<PostgresProcess> {
  const child = spawnServer(request);
  const ended = new Promise<PostgresFailure>((resolve) => {
    child.once("error", (error) => resolve(endFailure(request, `${error}`)));
    child.once("close", (code, signal) =>
      resolve(endFailure(request, `it ended with ${signal ?? `code ${code}`}`)),
    );
  });
  const early = await Promise.race([whenReady(child, request), ended, tooLong(READY_WAIT_MS)]);
  if (early === "too-long") child.kill("SIGKILL");
  if (early !== "ready") throw await ended;
  return { pid: child.pid ?? 0, ended, stop: () => stopServer(child, ended) };
}

type ServerChild = ChildProcessByStdio<null, null, Readable>;

/** Its own process group: Ctrl-C in a terminal reaches the starter only, which stops things in order. */
function spawnServer(request: LaunchRequest): ServerChild {
  const settings = Object.entries({
    listen_addresses: "127.0.0.1",
    port: String(request.port),
    unix_socket_directories: "",
    timezone: "UTC",
    log_timezone: "UTC",
    ...request.settings,
  }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return spawn(request.postgres, ["-D", request.cluster, ...settings], {
    ...request.account,
    cwd: request.cluster,
    env: SERVER_ENVIRONMENT,
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
}

/** PostgreSQL speaks English under LC_ALL=C, so this sentence is a fixed sign. */
function whenReady(child: ServerChild, request: LaunchRequest): Promise<"ready"> {
  return new Promise((resolve) => {
    createInterface({ input: child.stderr }).on("line", (line) => {
      request.serverLog.write(line);
      if (line.includes("database system is ready to accept connections")) resolve("ready");
    });
  });
}

function endFailure(request: LaunchRequest, how: string): PostgresFailure {
  const last = request.serverLog.lastLines();
  if (isAboutFullDisk(last)) return diskFull(request.dataDir, last);
  if (last.includes("Address already in use")) return portTaken(request.port, last);
  return new PostgresFailure({
    code: "postgres.crashed",
    message: `PostgreSQL does not run any more: ${how}.\n${last}`,
    remedy: `Start again; stored rows are safe. What it said is in postgres.log in ${request.dataDir}.`,
  });
}

async function stopServer(child: ServerChild, ended: Promise<unknown>): Promise<void> {
  child.kill("SIGINT");
  if ((await Promise.race([ended, tooLong(FAST_STOP_WAIT_MS)])) !== "too-long") return;
  child.kill("SIGQUIT");
  if ((await Promise.race([ended, tooLong(IMMEDIATE_STOP_WAIT_MS)])) !== "too-long") return;
  child.kill("SIGKILL");
  await ended;
}

function tooLong(waitMs: number): Promise<"too-long"> {
  return new Promise((resolve) => {
    setTimeout(resolve, waitMs, "too-long").unref();
  });
}
