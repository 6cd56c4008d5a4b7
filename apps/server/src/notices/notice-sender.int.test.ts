import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  type RunningSmtpInbox,
  startSmtpInbox,
} from "@pigeonhole/local-services/smtp-inbox/start-smtp-inbox";
import { afterEach, beforeEach, expect, test } from "vitest";
import { aTestCloud, type TestCloud } from "../device-link/test-cloud.ts";
import { addLockers, addParcels, addShop } from "../device-link/test-network.ts";
import { processTimers } from "../platform/timers.ts";
import { createSmtpHost, type MailHost } from "./mail-host.ts";
import { createNoticeSender } from "./notice-sender.ts";
import { type NoticeKind, queueNotices } from "./queue-notices.ts";
import { noticeRetrySeconds } from "./settle-notices.ts";

let folder: string;
let inbox: RunningSmtpInbox;
let cloud: TestCloud;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "pigeonhole-notices-"));
  inbox = await startSmtpInbox({ smtpPort: 0, pagePort: 0, dataDir: folder, log: () => {} });
  cloud = await aTestCloud({ publicUrl: "https://lockers.example" });
});

afterEach(async () => {
  await inbox.stop();
  await cloud[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

async function aWaitingParcel(language: "en" | "de" | "pl" = "en") {
  const { deps } = cloud;
  const [locker] = await addLockers(deps, "00", { lockers: 1, compartments: 1 });
  const shopId = await addShop(deps);
  const [parcel] = await addParcels(deps, locker!, { shopId, count: 1, language });
  await cloud.read(
    "update parcels set state = 'available_for_pickup', place = 'compartment', deposited_at = $1, pickup_deadline = $2",
    [deps.now().toString(), deps.now().add({ hours: 72 }).toString()],
  );
  await cloud.read("update grants set state = 'active'");
  return parcel!;
}

const queue = (parcelId: string, kind: NoticeKind, source = "test") =>
  cloud.deps.database.region("00", (tx) =>
    queueNotices(tx, cloud.deps, [{ parcelId, kind, source }]),
  );

const smtp = () =>
  createSmtpHost({ smtpUrl: inbox.smtpUrl, from: "Lockers <lockers@lockers.example>" });

async function withSender<T>(mailHost: MailHost, act: () => Promise<T>): Promise<T> {
  const sender = createNoticeSender({ ...cloud.deps, timers: processTimers, mailHost });
  await sender.start();
  try {
    return await act();
  } finally {
    await sender.stop();
  }
}

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const states = () =>
  cloud.read<{ state: string; attempts: number; last_error: string | null }>(
    "select state, attempts, last_error from notices",
  );
const untilState = (state: string) =>
  until(async () => (await states()).find((row) => row.state === state));

type MailJson = {
  id: string;
  subject: string;
  text: string;
  html: string;
  attachments: { contentType: string }[];
  headers: { name: string; value: string }[];
};

async function mails(): Promise<MailJson[]> {
  const list = (await (await fetch(`${inbox.pageUrl}/api/messages`)).json()) as {
    messages: { id: string }[];
  };
  return Promise.all(
    list.messages.map(
      async ({ id }) =>
        (await (await fetch(`${inbox.pageUrl}/api/messages/${id}`)).json()) as MailJson,
    ),
  );
}

test.each([
  ["en", "Your parcel is ready"],
  ["de", "Ihr Paket liegt bereit"],
  ["pl", "Paczka czeka na odbiór"],
] as const)(
  "a deposit's mail reaches a real mail host with code, QR image and link (%s)",
  async (language, subject) => {
    const parcel = await aWaitingParcel(language);
    await withSender(smtp(), async () => {
      await queue(parcel.parcelId, "available_for_pickup");
      await untilState("sent");
    });
    const [mail] = await mails();
    const groups = `${parcel.code.slice(0, 4)} ${parcel.code.slice(4)}`;
    expect(mail!.subject).toContain(subject);
    expect(mail!.text).toContain(groups);
    expect(mail!.text).toContain("Małgorzata Müller");
    expect(mail!.text).toContain("https://lockers.example/t/00");
    expect(mail!.html).toContain(groups);
    expect(mail!.html).toContain('"@type":"ParcelDelivery"');
    expect(mail!.html).not.toContain(`/${parcel.code}`);
    expect(mail!.attachments).toMatchObject([{ contentType: "image/png" }]);
    expect(mail!.headers.find(({ name }) => name === "message-id")?.value).toMatch(
      /^<ntc_00\w{18}@lockers\.example>$/,
    );
  },
);

test("the same cause is told once", async () => {
  const parcel = await aWaitingParcel();
  await queue(parcel.parcelId, "available_for_pickup");
  await queue(parcel.parcelId, "available_for_pickup");
  await withSender(smtp(), () => untilState("sent"));
  expect(await mails()).toHaveLength(1);
});

test("a mail that was held up is not sent when the parcel is gone", async () => {
  const parcel = await aWaitingParcel();
  await queue(parcel.parcelId, "reminder");
  await cloud.read("update parcels set state = 'delivered'");
  await withSender(smtp(), () => untilState("failed"));
  expect(await states()).toMatchObject([{ last_error: "no longer true" }]);
  expect(await mails()).toEqual([]);
  expect(await cloud.read("select kind from incidents")).toEqual([]);
});

test("a mail host that is away is tried again with growing waits, then an operator is told", async () => {
  const parcel = await aWaitingParcel();
  await queue(parcel.parcelId, "available_for_pickup");
  let tries = 0;
  const away: MailHost = {
    send() {
      tries += 1;
      return Promise.reject(Object.assign(new Error("refused"), { code: "ECONNECTION" }));
    },
    close() {},
  };
  await withSender(away, async () => {
    for (const waitSeconds of noticeRetrySeconds) {
      await until(async () =>
        (await states()).find((row) => row.last_error !== null && row.attempts === tries),
      );
      await cloud.read("update notices set last_error = null");
      cloud.pass({ seconds: waitSeconds });
      await cloud.read("select pg_notify('pigeonhole_notice', '')");
    }
    await untilState("failed");
  });
  expect(tries).toBe(noticeRetrySeconds.length + 1);
  expect(await cloud.read("select kind, parcel_id from incidents")).toEqual([
    { kind: "notice_failed", parcel_id: parcel.parcelId },
  ]);
});

test("an address that the mail host refuses for good is not tried again", async () => {
  const parcel = await aWaitingParcel();
  await queue(parcel.parcelId, "available_for_pickup");
  const refusing: MailHost = {
    send: () =>
      Promise.reject(
        Object.assign(new Error("no such mailbox"), { code: "EENVELOPE", responseCode: 550 }),
      ),
    close() {},
  };
  await withSender(refusing, () => untilState("failed"));
  expect(await states()).toMatchObject([{ attempts: 1, last_error: "EENVELOPE 550" }]);
});

test("two senders on one database send each mail once", async () => {
  const { deps } = cloud;
  const [locker] = await addLockers(deps, "00", { lockers: 1, compartments: 1 });
  const parcels = await addParcels(deps, locker!, { shopId: await addShop(deps), count: 60 });
  await deps.database.region("00", (tx) =>
    queueNotices(
      tx,
      deps,
      parcels.map(({ parcelId }) => ({ parcelId, kind: "collected", source: "test" })),
    ),
  );
  await withSender(smtp(), () =>
    withSender(smtp(), () =>
      until(async () => ((await states()).every((row) => row.state === "sent") ? true : undefined)),
    ),
  );
  expect(await mails()).toHaveLength(60);
});
