import { randomBytes } from "node:crypto";
import { mkdir, open, readFile } from "node:fs/promises";
import { join } from "node:path";

const ownerOnlyFile = 0o600;
const ownerOnlyFolder = 0o700;
const masterKeyBytes = 32;

export class KeyFileError extends Error {
  override readonly name = "KeyFileError";
  readonly code = "key_file_unusable";
}

/** The master key of the settings, or of a file that is made at the first start. */
export async function readMasterKey(settings: {
  readonly MASTER_KEY?: string | undefined;
  readonly DATA_DIR: string;
}): Promise<Uint8Array> {
  if (settings.MASTER_KEY !== undefined) return Buffer.from(settings.MASTER_KEY, "hex");
  const path = join(settings.DATA_DIR, "master-key");
  await mkdir(settings.DATA_DIR, { recursive: true, mode: ownerOnlyFolder });
  await createOnce(path, () => randomBytes(masterKeyBytes).toString("hex"));
  const text = (await readFile(path, "utf8")).trim();
  if (!/^[0-9a-f]{64}$/iu.test(text)) {
    throw new KeyFileError(`${path} does not hold 64 hexadecimal digits; restore it from a backup`);
  }
  return Buffer.from(text, "hex");
}

/**
 * Writes a file that only its owner may read, unless it is there. Of two processes that start at
 * once, one makes it and both read the same.
 */
export async function createOnce(path: string, make: () => string): Promise<boolean> {
  try {
    const file = await open(path, "wx", ownerOnlyFile);
    try {
      await file.writeFile(`${make()}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}
