import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";

/** Older mails make room for newer ones above either limit. */
export interface MailStoreLimits {
  readonly mailsMax: number;
  readonly bytesMax: number;
}

const LIMITS: MailStoreLimits = { mailsMax: 1_000, bytesMax: 200_000_000 };

/** What the list shows of a mail. `to` holds the envelope's addresses, hidden copies included. */
export interface MailSummary {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly receivedAt: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly bytes: number;
}

export interface MailStore {
  /** Newest first; with an address only the mails that went to it. */
  list(to?: string): readonly MailSummary[];
  find(id: string): MailSummary | undefined;
  readSource(id: string): Promise<Buffer>;
  /** Resolves when the mail is on the disk. */
  add(mail: Omit<MailSummary, "id" | "bytes">, source: Buffer): Promise<MailSummary>;
  remove(id: string): Promise<void>;
  removeAll(): Promise<void>;
}

/** Opens the folder of mails that earlier runs left. Ids sort by the time of arrival. */
export async function openMailStore(dataDir: string, limits = LIMITS): Promise<MailStore> {
  const folder = path.join(dataDir, "mails");
  await mkdir(folder, { recursive: true });
  const mails = await readSummaries(folder);
  const fileOf = (id: string, ending: string) => path.join(folder, `${id}.${ending}`);

  async function remove(id: string): Promise<void> {
    mails.delete(id);
    // The summary goes first: a source without one is invisible, the reverse would be a dead link.
    await rm(fileOf(id, "json"), { force: true });
    await rm(fileOf(id, "eml"), { force: true });
  }

  return {
    list: (to) => [...mails.values()].filter((mail) => isFor(mail, to)).reverse(),
    find: (id) => mails.get(id),
    readSource: (id) => readFile(fileOf(id, "eml")),
    remove,
    async add(mail, source) {
      const id = drawId(mail.receivedAt);
      const summary = { id, ...mail, bytes: source.byteLength };
      await writeFile(fileOf(id, "eml"), source, { flush: true });
      await writeFile(fileOf(id, "json.unfinished"), JSON.stringify(summary), { flush: true });
      await rename(fileOf(id, "json.unfinished"), fileOf(id, "json"));
      mails.set(id, summary);
      for (const old of tooMany(mails, limits)) await remove(old);
      return summary;
    },
    async removeAll() {
      for (const id of [...mails.keys()]) await remove(id);
    },
  };
}

async function readSummaries(folder: string): Promise<Map<string, MailSummary>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".json")).sort();
  const mails = new Map<string, MailSummary>();
  for (const name of names) {
    const summary: MailSummary = JSON.parse(await readFile(path.join(folder, name), "utf8"));
    mails.set(summary.id, summary);
  }
  return mails;
}

/** Mail hosts fold case in practice, and a test should not have to know it. */
function isFor(mail: MailSummary, to: string | undefined): boolean {
  if (to === undefined) return true;
  return mail.to.some((address) => address.toLowerCase() === to.toLowerCase());
}

/** Nine base-36 digits of milliseconds last until the year 5188 and sort as text. */
function drawId(receivedAt: string): string {
  const time = Temporal.Instant.from(receivedAt).epochMilliseconds.toString(36).padStart(9, "0");
  return `${time}-${randomBytes(6).toString("hex")}`;
}

/** The oldest mails above the limits; the newest stays even where it alone is too large. */
function tooMany(mails: ReadonlyMap<string, MailSummary>, limits: MailStoreLimits): string[] {
  let bytes = 0;
  let count = 0;
  const beyond: string[] = [];
  for (const mail of [...mails.values()].reverse()) {
    bytes += mail.bytes;
    count += 1;
    if (count > 1 && (count > limits.mailsMax || bytes > limits.bytesMax)) beyond.push(mail.id);
  }
  return beyond;
}
