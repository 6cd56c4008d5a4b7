import { z } from "zod";
import {
  carrierId,
  courierId,
  cursor,
  instant,
  keyId,
  language,
  lockerId,
  shopId,
  text,
  webhookDeliveryId,
  webhookEndpointId,
} from "../primitives.ts";
import { webhookEventType } from "../webhooks.ts";
import { endpoint, keyAccess, publicAccess } from "./endpoint.ts";

export const keyScope = z.enum([
  "operator",
  "parcels:write",
  "parcels:read",
  "reservations:write",
  "scans:write",
  "webhooks:write",
]);

export const shop = z.strictObject({
  id: shopId,
  name: z.string(),
  supportEmail: z.email().nullable(),
  createdAt: instant,
});

export const apiKey = z.strictObject({
  id: keyId,
  shopId: shopId.nullable(),
  name: z.string(),
  start: z.string().describe("First characters, to tell keys apart."),
  scopes: z.array(keyScope),
  createdAt: instant,
  endsAt: instant.nullable(),
  lastUsedAt: instant.nullable(),
  revokedAt: instant.nullable(),
});

export const courier = z.strictObject({
  id: courierId,
  carrierId,
  name: z.string(),
  lockerIds: z.array(lockerId).nullable().describe("null: every locker."),
  active: z.boolean(),
});

export const webhookEndpoint = z.strictObject({
  id: webhookEndpointId,
  url: z.string(),
  eventTypes: z.array(webhookEventType).describe("Empty: every type."),
  publicKey: z.string().describe("whpk_…: checks signatures of the version v1a."),
  state: z.enum(["active", "disabled"]),
  createdAt: instant,
});

export const webhookDelivery = z.strictObject({
  id: webhookDeliveryId,
  eventType: webhookEventType,
  state: z.enum(["waiting", "delivered", "failed"]),
  attempts: z.array(
    z.strictObject({
      at: instant,
      status: z.int().nullable(),
      error: z.string().nullable(),
      durationMs: z.int(),
    }),
  ),
  nextAttemptAt: instant.nullable(),
  createdAt: instant,
});

const shopParams = z.strictObject({ shopId });
const courierParams = z.strictObject({ courierId });
const webhookParams = z.strictObject({ webhookEndpointId });

export const operatingEndpoints = {
  createShop: endpoint({
    operationId: "createShop",
    method: "POST",
    path: "/v1/shops",
    tag: "Operating",
    summary: "Add a shop",
    access: keyAccess("operator"),
    body: z.strictObject({ name: text(120), supportEmail: z.email().optional() }),
    status: 201,
    response: shop,
    errors: ["request.invalid"],
  }),
  createKey: endpoint({
    operationId: "createKey",
    method: "POST",
    path: "/v1/shops/{shopId}/keys",
    tag: "Operating",
    summary: "Make an API key for a shop; its secret is shown once",
    access: keyAccess("operator"),
    params: shopParams,
    body: z.strictObject({
      name: text(60),
      scopes: z.array(keyScope.exclude(["operator"])).min(1),
      endsAt: instant.optional(),
    }),
    status: 201,
    response: z.strictObject({ key: apiKey, secret: z.string() }),
    errors: ["request.invalid", "request.not_found"],
  }),
  listKeys: endpoint({
    operationId: "listKeys",
    method: "GET",
    path: "/v1/shops/{shopId}/keys",
    tag: "Operating",
    summary: "Keys of a shop, without their secrets",
    access: keyAccess("operator"),
    params: shopParams,
    status: 200,
    response: z.strictObject({ keys: z.array(apiKey) }),
    errors: ["request.not_found"],
  }),
  revokeKey: endpoint({
    operationId: "revokeKey",
    method: "DELETE",
    path: "/v1/keys/{keyId}",
    tag: "Operating",
    summary: "Revoke an API key at once",
    access: keyAccess("operator"),
    params: z.strictObject({ keyId }),
    status: 204,
    errors: ["request.not_found"],
  }),
  createCarrier: endpoint({
    operationId: "createCarrier",
    method: "POST",
    path: "/v1/carriers",
    tag: "Operating",
    summary: "Add a carrier",
    access: keyAccess("operator"),
    body: z.strictObject({ name: text(120) }),
    status: 201,
    response: z.strictObject({ id: carrierId, name: z.string() }),
    errors: ["request.invalid"],
  }),
  createCourier: endpoint({
    operationId: "createCourier",
    method: "POST",
    path: "/v1/couriers",
    tag: "Operating",
    summary: "Add a courier, with a badge that is shown once",
    description: "The badge text is what a QR or RFID badge carries; it opens a courier's visit.",
    access: keyAccess("operator"),
    body: z.strictObject({
      carrierId,
      name: text(120),
      language: language.default("en"),
      lockerIds: z.array(lockerId).max(1_000).optional(),
    }),
    status: 201,
    response: z.strictObject({ courier, badge: z.string() }),
    errors: ["request.invalid", "request.not_found"],
  }),
  getDailyCode: endpoint({
    operationId: "getDailyCode",
    method: "GET",
    path: "/v1/couriers/{courierId}/daily-code",
    tag: "Operating",
    summary: "The digits that stand for the courier's badge today",
    description: "Lockers know the codes of today and of the next six days, so they work offline.",
    access: keyAccess("operator"),
    params: courierParams,
    status: 200,
    response: z.strictObject({ code: z.string(), validOn: z.iso.date(), endsAt: instant }),
    errors: ["request.not_found"],
  }),
  changeCourier: endpoint({
    operationId: "changeCourier",
    method: "PATCH",
    path: "/v1/couriers/{courierId}",
    tag: "Operating",
    summary: "End or restore a courier's access",
    access: keyAccess("operator"),
    params: courierParams,
    body: z.strictObject({ active: z.boolean() }),
    status: 200,
    response: courier,
    errors: ["request.invalid", "request.not_found"],
  }),
  createWebhookEndpoint: endpoint({
    operationId: "createWebhookEndpoint",
    method: "POST",
    path: "/v1/webhook-endpoints",
    tag: "Webhooks",
    summary: "Receive events at your address",
    access: keyAccess("webhooks:write"),
    body: z.strictObject({
      url: z.url().max(500),
      eventTypes: z.array(webhookEventType).max(20).default([]),
    }),
    status: 201,
    response: webhookEndpoint,
    errors: ["request.invalid", "webhook.url_not_allowed"],
  }),
  listWebhookEndpoints: endpoint({
    operationId: "listWebhookEndpoints",
    method: "GET",
    path: "/v1/webhook-endpoints",
    tag: "Webhooks",
    summary: "Your webhook endpoints",
    access: keyAccess("webhooks:write"),
    status: 200,
    response: z.strictObject({ endpoints: z.array(webhookEndpoint) }),
    errors: [],
  }),
  deleteWebhookEndpoint: endpoint({
    operationId: "deleteWebhookEndpoint",
    method: "DELETE",
    path: "/v1/webhook-endpoints/{webhookEndpointId}",
    tag: "Webhooks",
    summary: "Stop receiving events",
    access: keyAccess("webhooks:write"),
    params: webhookParams,
    status: 204,
    errors: ["request.not_found"],
  }),
  listWebhookDeliveries: endpoint({
    operationId: "listWebhookDeliveries",
    method: "GET",
    path: "/v1/webhook-endpoints/{webhookEndpointId}/deliveries",
    tag: "Webhooks",
    summary: "What was delivered and what was not, newest first",
    access: keyAccess("webhooks:write"),
    params: webhookParams,
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(100).default(20),
      cursor: cursor.optional(),
    }),
    status: 200,
    response: z.strictObject({
      deliveries: z.array(webhookDelivery),
      nextCursor: cursor.nullable(),
    }),
    errors: ["request.not_found"],
  }),
  redeliverWebhook: endpoint({
    operationId: "redeliverWebhook",
    method: "POST",
    path: "/v1/webhook-deliveries/{webhookDeliveryId}/redelivery",
    tag: "Webhooks",
    summary: "Send an event once more, now",
    access: keyAccess("webhooks:write"),
    params: z.strictObject({ webhookDeliveryId }),
    status: 202,
    response: webhookDelivery,
    errors: ["request.not_found"],
  }),
  enrolKiosk: endpoint({
    operationId: "enrolKiosk",
    method: "POST",
    path: "/v1/device/enrolments",
    tag: "Devices",
    summary: "Enrol a kiosk with its one-time code",
    description:
      "Both keys are made on the device. The signing key never leaves it; the tag key is the secret both sides need to compare codes. A repetition with the same keys gets the same answer.",
    access: publicAccess,
    body: z.strictObject({
      code: z.string().min(8).max(60),
      publicKey: z.strictObject({
        kty: z.literal("OKP"),
        crv: z.literal("Ed25519"),
        x: z.string().regex(/^[0-9A-Za-z_-]{43}$/),
      }),
      tagKey: z
        .string()
        .regex(/^[0-9A-Za-z_-]{43}$/)
        .describe("32 random bytes, base64url."),
    }),
    status: 201,
    response: z.strictObject({ lockerId, fingerprint: z.string(), serverTime: instant }),
    errors: ["request.invalid", "enrolment.refused", "request.rate_limited"],
  }),
} as const;

export type KeyScope = z.infer<typeof keyScope>;
export type ApiKey = z.infer<typeof apiKey>;
export type Shop = z.infer<typeof shop>;
export type Courier = z.infer<typeof courier>;
export type WebhookEndpoint = z.infer<typeof webhookEndpoint>;
export type WebhookDelivery = z.infer<typeof webhookDelivery>;
