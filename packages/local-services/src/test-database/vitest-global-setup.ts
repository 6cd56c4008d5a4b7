import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import os from "node:os";
import path from "node:path";
import { processIdentity } from "../postgres/process-identity.ts";
import { type RunningPostgres, startPostgres } from "../postgres/start-postgres.ts";
import { dropTestDatabases } from "./drop-test-databases.ts";
import { RUN_VARIABLE, SERVER_VARIABLE, STARTER_VARIABLE } from "./test-run.ts";

/** Rows of a test are worth nothing after it, so these spare the disk; products never do. */
const THROWAWAY_SETTINGS = { fsync: "off", full_page_writes: "off", synchronous_commit: "off" };

/**
 * One PostgreSQL per test run, started when the first test asks for it: runs without database
 * tests do not wait for it. Workers ask over a socket of this process, because a server started
 * in a worker would end with that worker. The function it answers ends everything.
 */
export async function setup(): Promise<() => Promise<void>> {
  const run = randomBytes(4).toString("hex");
  process.env[RUN_VARIABLE] = run;
  const givenUrl = process.env[SERVER_VARIABLE];
  if (givenUrl !== undefined) return () => dropTestDatabases(givenUrl, run);

  let starting: Promise<Throwaway> | undefined;
  const starter = createServer((_request, response) => {
    starting ??= startThrowaway();
    starting.then(
      ({ server }) => response.end(server.url),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  process.env[STARTER_VARIABLE] = await listen(starter);
  return async () => {
    starter.close();
    // A start that failed was told to every test that asked; there is nothing to end then.
    const throwaway = await starting?.catch(() => undefined);
    if (throwaway === undefined) return;
    await throwaway.server.stop();
    await rm(throwaway.dataDir, { recursive: true, force: true });
  };
}

interface Throwaway {
  readonly dataDir: string;
  readonly server: RunningPostgres;
}

async function startThrowaway(): Promise<Throwaway> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "pigeonhole-test-postgres-"));
  await chmod(dataDir, 0o711);
  const server = await startPostgres({
    dataDir,
    port: 0,
    log: () => undefined,
    settings: THROWAWAY_SETTINGS,
  });
  // A run that is broken off never comes to its end below; its rows are worth nothing.
  process.once("exit", () => quitIfRunning(server.pid));
  return { dataDir, server };
}

function quitIfRunning(pid: number): void {
  if (processIdentity(pid) !== undefined) process.kill(pid, "SIGQUIT");
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (typeof address === "object" && address !== null) {
        resolve(`http://127.0.0.1:${address.port}`);
      } else reject(new Error("the starter of the test database has no port"));
    });
  });
}
