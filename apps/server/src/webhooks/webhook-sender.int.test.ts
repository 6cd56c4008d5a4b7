import { createPublicKey, verify } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { webhookPayload, webhookRetrySeconds } from "@pigeonhole/contract/webhooks";
import { afterEach, beforeEach, expect, test } from "vitest";
import { aTestCloud, type TestCloud } from "../device-link/test-cloud.ts";
import { addLockers, addParcels, addShop } from "../device-link/test-network.ts";
import { processTimers } from "../platform/timers.ts";
import { createRegions } from "../regions/known-regions.ts";
import { listWebhookDeliveries, redeliverWebhook } from "./manage-deliveries.ts";
import {
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  listWebhookEndpoints,
} from "./manage-endpoints.ts";
import { queueWebhooks } from "./queue-webhooks.ts";
import { createWebhookSender, type WebhookSender } from "./webhook-sender.ts";

type Received = {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly path: string;
};

let cloud: TestCloud;
let receiver: Server;
let received: Received[];
let answer: (received: Received) => number | "hang";
let sender: WebhookSender;
let shopId: string;

beforeEach(async () => {
  cloud = await aTestCloud();
  received = [];
  answer = () => 204;
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const one = {
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
        path: request.url ?? "",
      };
      received.push(one);
      const status = answer(one);
      if (status === "hang") return;
      response.writeHead(status, { location: "/elsewhere" }).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  sender = createWebhookSender({ ...cloud.deps, timers: processTimers });
  await sender.start();
  shopId = await addShop(cloud.deps);
});

afterEach(async () => {
  receiver.closeAllConnections();
  await sender.stop();
  await new Promise((resolve) => receiver.close(resolve));
  await cloud[Symbol.asyncDispose]();
});

const receiverUrl = (path = "/hook") =>
  `http://127.0.0.1:${(receiver.address() as AddressInfo).port}${path}`;

async function anEndpoint(path?: string, eventTypes: never[] | ["parcel.delivered"] = []) {
  const made = await createWebhookEndpoint(cloud.deps, shopId, {
    url: receiverUrl(path),
    eventTypes,
  });
  if (!made.ok) throw new Error(made.error.reason);
  return made.value;
}

async function someEvents(count: number) {
  const { deps } = cloud;
  const [locker] = await addLockers(deps, "00", { lockers: 1, compartments: 1 });
  const parcels = await addParcels(deps, locker!, { shopId, count });
  await deps.database.region("00", (tx) =>
    queueWebhooks(
      tx,
      deps,
      parcels.map(({ parcelId }) => ({
        shopId,
        parcelId,
        eventType: "parcel.announced",
        at: deps.now(),
      })),
    ),
  );
}

async function until<T>(look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

type Row = { state: string; tries: number };
const rows = () =>
  cloud.read<Row>("select state, jsonb_array_length(attempts) as tries from webhook_deliveries");
const untilAll = (state: string) =>
  until(async () => {
    const all = await rows();
    return all.length > 0 && all.every((row) => row.state === state) ? all : undefined;
  });

test("an event is posted with a signature that the endpoint's public key checks", async () => {
  const endpoint = await anEndpoint();
  await someEvents(1);
  await untilAll("delivered");
  const [{ headers, body }] = received as [Received];
  expect(webhookPayload.parse(JSON.parse(body)).type).toBe("parcel.announced");
  const text = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  const [version, signature] = String(headers["webhook-signature"]).split(",");
  expect(version).toBe("v1a");
  const x = Buffer.from(endpoint.publicKey.slice("whpk_".length), "base64").toString("base64url");
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  expect(verify(null, Buffer.from(text), key, Buffer.from(signature!, "base64"))).toBe(true);
  expect(verify(null, Buffer.from(`${text} `), key, Buffer.from(signature!, "base64"))).toBe(false);
});

test("an endpoint gets only the types it wants", async () => {
  await anEndpoint("/some", ["parcel.delivered"]);
  await anEndpoint("/all");
  await someEvents(1);
  await untilAll("delivered");
  expect(received.map(({ path }) => path)).toEqual(["/all"]);
});

test("a failing receiver is tried again by the table, each try is logged, and at last the delivery fails", async () => {
  const endpoint = await anEndpoint();
  answer = () => 500;
  await someEvents(1);
  for (let tries = 1; tries < webhookRetrySeconds.length; tries += 1) {
    await until(async () => (await rows()).find((row) => row.tries === tries));
    expect(await rows()).toEqual([{ state: "waiting", tries }]);
    cloud.pass({ seconds: Math.ceil(webhookRetrySeconds[tries]! * 1.1) });
    await cloud.read("select pg_notify('pigeonhole_webhook', '')");
  }
  expect(await untilAll("failed")).toEqual([
    { state: "failed", tries: webhookRetrySeconds.length },
  ]);
  const ids = new Set(received.map(({ headers }) => headers["webhook-id"]));
  expect(ids.size).toBe(1);
  const asked = { shopId, endpointId: endpoint.id };
  const deps = { ...cloud.deps, regions: createRegions(cloud.deps) };
  const page = await listWebhookDeliveries(deps, asked, { limit: 20 });
  expect(page.ok && page.value.deliveries[0]?.attempts.map(({ status }) => status)).toEqual(
    webhookRetrySeconds.map(() => 500),
  );

  answer = () => 200;
  const again = await redeliverWebhook(
    deps,
    shopId,
    [...(page.ok ? page.value.deliveries : [])][0]!.id,
  );
  expect(again).toMatchObject({ state: "waiting" });
  await untilAll("delivered");
});

test("a redirect is not followed", async () => {
  await anEndpoint();
  answer = ({ path }) => (path === "/hook" ? 307 : 200);
  await someEvents(1);
  await until(async () => (await rows()).find((row) => row.tries === 1));
  expect(received.map(({ path }) => path)).toEqual(["/hook"]);
  expect(await rows()).toEqual([{ state: "waiting", tries: 1 }]);
});

test("a receiver that is gone for good gets nothing more", async () => {
  await anEndpoint();
  answer = () => 410;
  await someEvents(1);
  await untilAll("failed");
  expect(await listWebhookEndpoints(cloud.deps, shopId)).toMatchObject([{ state: "disabled" }]);
  await someEvents(1);
  expect(await rows()).toHaveLength(1);
});

test("a receiver that hangs does not keep the events of others waiting", async () => {
  await anEndpoint("/slow");
  await anEndpoint("/fast");
  answer = ({ path }) => (path === "/slow" ? "hang" : 200);
  await someEvents(40);
  await until(() =>
    received.filter(({ path }) => path === "/fast").length === 40 ? true : undefined,
  );
  expect(received.filter(({ path }) => path === "/slow").length).toBeLessThanOrEqual(8);
});

test("a shop sees and redelivers only what is its own, and a deleted endpoint gets nothing more", async () => {
  const endpoint = await anEndpoint();
  await someEvents(1);
  await untilAll("delivered");
  const other = await addShop(cloud.deps);
  const deps = { ...cloud.deps, regions: createRegions(cloud.deps) };
  const [{ id }] = (await cloud.read<{ id: string }>("select id from webhook_deliveries")) as [
    { id: string },
  ];
  expect(
    await listWebhookDeliveries(deps, { shopId: other, endpointId: endpoint.id }, { limit: 5 }),
  ).toMatchObject({ ok: false });
  expect(await redeliverWebhook(deps, other, id)).toBeUndefined();
  expect(await deleteWebhookEndpoint(deps, other, endpoint.id)).toBe(false);
  expect(await deleteWebhookEndpoint(deps, shopId, endpoint.id)).toBe(true);
  expect(await redeliverWebhook(deps, shopId, id)).toBeUndefined();
  await untilAll("delivered");
  expect(received).toHaveLength(1);
});

test("a delivery that cannot be signed is noted as a failed try and not tried for ever", async () => {
  await anEndpoint();
  await cloud.read("update network.webhook_endpoints set private_key_sealed = '\\x00'");
  await someEvents(1);
  const errors = await until(async () => {
    const found = await cloud.read<{ error: string }>(
      "select attempts -> 0 ->> 'error' as error from webhook_deliveries where attempts <> '[]'",
    );
    return found.length > 0 ? found : undefined;
  });
  expect(errors).toEqual([{ error: "not_prepared" }]);
  expect(received).toEqual([]);
});
