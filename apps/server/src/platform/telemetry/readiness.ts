import type { Database } from "../postgres/database.ts";
import { DatabaseUnavailableError } from "../postgres/database.ts";

export type Check = {
  readonly name: string;
  readonly ok: boolean;
  /** Why not, for people; null when it is well. */
  readonly why: string | null;
};
export type Readiness = {
  readonly check: () => Promise<readonly Check[]>;
  /** Told by the start, and by the end. */
  readonly set: (state: { readonly migrated?: boolean; readonly stopping?: boolean }) => void;
};

/** Ready means: the database answers, its schemas are up to date, and the server is not going. */
export function createReadiness(deps: { readonly database: Database }): Readiness {
  let migrated = false;
  let stopping = false;
  return {
    set(state) {
      migrated = state.migrated ?? migrated;
      stopping = state.stopping ?? stopping;
    },
    async check() {
      const database = await checkDatabase(deps.database);
      const why = "the schemas have not been brought up to date yet";
      return [
        database,
        { name: "migrations", ok: migrated, why: migrated ? null : why },
        { name: "running", ok: !stopping, why: stopping ? "the server is stopping" : null },
      ];
    },
  };
}

async function checkDatabase(database: Database): Promise<Check> {
  const name = "database";
  try {
    await database.network((tx) => tx.query("select 1"));
    return { name, ok: true, why: null };
  } catch (error) {
    if (error instanceof DatabaseUnavailableError) {
      return { name, ok: false, why: "PostgreSQL is out of reach" };
    }
    return { name, ok: false, why: "PostgreSQL refuses to answer; the log says more" };
  }
}
