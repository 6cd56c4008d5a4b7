import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** The numbers a process is started under. */
export interface ServerAccount {
  readonly uid: number;
  readonly gid: number;
}

/** Debian, Alpine and most others give `nobody` this number; used where /etc/passwd names none. */
const NOBODY_ID = 65_534;

/**
 * PostgreSQL refuses to run as root. Under root it runs as `nobody`, without an account being
 * made on the machine; under anybody else it runs as that person and this is undefined.
 */
export function findServerAccount(): ServerAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const line = readPasswd()
    .split("\n")
    .find((entry) => entry.startsWith("nobody:"));
  const [, , uid, gid] = line?.split(":") ?? [];
  return { uid: toId(uid), gid: toId(gid) };
}

/** Can that account pass into the folder? Asks the system itself: modes alone miss ACLs, mounts and containers. */
export function canReach(folder: string, account: ServerAccount | undefined): boolean {
  const test = spawnSync("/bin/sh", ["-c", 'test -x "$1"', "sh", folder], {
    ...account,
    cwd: "/",
    stdio: "ignore",
  });
  return test.status === 0;
}

function readPasswd(): string {
  try {
    return readFileSync("/etc/passwd", "utf8");
  } catch (error) {
    // A container image without /etc/passwd is legal; numbers need no names.
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  }
}

function toId(text: string | undefined): number {
  const id = Number(text);
  return Number.isSafeInteger(id) && id > 0 ? id : NOBODY_ID;
}
