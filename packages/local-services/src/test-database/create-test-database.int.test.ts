import pg from "pg";
import { expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "./create-test-database.ts";

let migrations = 0;

async function migrate(url: string): Promise<void> {
  migrations += 1;
  await ask(url, "CREATE TABLE parcels (id text PRIMARY KEY)");
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

async function createParcelsDatabase(): Promise<TestDatabase> {
  return await createTestDatabase({ migrate, template: "parcels" });
}

test("each caller has a migrated database of its own, and the migration runs once", async () => {
  const [first, second] = await Promise.all([createParcelsDatabase(), createParcelsDatabase()]);
  await ask(first.url, "INSERT INTO parcels VALUES ('par_1')");
  expect(await ask(second.url, "SELECT * FROM parcels")).toEqual([]);
  expect(await ask(first.url, "SELECT * FROM parcels")).toEqual([{ id: "par_1" }]);
  expect(migrations).toBe(1);
  await Promise.all([first.drop(), second.drop()]);
  await expect(ask(first.url, "SELECT 1")).rejects.toThrow(/does not exist/);
});

test("a migration that fails is told to its caller and leaves no template behind", async () => {
  const failing = () =>
    createTestDatabase({ template: "broken", migrate: (url) => ask(url, "SELEC").then(() => {}) });
  await expect(failing()).rejects.toThrow(/syntax error/);
  await expect(failing()).rejects.toThrow(/syntax error/);
});
