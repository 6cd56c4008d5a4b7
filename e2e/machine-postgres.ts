import { execFileSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "./free-port.ts";

/**
 * The machine's own PostgreSQL, run as a server of the test: an operator's database of another
 * version and make than the one the project brings along.
 */
export type MachinePostgres = { readonly url: string; stop(): void };

const places = "/usr/lib/postgresql";
/** PostgreSQL refuses to run as root; this account owns nothing else. */
const nobody = 65_534;

/** Folder of the programs of the newest PostgreSQL 15 to 18 on this machine, if there is one. */
export function findMachinePostgres(): string | undefined {
  const versions = existsSync(places) ? readdirSync(places) : [];
  const usable = versions.filter((version) => Number(version) >= 15 && Number(version) <= 18);
  const newest = usable.toSorted((a, b) => Number(b) - Number(a))[0];
  const programs = newest === undefined ? undefined : path.join(places, newest, "bin");
  return programs !== undefined && existsSync(path.join(programs, "initdb")) ? programs : undefined;
}

export async function startMachinePostgres(programs: string): Promise<MachinePostgres> {
  const isRoot = process.getuid?.() === 0;
  const account = isRoot ? { uid: nobody, gid: nobody } : {};
  const folder = mkdtempSync(path.join(tmpdir(), "pigeonhole-pg-"));
  if (isRoot) chownSync(folder, nobody, nobody);
  const run = (program: string, args: string[]) =>
    execFileSync(path.join(programs, program), args, { ...account, cwd: folder, stdio: "ignore" });
  const cluster = path.join(folder, "cluster");
  run("initdb", ["-D", cluster, "-U", "owner", "-A", "trust", "-E", "UTF8", "--no-locale"]);
  const port = await freePort();
  writeFileSync(
    path.join(cluster, "postgresql.auto.conf"),
    `port = ${port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\n`,
  );
  run("pg_ctl", ["-D", cluster, "-w", "-l", path.join(folder, "log"), "start"]);
  return {
    url: `postgres://owner@127.0.0.1:${port}/postgres`,
    stop() {
      run("pg_ctl", ["-D", cluster, "-w", "-m", "immediate", "stop"]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
