import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
// biome-ignore lint/correctness/noUnresolvedImports: the linter does not know this part of Node yet.
import { DatabaseSync } from "node:sqlite";

/** Another kiosk works in the same folder: two would give two facts one number. */
export class DataFolderBusyError extends Error {
  override readonly name = "DataFolderBusyError";
  readonly code = "kiosk.data_folder_busy";
}

/**
 * Makes the folder, readable by its owner only, and holds it for this process. The lock is SQLite's
 * own on a file beside the journal: the system lets go of it when the process ends, however it ends.
 */
export function holdDataFolder(folder: string): { release(): void } {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const lock = new DatabaseSync(join(folder, "running.lock"));
  try {
    // Nothing is ever written here, so that the lock can be had on a full disk too.
    lock.exec("PRAGMA journal_mode=MEMORY; PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE;");
  } catch (error) {
    lock.close();
    throw new DataFolderBusyError(`A kiosk is already at work in ${folder}.`, { cause: error });
  }
  return { release: () => lock.close() };
}
