import { mkdir, stat } from "node:fs/promises";
import path from "node:path";

/** The folder given with --data-dir cannot be one. */
export class DataFolderError extends Error {
  override readonly name = "DataFolderError";
  readonly code = "data_folder";
}

/** PostgreSQL's account passes through to its own folder, and reads nothing here. */
const folderMode = 0o711;

/**
 * Makes the folder and those above it, one by one: the recursive call of Node never returns for a
 * path on a file system that takes no folders, such as /proc.
 * @throws DataFolderError with a sentence for the person who chose the folder.
 */
export async function makeDataFolder(folder: string): Promise<void> {
  try {
    await makeWithParents(folder);
  } catch (error) {
    if (error instanceof DataFolderError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new DataFolderError(
      `${folder} cannot be made (${why}). Give another folder with --data-dir.`,
      { cause: error },
    );
  }
}

async function makeWithParents(folder: string): Promise<void> {
  const found = await statIfThere(folder);
  if (found?.isDirectory()) return;
  if (found !== undefined) throw new DataFolderError(`${folder} is a file; give a folder.`);
  const parent = path.dirname(folder);
  if (parent !== folder) await makeWithParents(parent);
  try {
    await mkdir(folder, { mode: folderMode });
  } catch (error) {
    // Another start may have made it in between.
    if (!hasCode(error, "EEXIST")) throw error;
  }
}

async function statIfThere(folder: string) {
  try {
    return await stat(folder);
  } catch (error) {
    if (hasCode(error, "ENOENT") || hasCode(error, "ENOTDIR")) return undefined;
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
