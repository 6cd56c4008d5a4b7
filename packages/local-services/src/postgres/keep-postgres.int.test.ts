import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type KeptPostgres, keepPostgres } from "./keep-postgres.ts";

let dataDir = "";
let kept: KeptPostgres | undefined;
let isDone = false;

beforeEach(async () => {
  isDone = false;
  dataDir = await mkdtemp(path.join(os.tmpdir(), "pigeonhole-kept-"));
});
afterEach(async () => {
  isDone = true;
  await kept?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  // A server that is killed breaks its connections.
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Asks again for as long as nobody answers; the test's own limit ends it. */
async function askUntilAnswered(url: string, sql: string): Promise<unknown[]> {
  for (;;) {
    try {
      return await ask(url, sql);
    } catch (error) {
      if (isDone) throw error;
    }
  }
}

test("a PostgreSQL that was killed comes back at the same address with its rows", async () => {
  const lines: string[] = [];
  kept = await keepPostgres({ dataDir, port: 0, log: (line) => lines.push(line) });
  await ask(kept.url, "CREATE TABLE parcel AS SELECT 7 AS id");
  const [{ dir }] = (await ask(kept.url, "SHOW data_directory")).map((row) => ({
    dir: (row as { data_directory: string }).data_directory,
  })) as [{ dir: string }];
  const [pid] = (await readFile(path.join(dir, "postmaster.pid"), "utf8")).split("\n");
  process.kill(Number(pid), "SIGKILL");
  await expect.poll(() => lines.join("\n")).toContain("PostgreSQL ended");
  expect(await askUntilAnswered(kept.url, "SELECT id FROM parcel")).toEqual([{ id: 7 }]);
});
