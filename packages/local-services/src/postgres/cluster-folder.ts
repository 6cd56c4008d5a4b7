import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { POSTGRES_MAJOR } from "./postgres-binaries.ts";
import { hasCode, PostgresFailure } from "./postgres-failure.ts";
import { canReach, type ServerAccount } from "./server-account.ts";

/** Where the rows are kept when the chosen folder lies behind a door the account cannot pass. */
const REACHABLE_HOME = "/var/lib/pigeonhole";

const POINTER_FILE = "postgres-lives-at.txt";
const PASSWORD_FILE = "password";
const PASSWORD_BYTES = 24;

export interface ClusterFolder {
  /** The folder handed to PostgreSQL as its own; exists only once it is complete. */
  readonly cluster: string;
  /** A folder of the server's account in which `cluster` lies. */
  readonly home: string;
}

interface ClusterFolderRequest {
  readonly dataDir: string;
  readonly account: ServerAccount | undefined;
  readonly log: (line: string) => void;
}

/**
 * Finds the folder of the rows. It is `dataDir` itself, except where PostgreSQL runs under
 * another account that cannot reach it (a clone in root's home, mode 0700): then it is a folder
 * under /var/lib, and a file in `dataDir` says which, so that deleting `dataDir` means beginning anew.
 */
export async function findClusterFolder(request: ClusterFolderRequest): Promise<ClusterFolder> {
  const home = await findHome(request);
  const cluster = path.join(home, "cluster");
  await checkVersion(cluster);
  return { cluster, home };
}

async function findHome(request: ClusterFolderRequest): Promise<string> {
  const { dataDir, account, log } = request;
  const pointer = path.join(dataDir, POINTER_FILE);
  if (existsSync(pointer)) return (await readFile(pointer, "utf8")).trim();
  if (account === undefined || canReach(dataDir, account)) return dataDir;
  const home = await mkdtemp(path.join(await reachableHome(), "postgres-"));
  await chmod(home, 0o711);
  await writeFile(pointer, `${home}\n`);
  log(`${dataDir} is closed to PostgreSQL's account; its rows are kept in ${home}.`);
  return home;
}

/** The folder under /var/lib that only root uses this way; made at its first use. */
export async function reachableHome(): Promise<string> {
  try {
    await mkdir(REACHABLE_HOME, { recursive: true, mode: 0o755 });
    return REACHABLE_HOME;
  } catch (error) {
    throw new PostgresFailure({
      code: "postgres.folder_unreachable",
      message: `PostgreSQL cannot run as root, and ${REACHABLE_HOME} cannot be made for it.`,
      remedy: "Start with --data-dir on a folder that everybody may enter, or not as root.",
      cause: error,
    });
  }
}

async function checkVersion(cluster: string): Promise<void> {
  if (!existsSync(cluster)) return;
  const found = (await readFile(path.join(cluster, "PG_VERSION"), "utf8")).trim();
  if (found === POSTGRES_MAJOR) return;
  throw new PostgresFailure({
    code: "postgres.wrong_version",
    message: `${cluster} was made by PostgreSQL ${found}; this installation brings ${POSTGRES_MAJOR}.`,
    remedy: `Dump it with PostgreSQL ${found} and restore it, or choose another --data-dir.`,
  });
}

/** Reads the password of the cluster, or draws one when there is no cluster yet. */
export async function readOrDrawPassword(dataDir: string, hasCluster: boolean): Promise<string> {
  const file = path.join(dataDir, PASSWORD_FILE);
  try {
    const password = (await readFile(file, "utf8")).trim();
    if (password !== "") return password;
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw error;
  }
  if (hasCluster) {
    throw new PostgresFailure({
      code: "postgres.password_missing",
      message: `${file} is gone, and the rows beside it cannot be opened without it.`,
      remedy: "Restore that file from a backup, or choose another --data-dir to begin anew.",
    });
  }
  const password = randomBytes(PASSWORD_BYTES).toString("base64url");
  await writeFile(file, `${password}\n`, { mode: 0o600, flush: true });
  return password;
}

/** An empty folder that belongs to the server's account, in place of whatever an earlier try left. */
export async function makeOwnFolder(folder: string, account?: ServerAccount): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (account !== undefined) await chown(folder, account.uid, account.gid);
}
