import { spawn } from "node:child_process";
import { chown, rename, rm, writeFile } from "node:fs/promises";
import type { ClusterFolder } from "./cluster-folder.ts";
import { makeOwnFolder } from "./cluster-folder.ts";
import type { PostgresBinaries } from "./postgres-binaries.ts";
import type { ServerAccount } from "./server-account.ts";

/** The name under which the installation signs in; it owns everything in its cluster. */
export const OWNER_NAME = "pigeonhole";

interface InitialiseRequest {
  readonly binaries: PostgresBinaries;
  readonly folder: ClusterFolder;
  readonly password: string;
  readonly account: ServerAccount | undefined;
}

/**
 * Makes the cluster beside its final name and renames it when it is whole: a first start cut short
 * is simply done again. Collation is the built-in C.UTF-8, the same on every machine, so that an
 * upgrade of the system's locales cannot break an index.
 */
export async function initialiseCluster(request: InitialiseRequest): Promise<void> {
  const { folder, account } = request;
  const unfinished = `${folder.cluster}.unfinished`;
  const passwordFile = `${folder.cluster}.password`;
  await makeOwnFolder(unfinished, account);
  await writeFile(passwordFile, request.password, { mode: 0o600 });
  try {
    if (account !== undefined) await chown(passwordFile, account.uid, account.gid);
    await runInitdb(request, unfinished, passwordFile);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(unfinished, folder.cluster);
}

async function runInitdb(request: InitialiseRequest, cluster: string, passwordFile: string) {
  const locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const access = [`--username=${OWNER_NAME}`, `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
  const initdb = spawn(
    request.binaries.initdb,
    [`--pgdata=${cluster}`, "--encoding=UTF8", ...locale, ...access],
    {
      ...request.account,
      cwd: cluster,
      env: SERVER_ENVIRONMENT,
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let output = "";
  for (const stream of [initdb.stdout, initdb.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    initdb.once("error", reject).once("close", resolve);
  });
  if (exitCode !== 0) throw new Error(`initdb ended with ${exitCode}: ${output.trim()}`);
}

/** Nothing of the caller's environment reaches the server: PGDATA and its kind would steer it. */
export const SERVER_ENVIRONMENT = { LC_ALL: "C", TZ: "UTC", PATH: "/usr/bin:/bin" };
