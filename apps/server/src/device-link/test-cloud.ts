import { randomBytes } from "node:crypto";
import { createTestDatabase } from "@pigeonhole/local-services/test-database/create-test-database";
import type { Deps } from "../deps.ts";
import { migrate } from "../platform/postgres/migrate.ts";
import { createPgDatabase } from "../platform/postgres/pg-database.ts";
import { createSecrets } from "../platform/secrets.ts";
import { addRegion } from "./test-network.ts";

/** A migrated database with the region `00`, and a clock that only the test moves. */
export type TestCloud = AsyncDisposable & {
  readonly url: string;
  readonly deps: Deps;
  /** Reads or writes the region `00` by SQL. */
  read<Row>(sql: string, values?: readonly string[]): Promise<Row[]>;
  pass(time: Temporal.DurationLike): void;
};

export async function aTestCloud(
  settings: Partial<Pick<Deps, "publicUrl">> = {},
): Promise<TestCloud> {
  const testDatabase = await createTestDatabase({
    template: "server",
    migrate: async (url) => {
      const database = openTestDatabase(url);
      await migrate(database);
      await database.close();
    },
  });
  const database = openTestDatabase(testDatabase.url);
  let now = Temporal.Now.instant().round({ smallestUnit: "second" });
  const deps: Deps = {
    database,
    secrets: createSecrets(new Uint8Array(32).fill(7)),
    now: () => now,
    randomBytes: (count) => new Uint8Array(randomBytes(count)),
    publicUrl: settings.publicUrl ?? "http://127.0.0.1:1",
    log: { debug() {}, info() {}, warn() {}, error() {} },
  };
  await addRegion(deps, "00");
  return {
    url: testDatabase.url,
    deps,
    read: (sql, values = []) => database.region("00", (tx) => tx.query(sql, values)),
    pass(time) {
      now = now.add(time);
    },
    async [Symbol.asyncDispose]() {
      await database.close();
      await testDatabase.drop();
    },
  };
}

export function openTestDatabase(url: string) {
  return createPgDatabase({
    url,
    connectionsMax: 6,
    onError: () => {},
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });
}
