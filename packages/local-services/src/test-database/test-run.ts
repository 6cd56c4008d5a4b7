/** Connection string to a server of one's own, for tests that shall not use the embedded one. */
export const SERVER_VARIABLE = "TEST_DATABASE_URL";

/** Where the workers of a run ask for the shared server; set by the run itself. */
export const STARTER_VARIABLE = "PIGEONHOLE_TEST_POSTGRES_STARTER";

/** Marks the databases of one run, so that two runs may share a server. */
export const RUN_VARIABLE = "PIGEONHOLE_TEST_RUN";

/** Every database a run makes begins like this, and is dropped when the run ends. */
export function databasePrefix(run: string): string {
  return `pigeonhole_test_${run}_`;
}
