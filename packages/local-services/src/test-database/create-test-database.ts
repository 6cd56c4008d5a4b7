import { randomBytes } from "node:crypto";
import pg from "pg";
import { databaseUrl } from "../postgres/create-database.ts";
import { databasePrefix, RUN_VARIABLE, SERVER_VARIABLE, STARTER_VARIABLE } from "./test-run.ts";

export interface TestDatabaseOptions {
  /** Brings an empty database to the newest schema; runs once per run and `template`. */
  readonly migrate: (url: string) => Promise<void>;
  /** Names the outcome of `migrate`, where a run uses more than one; letters, digits and `_`. */
  readonly template?: string;
}

export interface TestDatabase extends AsyncDisposable {
  readonly url: string;
  /** Ends its connections and removes it. */
  drop(): Promise<void>;
}

/** "pigeon" on a telephone's keys; any number that no other program locks will do. */
const TEMPLATE_LOCK_KEY = 744_366;

/**
 * A database of one's own, copied from a migrated template in milliseconds, on the server of
 * TEST_DATABASE_URL or else on one embedded server shared by the whole run.
 */
export async function createTestDatabase(options: TestDatabaseOptions): Promise<TestDatabase> {
  const serverUrl = await testServerUrl();
  const prefix = databasePrefix(requireVariable(RUN_VARIABLE));
  const template = `${prefix}template_${options.template ?? "default"}`;
  const name = `${prefix}${randomBytes(6).toString("hex")}`;
  await withClient(serverUrl, async (client) => {
    await ensureTemplate(client, { serverUrl, template, migrate: options.migrate });
    // Copying files takes 13 ms where writing every page through the journal takes 20 to 300.
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`);
  });
  const drop = () =>
    withClient(serverUrl, async (client) => {
      await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    });
  return { url: databaseUrl(serverUrl, name), drop, [Symbol.asyncDispose]: drop };
}

/** Connection string of the run's server, for tests that make their own databases or roles. */
export async function testServerUrl(): Promise<string> {
  const givenUrl = process.env[SERVER_VARIABLE];
  if (givenUrl !== undefined) return givenUrl;
  const answer = await fetch(requireVariable(STARTER_VARIABLE));
  const text = await answer.text();
  if (!answer.ok) throw new Error(`the test database did not start: ${text}`);
  return text;
}

function requireVariable(name: string): string {
  const value = process.env[name];
  if (value !== undefined) return value;
  throw new Error(
    `${name} is not set: this test's Vitest project needs the globalSetup of test-database`,
  );
}

interface TemplateRequest {
  readonly serverUrl: string;
  readonly template: string;
  readonly migrate: (url: string) => Promise<void>;
}

/**
 * The first worker migrates while the others wait for its lock. The template gets its name only
 * when it is whole: a migration that throws leaves none, and every test file hears the error.
 */
async function ensureTemplate(client: pg.Client, request: TemplateRequest): Promise<void> {
  const { serverUrl, template } = request;
  if (await hasDatabase(client, template)) return;
  await client.query("SELECT pg_advisory_lock($1)", [TEMPLATE_LOCK_KEY]);
  try {
    if (await hasDatabase(client, template)) return;
    const unfinished = `${template}_unfinished`;
    await client.query(`DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${unfinished} TEMPLATE template0`);
    await request.migrate(databaseUrl(serverUrl, unfinished));
    await client.query(`ALTER DATABASE ${unfinished} RENAME TO ${template}`);
  } finally {
    await client.query("SELECT pg_advisory_unlock($1)", [TEMPLATE_LOCK_KEY]);
  }
}

async function hasDatabase(client: pg.Client, name: string): Promise<boolean> {
  const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
  return rowCount === 1;
}

async function withClient(url: string, act: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await act(client);
  } finally {
    await client.end();
  }
}
