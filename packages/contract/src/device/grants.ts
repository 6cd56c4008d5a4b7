import { z } from "zod";
import {
  compartmentId,
  courierId,
  grantId,
  instant,
  massGrams,
  parcelId,
  sizeClass,
  sizeMm,
  stayId,
  trackingNumber,
} from "../primitives.ts";

/**
 * A grant as a locker's list carries it. A secret is on the list only as its tag,
 * HMAC-SHA-256(tag key of the device, purpose ‖ locker ‖ secret), so that a stolen disk gives no
 * code away and one look-up decides.
 */
export const secretTag = z.strictObject({
  way: z.enum(["code", "qr", "badge"]),
  tag: z.string().regex(/^[0-9a-f]{64}$/),
});

export const grantParcel = z.strictObject({
  parcelId,
  trackingNumber,
  labels: z
    .array(trackingNumber)
    .max(4)
    .describe("Other numbers that may stand on the label, such as the carrier's own."),
  sizeMm: sizeMm.nullable(),
  massGrams: massGrams.nullable(),
  sizeClass: sizeClass.describe("The class that is reserved."),
  needsLow: z.boolean(),
  stay: z
    .strictObject({ stayId, compartmentId })
    .nullable()
    .describe("Where the cloud believes it lies; the locker knows better."),
});

export const grant = z.strictObject({
  grantId,
  purpose: z.enum(["pickup", "courier"]),
  active: z
    .boolean()
    .describe("False until the parcel is deposited; the kiosk may find that out by itself."),
  notBefore: instant,
  notAfter: instant.describe("The last instant at which it works."),
  usesMax: z.int().min(1).nullable(),
  secrets: z.array(secretTag).min(1).max(8),
  courierId: courierId.nullable(),
  language: z.enum(["en", "de", "pl"]).nullable(),
  parcels: z.array(grantParcel).max(20),
});

export type SecretTag = z.infer<typeof secretTag>;
export type GrantParcel = z.infer<typeof grantParcel>;
export type Grant = z.infer<typeof grant>;

/** Most grants in one frame; a longer list comes in several frames of one version chain. */
export const grantsPerFrameMax = 500;
