import pg from "pg";

/** SQLSTATE of "a database of this name exists". */
const DUPLICATE_DATABASE = "42P04";

/** Two makers of the same name at once: the loser hears of it by the catalogue's unique index. */
const UNIQUE_VIOLATION = "23505";

/**
 * Makes the database unless it is there, and answers its connection string.
 * @param serverUrl a connection string to any database of the same server
 */
export async function createDatabase(serverUrl: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } catch (error) {
    if (!isAlreadyThere(error)) throw error;
  } finally {
    await client.end();
  }
  return databaseUrl(serverUrl, name);
}

/** The same server and account, another database. */
export function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${encodeURIComponent(name)}`;
  return url.href;
}

function isAlreadyThere(error: unknown): boolean {
  if (!(error instanceof Error) || !("code" in error)) return false;
  return error.code === DUPLICATE_DATABASE || error.code === UNIQUE_VIOLATION;
}
