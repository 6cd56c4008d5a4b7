import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { PostgresFailure } from "./postgres-failure.ts";
import { commandOf } from "./process-identity.ts";

const STOP_WAIT_MS = 30_000;
const STOP_LOOK_EVERY_MS = 50;

/**
 * Clears what the last run left. After a power cut postmaster.pid names a process number that may
 * by now be anybody's, and PostgreSQL would refuse to start; after a killed starter the server
 * itself may still run, and is asked to stop. Only called while the starter's lock is held.
 */
export async function settleFormerServer(
  cluster: string,
  log: (line: string) => void,
): Promise<void> {
  const pidFile = path.join(cluster, "postmaster.pid");
  if (!existsSync(pidFile)) return;
  const pid = Number((await readFile(pidFile, "utf8")).split("\n")[0]);
  if (!isServerOf(pid, cluster)) {
    log("The last run ended without a stop (power cut?); PostgreSQL recovers by its journal.");
    await rm(pidFile, { force: true });
    return;
  }
  log(`PostgreSQL of a run that was killed still works as process ${pid}; it is stopped first.`);
  process.kill(pid, "SIGINT");
  await waitForEnd(pid, cluster);
}

function isServerOf(pid: number, cluster: string): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 1) return false;
  const command = commandOf(pid);
  return command?.includes("postgres") === true && command.includes(cluster);
}

async function waitForEnd(pid: number, cluster: string): Promise<void> {
  for (let waitedMs = 0; waitedMs < STOP_WAIT_MS; waitedMs += STOP_LOOK_EVERY_MS) {
    if (!isServerOf(pid, cluster)) return;
    await wait(STOP_LOOK_EVERY_MS);
  }
  throw new PostgresFailure({
    code: "postgres.already_running",
    message: `PostgreSQL of an earlier run (process ${pid}) did not stop within ${STOP_WAIT_MS / 1000} s.`,
    remedy: `End process ${pid} by hand and start again.`,
  });
}
