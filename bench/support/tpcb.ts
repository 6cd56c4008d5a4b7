import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { promisify } from "node:util";
import pg from "pg";

/**
 * The yardstick: TPC-B transactions per second on the same PostgreSQL in the same run. PostgreSQL's
 * own pgbench where the machine has it, else the same five statements driven from here (slower by
 * what Node costs, and said so).
 */
export type Yardstick = {
  readonly name: "pgbench" | "own driver";
  measure(seconds: number): Promise<number>;
};

const run = promisify(execFile);
const scale = 10;
const clients = 8;
const rowsPerScale = 100_000;

export async function createYardstick(url: string): Promise<Yardstick> {
  const pgbench = findPgbench();
  await fillTables(url);
  if (pgbench === undefined) {
    return { name: "own driver", measure: (seconds) => driveOurselves(url, seconds) };
  }
  return { name: "pgbench", measure: (seconds) => drivePgbench(pgbench, url, seconds) };
}

function findPgbench(): string | undefined {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort().reverse() : [];
  const places = [
    ...(process.env["PATH"] ?? "").split(":").map((folder) => `${folder}/pgbench`),
    ...versions.map((version) => `${debian}/${version}/bin/pgbench`),
  ];
  return places.find((place) => existsSync(place));
}

/** The tables of `pgbench -i`, made here so that both drivers find the same. */
async function fillTables(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`
    drop table if exists pgbench_accounts, pgbench_branches, pgbench_tellers, pgbench_history;
    create table pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22));
    create table pgbench_tellers (tid int primary key, bid int, tbalance int, filler char(84)) with (fillfactor = 100);
    create table pgbench_accounts (aid int primary key, bid int, abalance int, filler char(84)) with (fillfactor = 100);
    create table pgbench_branches (bid int primary key, bbalance int, filler char(88)) with (fillfactor = 100);
    insert into pgbench_branches select b, 0, '' from generate_series(1, ${scale}) b;
    insert into pgbench_tellers select t, (t - 1) / 10 + 1, 0, '' from generate_series(1, ${scale * 10}) t;
    insert into pgbench_accounts
      select a, (a - 1) / ${rowsPerScale} + 1, 0, '' from generate_series(1, ${scale * rowsPerScale}) a;
  `);
  await client.query("vacuum analyze");
  await client.end();
}

async function drivePgbench(pgbench: string, url: string, seconds: number): Promise<number> {
  const { stdout } = await run(pgbench, [
    "--no-vacuum",
    "--protocol=prepared",
    `--client=${clients}`,
    "--jobs=2",
    `--scale=${scale}`,
    `--time=${seconds}`,
    url,
  ]);
  const tps = /tps = ([\d.]+)/.exec(stdout)?.[1];
  if (tps === undefined) throw new Error(`pgbench said nothing of tps:\n${stdout}`);
  return Number(tps);
}

const statements = {
  account: "update pgbench_accounts set abalance = abalance + $1 where aid = $2",
  balance: "select abalance from pgbench_accounts where aid = $1",
  teller: "update pgbench_tellers set tbalance = tbalance + $1 where tid = $2",
  branch: "update pgbench_branches set bbalance = bbalance + $1 where bid = $2",
  history:
    "insert into pgbench_history (tid, bid, aid, delta, mtime) values ($1, $2, $3, $4, current_timestamp)",
};

async function driveOurselves(url: string, seconds: number): Promise<number> {
  const beganMs = performance.now();
  const endMs = beganMs + seconds * 1_000;
  const counts = await Promise.all(Array.from({ length: clients }, () => driveOne(url, endMs)));
  const total = counts.reduce((sum, count) => sum + count, 0);
  return total / ((performance.now() - beganMs) / 1_000);
}

async function driveOne(url: string, endMs: number): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const query = (name: keyof typeof statements, values: number[]) =>
    client.query({ name, text: statements[name], values });
  let done = 0;
  while (performance.now() < endMs) {
    const aid = 1 + Math.floor(Math.random() * scale * rowsPerScale);
    const tid = 1 + Math.floor(Math.random() * scale * 10);
    const bid = 1 + Math.floor(Math.random() * scale);
    const delta = Math.floor(Math.random() * 10_001) - 5_000;
    await client.query("begin");
    await query("account", [delta, aid]);
    await query("balance", [aid]);
    await query("teller", [delta, tid]);
    await query("branch", [delta, bid]);
    await query("history", [tid, bid, aid, delta]);
    await client.query("commit");
    done += 1;
  }
  await client.end();
  return done;
}
