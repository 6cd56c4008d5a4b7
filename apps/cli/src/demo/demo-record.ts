import { readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";

/** What the demonstration made, kept beside the data so that a second start finds it again. */
const demoRecord = z.object({
  shopKey: z.string(),
  shopId: z.string(),
  carrierId: z.string(),
  courierId: z.string(),
  courierBadge: z.string(),
  lockers: z.array(z.object({ name: z.string(), siteId: z.string(), lockerId: z.string() })),
});
export type DemoRecord = z.infer<typeof demoRecord>;

const recordName = "demo.json";

/** Reads the record; `undefined` when no demonstration was made in this folder yet. */
export async function readDemoRecord(dataDir: string): Promise<DemoRecord | undefined> {
  try {
    return demoRecord.parse(JSON.parse(await readFile(path.join(dataDir, recordName), "utf8")));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** Writes it whole or not at all; it holds keys, so only its owner may read it. */
export async function writeDemoRecord(dataDir: string, record: DemoRecord): Promise<void> {
  const file = path.join(dataDir, recordName);
  await writeFile(`${file}.new`, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
