import { spawn } from "node:child_process";
import { chmodSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createDatabase } from "./create-database.ts";
import type { PostgresFailure } from "./postgres-failure.ts";
import { processIdentity } from "./process-identity.ts";
import {
  type RunningPostgres,
  type StartPostgresOptions,
  startPostgres,
} from "./start-postgres.ts";

const running = new Set<RunningPostgres>();
const lines: string[] = [];
let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), "pigeonhole-postgres-"));
  chmodSync(dataDir, 0o711);
  lines.length = 0;
});

afterEach(async () => {
  await Promise.all([...running].map((server) => server.stop()));
  running.clear();
  await rm(dataDir, { recursive: true, force: true });
});

async function start(options: Partial<StartPostgresOptions> = {}): Promise<RunningPostgres> {
  const server = await startPostgres({
    dataDir,
    port: 0,
    log: (line) => lines.push(line),
    ...options,
  });
  running.add(server);
  return server;
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function failureOf(starting: Promise<unknown>): Promise<PostgresFailure> {
  return await starting.then(
    () => Promise.reject(new Error("it started")),
    (failure: PostgresFailure) => failure,
  );
}

describe("the PostgreSQL that a default installation brings along", () => {
  test("finds its rows again at the second start", async () => {
    const first = await start();
    const url = await createDatabase(first.url, "pigeonhole");
    await ask(url, "CREATE TABLE parcels AS SELECT 'par_1' AS id");
    await first.stop();

    const second = await start();
    expect(await createDatabase(second.url, "pigeonhole")).toContain(`:${second.port}/pigeonhole`);
    const rows = await ask(await createDatabase(second.url, "pigeonhole"), "SELECT * FROM parcels");
    expect(rows).toEqual([{ id: "par_1" }]);
  });

  test("writes every commit through to the disk and listens on loopback only", async () => {
    const { url } = await start();
    expect(await ask(url, "SHOW fsync")).toEqual([{ fsync: "on" }]);
    expect(await ask(url, "SHOW listen_addresses")).toEqual([{ listen_addresses: "127.0.0.1" }]);
    expect(await ask(url, "SHOW server_encoding")).toEqual([{ server_encoding: "UTF8" }]);
  });

  test("lets nobody in without the password, which only its owner can read", async () => {
    const { url } = await start();
    const wrong = new URL(url);
    wrong.password = "guess";
    await expect(ask(wrong.href, "SELECT 1")).rejects.toThrow(/password authentication failed/);
    expect(statSync(path.join(dataDir, "password")).mode & 0o777).toBe(0o600);
  });

  test("refuses a second starter of the same folder in words", async () => {
    await start();
    const failure = await failureOf(start());
    expect(failure.code).toBe("postgres.already_running");
    expect(failure.message).toContain(`Process ${process.pid}`);
    expect(failure.remedy).toContain("--data-dir");
  });

  test("says that the port is taken", async () => {
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(0, "127.0.0.1", resolve));
    const address = squatter.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const failure = await failureOf(start({ port }));
    squatter.close();
    expect(failure.code).toBe("postgres.port_taken");
    expect(failure.message).toContain(String(port));
  });

  test("refuses rows of another PostgreSQL version and leaves them alone", async () => {
    const { stop, clusterDir } = await start();
    await stop();
    writeFileSync(path.join(clusterDir, "PG_VERSION"), "16\n");
    const failure = await failureOf(start());
    expect(failure.code).toBe("postgres.wrong_version");
    expect(readFileSync(path.join(clusterDir, "PG_VERSION"), "utf8")).toBe("16\n");
  });

  test("never draws a new password for rows that are already there", async () => {
    const { stop } = await start();
    await stop();
    await rm(path.join(dataDir, "password"));
    expect((await failureOf(start())).code).toBe("postgres.password_missing");
  });

  test("starts after a power cut that left the number of a process now somebody else's", async () => {
    const { stop, clusterDir } = await start();
    await stop();
    writeFileSync(path.join(clusterDir, "postmaster.pid"), `${process.pid}\n${clusterDir}\n`);
    writeFileSync(path.join(dataDir, "starter.lock"), '{"pid":1,"identity":"an earlier boot"}');
    const { url } = await start();
    expect(await ask(url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    expect(lines.join()).toContain("power cut");
  });

  test("takes over from a starter that was killed, and loses no committed row", async () => {
    const child = startInChild();
    const childUrl = await firstLine(child);
    await ask(childUrl, "CREATE TABLE facts AS SELECT 1 AS seq");
    child.kill("SIGKILL");
    await new Promise((resolve) => child.once("close", resolve));

    const { url } = await start();
    expect(await ask(url, "SELECT seq FROM facts")).toEqual([{ seq: 1 }]);
    expect(lines.join()).toContain("it is stopped first");
  });

  test("reports a server that ends without having been asked to", async () => {
    let report: (failure: PostgresFailure) => void = () => undefined;
    const reported = new Promise<PostgresFailure>((resolve) => {
      report = resolve;
    });
    const server = await start({ onCrash: (failure) => report(failure) });
    process.kill(server.pid, "SIGKILL");
    expect((await reported).code).toBe("postgres.crashed");
  });

  test("a stop is clean, ends the process and may be asked for twice", async () => {
    const server = await start();
    await Promise.all([server.stop(), server.stop()]);
    expect(processIdentity(server.pid)).toBeUndefined();
    expect(readFileSync(path.join(dataDir, "postgres.log"), "utf8")).toContain(
      "database system is shut down",
    );
  });

  test.runIf(process.getuid?.() === 0)(
    "keeps its rows where its account can reach them when root's folder is closed to it",
    async () => {
      chmodSync(dataDir, 0o700);
      const first = await start();
      await ask(first.url, "CREATE TABLE kept AS SELECT 1 AS one");
      await first.stop();
      expect(first.clusterDir.startsWith(dataDir)).toBe(false);
      expect(lines.join()).toContain(path.dirname(first.clusterDir));

      const second = await start();
      expect(await ask(second.url, "SELECT one FROM kept")).toEqual([{ one: 1 }]);
      await second.stop();
      await rm(path.dirname(first.clusterDir), { recursive: true });
    },
  );
});

function startInChild() {
  const starter = fileURLToPath(new URL("./start-postgres.ts", import.meta.url));
  const script = `
    const { startPostgres } = await import(${JSON.stringify(starter)});
    const { url } = await startPostgres({ dataDir: ${JSON.stringify(dataDir)}, port: 0, log() {} });
    console.log(url);`;
  return spawn(process.execPath, ["--input-type=module", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

async function firstLine(child: ReturnType<typeof startInChild>): Promise<string> {
  let text = "";
  child.stdout?.setEncoding("utf8").on("data", (part: string) => {
    text += part;
  });
  while (!text.includes("\n")) await wait(10);
  return text.trim();
}
