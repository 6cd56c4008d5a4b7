// Opening the journal at start. A file that cannot be trusted is moved aside, kept, and never
// replaced by an empty one on the kiosk's own account: an operator has to say so.
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { createJournal, type Journal } from "./journal.ts";
import { type JournalDatabase, openJournalDatabase } from "./journal-database.ts";
import { journalProblemOf } from "./journal-failure.ts";
import { createKeptValues } from "./kept-values.ts";
import { journalSchema, journalSchemaVersion } from "./schema.ts";

export type OpenJournalRequest = {
  readonly folder: string;
  /** True when a journal must be there, because the kiosk worked before. */
  readonly mustExist: boolean;
  readonly now: () => Temporal.Instant;
  readonly random: (bytes: number) => Uint8Array;
  readonly pagesMax?: number;
};

export type OpenedJournal =
  | { readonly type: "opened"; readonly journal: Journal; readonly isNew: boolean }
  | { readonly type: "damaged"; readonly reason: string };

export const journalFileName = "journal.sqlite";
/** Says that a journal was moved aside and that nobody has accepted a new one yet. */
export const damageFileName = "journal-damaged.json";

const epochBytes = 16;
const sideFiles = ["", "-wal", "-shm"];

/** Opens the journal, or makes the first one, or says why neither may be done. */
export function openJournal(request: OpenJournalRequest): OpenedJournal {
  const path = join(request.folder, journalFileName);
  const noted = readDamage(request.folder);
  if (noted !== undefined) return { type: "damaged", reason: noted };
  if (!existsSync(path)) {
    if (request.mustExist) return noteDamage(request, "the journal is missing");
    return { type: "opened", journal: makeJournal(request), isNew: true };
  }
  const opened = openExisting(path, request.pagesMax);
  if (opened.type === "opened") return { ...opened, isNew: false };
  moveAside(request, path);
  return noteDamage(request, opened.reason);
}

/** Makes the journal file with its epoch; it must not exist. */
export function makeJournal(
  request: Pick<OpenJournalRequest, "folder" | "random" | "pagesMax">,
): Journal {
  const database = openJournalDatabase({
    path: join(request.folder, journalFileName),
    ...(request.pagesMax === undefined ? {} : { pagesMax: request.pagesMax }),
  });
  database.transact(() => {
    database.script(journalSchema);
    const epoch = Buffer.from(request.random(epochBytes)).toString("hex");
    createKeptValues(database).write("epoch", epoch);
  });
  syncFolder(request.folder);
  return createJournal(database);
}

/** Why a journal was moved aside; undefined when none was. */
export function readDamage(folder: string): string | undefined {
  const path = join(folder, damageFileName);
  if (!existsSync(path)) return undefined;
  const noted: unknown = JSON.parse(readFileSync(path, "utf8"));
  const hasReason = typeof noted === "object" && noted !== null && "reason" in noted;
  return hasReason && typeof noted.reason === "string" ? noted.reason : "unknown";
}

function openExisting(
  path: string,
  pagesMax: number | undefined,
): { type: "opened"; journal: Journal } | { type: "damaged"; reason: string } {
  let database: JournalDatabase | undefined;
  try {
    database = openJournalDatabase({ path, ...(pagesMax === undefined ? {} : { pagesMax }) });
    const reason = findDamage(database);
    if (reason === undefined) return { type: "opened", journal: createJournal(database) };
    database.close();
    return { type: "damaged", reason };
  } catch (error) {
    database?.close();
    if (journalProblemOf(error) !== "damaged") throw error;
    return { type: "damaged", reason: String(error) };
  }
}

function findDamage(database: JournalDatabase): string | undefined {
  const check = database.row("PRAGMA quick_check(1)")?.["quick_check"];
  if (check !== "ok") return `quick_check: ${String(check)}`;
  const version = database.row("PRAGMA user_version")?.["user_version"];
  if (version !== journalSchemaVersion) return `schema version ${String(version)}`;
  const kept = createKeptValues(database);
  if (kept.read("epoch") === undefined) return "no epoch";
  const fault = createJournal(database).facts.findFault();
  return fault === undefined ? undefined : `fact ${fault.seq}: ${fault.type}`;
}

function moveAside(request: OpenJournalRequest, path: string): void {
  const stamp = request
    .now()
    .toString()
    .replaceAll(/[^0-9TZ]/gu, "");
  for (const side of sideFiles) {
    if (existsSync(path + side)) renameSync(path + side, `${path}.quarantine-${stamp}${side}`);
  }
}

function noteDamage(request: OpenJournalRequest, reason: string): OpenedJournal {
  const note = { reason, at: request.now().toString() };
  writeFileSync(join(request.folder, damageFileName), JSON.stringify(note), { mode: 0o600 });
  syncFolder(request.folder);
  return { type: "damaged", reason };
}

/** A new or renamed file is there after a power cut only when its folder is synced too. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
