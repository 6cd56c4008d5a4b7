import { z } from "zod";
import { parcel } from "./http/parcels.ts";
import { instant } from "./primitives.ts";

/**
 * Webhooks by Standard Webhooks 1.0.0: headers webhook-id, webhook-timestamp, webhook-signature;
 * ed25519 signatures (v1a) over `id.timestamp.body`. Payloads never hold a code or a person's name.
 */
export const webhookEventType = z.enum([
  "parcel.announced",
  "parcel.in_transit",
  "parcel.out_for_delivery",
  "parcel.available_for_pickup",
  "parcel.reminder_sent",
  "parcel.delivered",
  "parcel.overdue",
  "parcel.returning",
  "parcel.returned",
  "parcel.cancelled",
  "parcel.exception",
]);

export const webhookPayload = z.strictObject({
  type: webhookEventType,
  timestamp: instant.describe("When it happened."),
  data: z.strictObject({ parcel: parcel.omit({ metadata: true }) }),
});

/**
 * Waits between tries, in seconds, as the specification proposes; about three days in all. Each
 * wait is lengthened by up to a tenth, so that many deliveries do not return together.
 */
export const webhookRetrySeconds = [
  0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400,
] as const;
/** How long an endpoint may take to answer. */
export const webhookTimeoutSeconds = 20;
/** Largest payload (the specification asks for less than 20 kB). */
export const webhookPayloadBytesMax = 20_000;

export type WebhookEventType = z.infer<typeof webhookEventType>;
export type WebhookPayload = z.infer<typeof webhookPayload>;
