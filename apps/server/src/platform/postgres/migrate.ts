import { readdir, readFile } from "node:fs/promises";
import type { Database, Tx } from "./database.ts";
import { schemaOf } from "./database.ts";

/**
 * Plain SQL files, forward only, numbered without gaps: `migrations/network/0001-….sql` and
 * `migrations/region/…`, the latter once for each region. One advisory lock makes several starting
 * processes take turns.
 */
const migrationsUrl = new URL("../../../migrations/", import.meta.url);
const advisoryLock = 7_216_044;

type Migration = { readonly version: number; readonly sql: string };

/** The database was made by a newer Pigeonhole; going on could damage it. */
export class SchemaTooNewError extends Error {
  override readonly name = "SchemaTooNewError";
  readonly code = "schema_too_new";
}

/** Brings `network` and every region up to date; safe to run from many processes at once. */
export async function migrate(database: Database): Promise<void> {
  const [network, region] = await Promise.all([read("network"), read("region")]);
  await database.network(async (tx) => {
    await tx.query("select pg_advisory_xact_lock($1)", [advisoryLock]);
    await tx.query("create schema if not exists network");
    await apply(tx, "network", network);
    const regions = await tx.query<{ code: string }>("select code from regions order by code");
    for (const { code } of regions) await applyToRegion(tx, code, region);
  });
}

/** Makes the schema of a new region inside the caller's transaction. */
export async function migrateRegion(tx: Tx, code: string): Promise<void> {
  await applyToRegion(tx, code, await read("region"));
}

async function applyToRegion(tx: Tx, code: string, migrations: readonly Migration[]) {
  const schema = schemaOf(code);
  await tx.query(`create schema if not exists ${schema}`);
  await tx.query(`set local search_path to ${schema}, network`);
  await apply(tx, schema, migrations);
  await tx.query("set local search_path to network");
}

async function apply(tx: Tx, schema: string, migrations: readonly Migration[]): Promise<void> {
  await tx.query(
    `create table if not exists network.schema_versions (
       schema text primary key, version integer not null)`,
  );
  const rows = await tx.query<{ version: number }>(
    "select version from network.schema_versions where schema = $1",
    [schema],
  );
  const current = rows[0]?.version ?? 0;
  const newest = migrations.at(-1)?.version ?? 0;
  if (current > newest) {
    throw new SchemaTooNewError(
      `schema ${schema} has version ${current}, this Pigeonhole knows ${newest}: start the newer version`,
    );
  }
  for (const { version, sql } of migrations) {
    if (version > current) await tx.query(sql);
  }
  await tx.query(
    `insert into network.schema_versions (schema, version) values ($1, $2)
     on conflict (schema) do update set version = excluded.version`,
    [schema, newest],
  );
}

async function read(kind: "network" | "region"): Promise<Migration[]> {
  const folder = new URL(`${kind}/`, migrationsUrl);
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
  return Promise.all(
    names.map(async (name) => ({
      version: Number.parseInt(name, 10),
      sql: await readFile(new URL(name, folder), "utf8"),
    })),
  );
}
