import { type JournalDatabase, textOf } from "./journal-database.ts";

/** Single values by name: text, most of it JSON. */
export type KeptName =
  | "epoch"
  | "acked_seq"
  | "clean_stop"
  | "machine_boot"
  | "clock_floor_ms"
  | "grants_version"
  | "grants_staged"
  | "config"
  | "accepted"
  | "throttle"
  | "visit"
  | "probe";

export type KeptValues = {
  read(name: KeptName): string | undefined;
  write(name: KeptName, value: string): void;
  remove(name: KeptName): void;
};

export function createKeptValues(database: JournalDatabase): KeptValues {
  return {
    read(name) {
      const row = database.row("SELECT value FROM kept WHERE name = ?", name);
      return row === undefined ? undefined : textOf(row, "value");
    },
    write(name, value) {
      database.run("INSERT OR REPLACE INTO kept (name, value) VALUES (?, ?)", name, value);
    },
    remove(name) {
      database.run("DELETE FROM kept WHERE name = ?", name);
    },
  };
}
