import { existsSync } from "node:fs";
import { join } from "node:path";
import { openJournalDatabase, type SqlRow } from "../journal/journal-database.ts";
import { journalFileName } from "../journal/open-journal.ts";
import { SettingsError } from "./settings.ts";

/** Prints facts and what is kept. Tags are no secrets, but they are nobody's business either. */
export function printJournal(folder: string, print: (line: string) => void): void {
  const path = join(folder, journalFileName);
  if (!existsSync(path)) throw new SettingsError(`There is no journal in ${folder}.`);
  const database = openJournalDatabase({ path, readOnly: true });
  try {
    for (const row of database.rows("SELECT seq, at, type, data FROM facts ORDER BY seq")) {
      print(`${row["seq"]} ${row["at"]} ${row["type"]} ${row["data"]}`);
    }
    print(`acknowledged ${kept(database.rows("SELECT name, value FROM kept"), "acked_seq") ?? 0}`);
    print(
      `grants ${count(database.row("SELECT count(*) AS count FROM grants WHERE removed_at IS NULL"))}`,
    );
    for (const row of database.rows("SELECT * FROM stays WHERE ended_at IS NULL")) {
      print(`stay ${row["stay_id"]} ${row["tracking_number"]} in ${row["compartment_id"]}`);
    }
    for (const row of database.rows("SELECT * FROM conditions WHERE condition <> 'usable'")) {
      print(`${row["condition"]} ${row["compartment_id"]} ${row["reason"] ?? ""}`);
    }
  } finally {
    database.close();
  }
}

function kept(rows: readonly SqlRow[], name: string): unknown {
  return rows.find((row) => row["name"] === name)?.["value"];
}

function count(row: SqlRow | undefined): unknown {
  return row?.["count"];
}
