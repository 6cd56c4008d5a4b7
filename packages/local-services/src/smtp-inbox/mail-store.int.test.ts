import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type MailStore, openMailStore } from "./mail-store.ts";

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), "pigeonhole-mails-"));
});

afterEach(() => rm(dataDir, { recursive: true, force: true }));

async function add(store: MailStore, second: number, bytes: number): Promise<void> {
  await store.add(
    {
      receivedAt: Temporal.Instant.fromEpochMilliseconds(second * 1000).toString(),
      from: "post@network.example",
      to: ["ada@example.org"],
      subject: `mail ${second}`,
    },
    Buffer.alloc(bytes, "x"),
  );
}

const subjects = (store: MailStore) => store.list().map(({ subject }) => subject);

test("the oldest mails make room, by number and by bytes, also on the disk", async () => {
  const store = await openMailStore(dataDir, { mailsMax: 3, bytesMax: 100 });
  for (const second of [1, 2, 3, 4]) await add(store, second, 10);
  expect(subjects(store)).toEqual(["mail 4", "mail 3", "mail 2"]);
  await add(store, 5, 85);
  expect(subjects(store)).toEqual(["mail 5", "mail 4"]);
  expect(await readdir(path.join(dataDir, "mails"))).toHaveLength(4);
});

test("a mail larger than the whole room is kept as long as it is the newest", async () => {
  const store = await openMailStore(dataDir, { mailsMax: 3, bytesMax: 100 });
  await add(store, 1, 10);
  await add(store, 2, 500);
  expect(subjects(store)).toEqual(["mail 2"]);
});

test("what a power cut left half written is not shown and does no harm", async () => {
  const first = await openMailStore(dataDir);
  await add(first, 1, 10);
  await writeFile(path.join(dataDir, "mails", "000000zzz-abc.eml"), "half");
  await writeFile(path.join(dataDir, "mails", "000000zzz-abc.json.unfinished"), "{");
  expect(subjects(await openMailStore(dataDir))).toEqual(["mail 1"]);
});
