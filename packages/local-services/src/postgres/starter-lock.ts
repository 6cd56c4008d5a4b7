import { randomUUID } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { hasCode, PostgresFailure } from "./postgres-failure.ts";
import { processIdentity } from "./process-identity.ts";

const LOCK_FILE = "starter.lock";

/** Two tries: the first may meet the lock of a starter that died. */
const LOCK_ATTEMPTS_MAX = 2;

/**
 * Keeps two starters from the same folder and says so in words. PostgreSQL's own postmaster.pid
 * guards the rows themselves, also where this file is deleted by hand. Returns the release.
 */
export async function takeStarterLock(dataDir: string): Promise<() => Promise<void>> {
  const file = path.join(dataDir, LOCK_FILE);
  const mine = JSON.stringify({ pid: process.pid, identity: processIdentity(process.pid) });
  for (let attempt = 1; attempt <= LOCK_ATTEMPTS_MAX; attempt += 1) {
    if (await tryWrite(file, mine)) return () => rm(file, { force: true });
    const holder = await readHolder(file);
    if (holder !== undefined && processIdentity(holder.pid) === holder.identity) {
      throw alreadyRunning(dataDir, holder.pid);
    }
    await setAside(file);
  }
  throw alreadyRunning(dataDir, undefined);
}

async function tryWrite(file: string, text: string): Promise<boolean> {
  try {
    await writeFile(file, text, { flag: "wx" });
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw error;
  }
}

interface LockHolder {
  readonly pid: number;
  readonly identity: string;
}

/** A lock cut short by a power cut holds nothing readable and counts as nobody's. */
async function readHolder(file: string): Promise<LockHolder | undefined> {
  const text = await readFile(file, "utf8").catch(emptyWhenGone);
  const match = /^\{"pid":(\d+),"identity":"([^"]+)"\}$/.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  return { pid: Number(match[1]), identity: match[2] };
}

function emptyWhenGone(error: unknown): string {
  if (hasCode(error, "ENOENT")) return "";
  throw error;
}

/** Renaming succeeds for one of two starters that see the same dead lock. */
async function setAside(file: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return;
    throw error;
  }
  await rm(aside, { force: true });
}

function alreadyRunning(dataDir: string, pid: number | undefined): PostgresFailure {
  const holder = pid === undefined ? "Another start" : `Process ${pid}`;
  return new PostgresFailure({
    code: "postgres.already_running",
    message: `${holder} already uses ${dataDir}.`,
    remedy: "Stop it first, or start with another --data-dir and another --port.",
  });
}
