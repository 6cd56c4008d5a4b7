import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { connect } from "node:net";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type RunningSmtpInbox, startSmtpInbox } from "./start-smtp-inbox.ts";

const NOON = Temporal.Instant.from("2026-11-22T12:00:00Z");

let dataDir: string;
let inbox: RunningSmtpInbox;

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), "pigeonhole-inbox-"));
  inbox = await start();
});

afterEach(async () => {
  await inbox.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function start(): Promise<RunningSmtpInbox> {
  return await startSmtpInbox({
    smtpPort: 0,
    pagePort: 0,
    dataDir,
    log: () => undefined,
    now: () => NOON,
  });
}

/** A sender as RFC 5321 has it: each line waits for its reply; answers the last reply. */
async function send(lines: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(inbox.smtpUrl);
  const socket = connect(Number(port), hostname);
  const replies = createInterface({ input: socket })[Symbol.asyncIterator]();
  const reply = async () => {
    for (;;) {
      const { value } = await replies.next();
      if (value === undefined || value[3] !== "-") return String(value);
    }
  };
  let last = await reply();
  for (const line of lines) {
    socket.write(`${line}\r\n`);
    last = await reply();
  }
  socket.end("QUIT\r\n");
  await once(socket, "close");
  return last;
}

async function mail(to: string, content: readonly string[]): Promise<string> {
  return await send([
    "EHLO shop.example",
    "MAIL FROM:<post@network.example>",
    `RCPT TO:<${to}>`,
    "DATA",
    `${content.join("\r\n")}\r\n.`,
  ]);
}

const HTML_MAIL = [
  "From: Network <post@network.example>",
  "To: ada@example.org",
  "Subject: =?UTF-8?Q?Your_parcel_is_here_=E2=9C=93?=",
  "MIME-Version: 1.0",
  'Content-Type: multipart/mixed; boundary="m"',
  "",
  "--m",
  'Content-Type: multipart/alternative; boundary="a"',
  "",
  "--a",
  "Content-Type: text/plain; charset=utf-8",
  "",
  "Code 1234 5678",
  "--a",
  "Content-Type: text/html; charset=utf-8",
  "",
  "<p>Code <b>1234 5678</b><script>steal()</script></p>",
  "--a--",
  "--m",
  'Content-Type: text/html; name="evil.html"',
  'Content-Disposition: attachment; filename="evil.html"',
  "",
  "<script>steal()</script>",
  "--m--",
];

async function json(address: string) {
  return JSON.parse(await (await fetch(`${inbox.pageUrl}${address}`)).text());
}

async function onlyId(): Promise<string> {
  const { messages } = await json("/api/messages");
  expect(messages).toHaveLength(1);
  return messages[0].id;
}

describe("the SMTP inbox of a default installation", () => {
  test("keeps a mail with its text, HTML and attachments", async () => {
    expect(await mail("ada@example.org", HTML_MAIL)).toMatch(/^250 /);
    const found = await json(`/api/messages/${await onlyId()}`);
    expect(found).toMatchObject({
      subject: "Your parcel is here ✓",
      to: ["ada@example.org"],
      receivedAt: "2026-11-22T12:00:00Z",
      attachments: [{ index: 0, filename: "evil.html", contentType: "text/html" }],
    });
    expect(found.text).toContain("1234 5678");
    expect(found.html).toContain("<b>1234 5678</b>");
  });

  test("finds the mails of one address, whatever its case, hidden copies too", async () => {
    await mail("Ada@Example.org", HTML_MAIL);
    await mail("ben@example.org", HTML_MAIL);
    const { messages } = await json("/api/messages?to=ada@example.ORG");
    expect(messages.map(({ to }: { to: string[] }) => to)).toEqual([["Ada@Example.org"]]);
    expect((await json("/api/messages?to=cleo@example.org")).messages).toEqual([]);
  });

  test("a mail's HTML runs no script: an own origin, no network, also outside the frame", async () => {
    await mail("ada@example.org", HTML_MAIL);
    const answer = await fetch(`${inbox.pageUrl}/api/messages/${await onlyId()}/html`);
    const policy = answer.headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(/^sandbox /);
    expect(policy).not.toMatch(/allow-scripts|allow-same-origin/);
    expect(policy).toContain("default-src 'none'");
    expect(await answer.text()).toContain("1234 5678");
  });

  test("an attached page is a download and never a page of the inbox", async () => {
    await mail("ada@example.org", HTML_MAIL);
    const answer = await fetch(`${inbox.pageUrl}/api/messages/${await onlyId()}/attachments/0`);
    expect(answer.headers.get("content-type")).toBe("application/octet-stream");
    expect(answer.headers.get("content-disposition")).toContain("attachment");
    expect(await answer.text()).toBe("<script>steal()</script>");
  });

  test("mails are there again after a restart", async () => {
    await mail("ada@example.org", HTML_MAIL);
    const id = await onlyId();
    await inbox.stop();
    inbox = await start();
    expect(await onlyId()).toBe(id);
  });

  test("tells open pages of a new mail at once", async () => {
    const stream = await fetch(`${inbox.pageUrl}/api/stream`);
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    await mail("ada@example.org", HTML_MAIL);
    let text = "";
    while (!text.includes("event: message")) text += (await reader?.read())?.value ?? "";
    expect(text).toContain("ada@example.org");
    await reader?.cancel();
  });

  test("is emptied by one request, and not by another site's page", async () => {
    await mail("ada@example.org", HTML_MAIL);
    const address = `${inbox.pageUrl}/api/messages`;
    const foreign = await fetch(address, {
      method: "DELETE",
      headers: { origin: "http://a.example" },
    });
    expect(foreign.status).toBe(403);
    expect((await json("/api/messages")).messages).toHaveLength(1);
    expect((await fetch(address, { method: "DELETE" })).status).toBe(204);
    expect((await json("/api/messages")).messages).toEqual([]);
  });

  test("answers to the names of this machine only", async () => {
    const asked = request(`${inbox.pageUrl}/api/messages`, {
      headers: { host: "rebound.example" },
    });
    asked.end();
    const [answer] = await once(asked, "response");
    answer.resume();
    expect(answer.statusCode).toBe(421);
  });

  test("refuses a mail larger than its limit for good", async () => {
    expect(
      await send(["EHLO shop.example", "MAIL FROM:<post@network.example> SIZE=10000001"]),
    ).toMatch(/^552 /);
  });

  test("says in words that a port is taken", async () => {
    const taken = Number(new URL(inbox.pageUrl).port);
    await expect(
      startSmtpInbox({ smtpPort: 0, pagePort: taken, dataDir, log: () => undefined }),
    ).rejects.toMatchObject({ code: "smtp_inbox.port_taken" });
  });

  test("the page runs its own script only", async () => {
    const page = await fetch(inbox.pageUrl);
    expect(page.headers.get("content-security-policy")).toContain("script-src 'self'");
    expect(await page.text()).toContain("<h1>Inbox</h1>");
    expect((await fetch(`${inbox.pageUrl}/inbox.js`)).headers.get("content-type")).toContain(
      "javascript",
    );
  });
});
