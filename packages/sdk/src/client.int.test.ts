/// <reference types="node" />
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { problemFor } from "@pigeonhole/contract/problem";
import { afterEach, describe, expect, it } from "vitest";
import type { Client, ClientOptions } from "./client.ts";
import { createClient } from "./client.ts";
import { ClientError } from "./client-error.ts";
import type { Timers } from "./timers.ts";
import { realTimers } from "./timers.ts";

type Seen = {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
};

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A small real server that answers the nth request by the nth of `answers`, and then by the last. */
async function aNetwork(
  answers: readonly ((response: ServerResponse) => void)[],
  options: Partial<ClientOptions> = {},
): Promise<{ client: Client; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    seen.push({
      method: request.method ?? "",
      url: request.url ?? "",
      headers: request.headers,
      body,
    });
    answers[Math.min(seen.length, answers.length) - 1]?.(response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  closers.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const { port } = server.address() as AddressInfo;
  const client = createClient({ baseUrl: `http://127.0.0.1:${port}`, timers: noWaits, ...options });
  return { client, seen };
}

/** Waits between attempts end at once; the time limit of an attempt never strikes. */
const noWaits: Timers = {
  after(delayMs, callback) {
    if (delayMs < 15_000) queueMicrotask(callback);
    return () => undefined;
  },
};

function answerJson(status: number, body: unknown, headers: Record<string, string> = {}) {
  return (response: ServerResponse): void => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify(body));
  };
}

const unavailable = answerJson(503, problemFor("https://x.example", "network.unavailable"));
const region = { code: "aa", name: "Alpha" };

const parcel = {
  id: "par_aa0123456789abcdefgh",
  trackingNumber: "PHAA123",
  trackingUrl: "https://x.example/track/PHAA123",
  reference: "R-1",
  state: "announced",
  lockerId: "lkr_aa0123456789abcdefgh",
  siteId: "sit_aa0123456789abcdefgh",
  reservationId: null,
  sizeClass: "S",
  recipientLanguage: "en",
  pickupDeadline: null,
  allowedActions: ["cancel"],
  createdAt: "2026-11-22T12:00:00Z",
  metadata: {},
};
const announcement = {
  reference: "R-1",
  lockerId: "lkr_aa0123456789abcdefgh",
  recipient: { name: "Ada", email: "ada@example.org" },
  parcel: { sizeClass: "S" },
} as const;

describe("the client against a real HTTP server", () => {
  it("announces a parcel with key, idempotency key and JSON body, and reads the typed answer", async () => {
    const { client, seen } = await aNetwork([answerJson(201, parcel)], { key: "pk_1" });
    const answer = await client.announceParcel({ body: announcement, idempotencyKey: "k-1" });
    expect(answer).toEqual({ ok: true, status: 201, body: parcel });
    if (answer.ok) expect(answer.body.lockerId satisfies `lkr_${string}`).toBe(parcel.lockerId);
    expect(seen[0]).toMatchObject({ method: "POST", url: "/v1/parcels" });
    expect(seen[0]?.headers).toMatchObject({
      authorization: "Bearer pk_1",
      "idempotency-key": "k-1",
      "content-type": "application/json",
    });
    expect(JSON.parse(seen[0]?.body ?? "")).toEqual(announcement);
  });

  it("says 200 for a repeated announcement, so that a caller can tell it from a new one", async () => {
    const { client } = await aNetwork([answerJson(200, parcel)]);
    expect(await client.announceParcel({ body: announcement })).toMatchObject({
      ok: true,
      status: 200,
    });
  });

  it("fills path and query in, and needs no argument where everything may be left out", async () => {
    const { client, seen } = await aNetwork([answerJson(200, { sites: [], nextCursor: null })]);
    await client.listSites();
    // @ts-expect-error an unknown query member is a typing mistake, found before anything is sent
    await client.listSites({ query: { pageSize: 5 } });
    seen.pop();
    await client.listSites({ query: { limit: 5, cursor: "a b" } });
    expect(seen.map((request) => request.url)).toEqual([
      "/v1/sites",
      "/v1/sites?limit=5&cursor=a+b",
    ]);
  });

  it("answers a refusal as a parsed problem with its alternatives", async () => {
    const problem = problemFor("https://x.example", "room.full", { alternatives: [] });
    const { client, seen } = await aNetwork([answerJson(409, problem)]);
    const answer = await client.announceParcel({ body: announcement, idempotencyKey: "k" });
    expect(answer).toEqual({ ok: false, problem });
    expect(seen).toHaveLength(1);
  });

  it("reads an answer without a body", async () => {
    const { client, seen } = await aNetwork([(response) => response.writeHead(204).end()]);
    const params = { token: `aa${"x".repeat(32)}`, grantId: "grt_aa0123456789abcdefgh" } as const;
    expect(await client.revokeShare({ params })).toEqual({
      ok: true,
      status: 204,
      body: undefined,
    });
    expect(seen[0]?.headers["content-type"]).toBeUndefined();
  });

  it("takes a field that a newer server added, and refuses an answer that lacks one", async () => {
    const { client } = await aNetwork([
      answerJson(201, { ...region, since: "2026" }),
      answerJson(201, { code: "aa" }),
    ]);
    expect(await client.createRegion({ body: region })).toMatchObject({ ok: true, body: region });
    await expect(client.createRegion({ body: region })).rejects.toMatchObject({
      name: "ClientError",
      code: "client.answer_unexpected",
      status: 201,
    });
  });
});

describe("when the network falters", () => {
  it("repeats a reading call until it is answered", async () => {
    const { client, seen } = await aNetwork([
      unavailable,
      (response) => response.destroy(),
      answerJson(200, { regions: [region] }),
    ]);
    expect(await client.listRegions()).toMatchObject({ ok: true });
    expect(seen).toHaveLength(3);
  });

  it("hands the refusal on after the last attempt", async () => {
    const { client, seen } = await aNetwork([unavailable]);
    expect(await client.listRegions()).toMatchObject({
      ok: false,
      problem: { code: "network.unavailable" },
    });
    expect(seen).toHaveLength(3);
  });

  it("sends a writing call once without an idempotency key, and the same key again with one", async () => {
    const { client, seen } = await aNetwork([unavailable]);
    await client.announceParcel({ body: announcement });
    expect(seen).toHaveLength(1);
    await client.announceParcel({ body: announcement, idempotencyKey: "k-7" });
    expect(seen.slice(1).map((request) => request.headers["idempotency-key"])).toEqual([
      "k-7",
      "k-7",
      "k-7",
    ]);
  });

  it("does not wait longer than its limit for a server that asks for an hour", async () => {
    const { client, seen } = await aNetwork([
      answerJson(429, problemFor("https://x.example", "request.rate_limited"), {
        "retry-after": "3600",
      }),
    ]);
    expect(await client.listRegions()).toMatchObject({ ok: false, problem: { status: 429 } });
    expect(seen).toHaveLength(1);
  });

  it("throws with its cause when nobody listens", async () => {
    const client = createClient({ baseUrl: "http://127.0.0.1:1", timers: noWaits });
    const failure = await client.listRegions().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ClientError);
    expect(failure).toMatchObject({ code: "client.unreachable", operationId: "listRegions" });
    expect((failure as ClientError).cause).toBeInstanceOf(Error);
  });

  it("throws for a proxy's page, also when it says that all is well", async () => {
    const { client } = await aNetwork([(response) => response.writeHead(200).end("<html>")]);
    await expect(client.listRegions()).rejects.toMatchObject({ code: "client.answer_unexpected" });
  });

  it("ends an attempt whose answer never comes", async () => {
    const { client } = await aNetwork([() => undefined], { timers: realTimers, timeoutMs: 30 });
    await expect(client.createRegion({ body: region })).rejects.toMatchObject({
      code: "client.timed_out",
    });
  });

  it("ends at the caller's own signal and does not try again", async () => {
    const abort = new AbortController();
    const { client, seen } = await aNetwork([() => abort.abort()]);
    await expect(client.listRegions({ signal: abort.signal })).rejects.toMatchObject({
      code: "client.aborted",
    });
    expect(seen).toHaveLength(1);
  });
});
