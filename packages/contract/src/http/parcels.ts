import { z } from "zod";
import {
  carrierId,
  cursor,
  instant,
  language,
  lockerId,
  massGrams,
  parcelId,
  plainText,
  reservationId,
  siteId,
  sizeClass,
  sizeMm,
  text,
  trackingNumber,
} from "../primitives.ts";
import { problem } from "../problem.ts";
import { endpoint, keyAccess, publicAccess } from "./endpoint.ts";
import { address } from "./sites.ts";

/** Most rows of one batch, for announcements and for carrier scans. */
export const batchRowsMax = 1_000;

/** States of a parcel on the wire, in the words most tracking programs know. */
export const parcelState = z.enum([
  "announced",
  "in_transit",
  "out_for_delivery",
  "available_for_pickup",
  "delivered",
  "overdue",
  "returning",
  "returned",
  "cancelled",
  "lost",
]);

export const recipient = z.strictObject({
  name: text(120),
  email: z.email().max(254),
  phone: z
    .string()
    .regex(/^\+[1-9]\d{5,14}$/)
    .optional()
    .describe("E.164."),
  language: language.default("en"),
  needsLowCompartment: z.boolean().default(false),
});

const parcelMeasures = z
  .strictObject({
    sizeMm: sizeMm.optional(),
    massGrams: massGrams.optional(),
    sizeClass: sizeClass.optional(),
  })
  .refine((measures) => measures.sizeMm !== undefined || measures.sizeClass !== undefined, {
    message: "give sizeMm or sizeClass",
  });

const arrivalWindow = z
  .strictObject({ from: instant, until: instant })
  .refine((window) => Date.parse(window.from) <= Date.parse(window.until), {
    message: "from must not be after until",
  })
  .describe("When the parcel will reach the locker.");

const metadata = z
  .record(plainText().min(1).max(40), plainText().max(500))
  .refine((pairs) => Object.keys(pairs).length <= 20, { message: "at most 20 pairs" });

export const announcement = z.strictObject({
  reference: text(100).describe("The shop's own number; unique for each shop."),
  lockerId: lockerId.optional().describe("Needed unless a reservation names the locker."),
  reservationId: reservationId.optional().describe("A soft reservation made at checkout."),
  recipient,
  parcel: parcelMeasures,
  carrierId: carrierId.optional(),
  carrierTrackingNumber: trackingNumber
    .optional()
    .describe("The number on the carrier's label, where it is not ours."),
  arrival: arrivalWindow.optional(),
  metadata: metadata.optional(),
});

export const parcel = z.strictObject({
  id: parcelId,
  trackingNumber,
  trackingUrl: z.string().describe("Public page that shows the timeline, no code."),
  reference: z.string(),
  state: parcelState,
  lockerId,
  siteId,
  reservationId: reservationId.nullable(),
  sizeClass,
  recipientLanguage: language,
  pickupDeadline: instant.nullable(),
  allowedActions: z.array(z.string()),
  createdAt: instant,
  metadata: z.record(z.string(), z.string()),
});

export const batchResult = z.discriminatedUnion("outcome", [
  z.strictObject({ index: z.int(), outcome: z.literal("announced"), parcel }),
  z.strictObject({ index: z.int(), outcome: z.literal("repeated"), parcel }),
  z.strictObject({ index: z.int(), outcome: z.literal("refused"), problem }),
]);

export const reservationRequest = z.strictObject({
  lockerId,
  parcel: parcelMeasures,
  needsLowCompartment: z.boolean().default(false),
  arrival: arrivalWindow.optional(),
  minutes: z.int().min(1).max(60).default(20).describe("How long the room is held."),
});

export const reservation = z.strictObject({
  id: reservationId,
  lockerId,
  kind: z.enum(["soft", "hard"]),
  state: z.enum(["held", "fulfilled", "released", "expired"]),
  sizeClass,
  needsLowCompartment: z.boolean(),
  endsAt: instant.nullable().describe("When a soft reservation ends by itself."),
  allowedActions: z.array(z.string()),
});

export const carrierScanKind = z.enum([
  "accepted",
  "in_transit",
  "arrived_at_depot",
  "out_for_delivery",
  "placed_in_locker",
  "delivery_attempt_failed",
  "returned_to_sender",
  "exception",
]);

export const carrierScan = z.strictObject({
  scanId: text(100).describe("The carrier's own id of this scan; a repetition changes nothing."),
  trackingNumber,
  kind: carrierScanKind,
  at: instant,
  place: text(120).optional().describe("Town or depot, as people should read it."),
});

export const timelineEntry = z.strictObject({
  at: instant,
  kind: z.string(),
  state: parcelState,
  place: z.string().nullable(),
});

export const trackingView = z.strictObject({
  trackingNumber,
  state: parcelState,
  site: z.strictObject({
    id: siteId,
    name: z.string(),
    address,
    openingHours: z.string(),
    timeZone: z.string(),
  }),
  lockerName: z.string(),
  pickupDeadline: instant.nullable(),
  timeline: z.array(timelineEntry),
});

const parcelParams = z.strictObject({ parcelId });
const reservationParams = z.strictObject({ reservationId });

export const parcelEndpoints = {
  announceParcel: endpoint({
    operationId: "announceParcel",
    method: "POST",
    path: "/v1/parcels",
    tag: "Parcels",
    summary: "Announce a parcel to a locker",
    description:
      "Holds room and puts the pickup grant on the locker's list, not yet usable. The same reference with the same contents answers 200 with the same parcel. Accepts Idempotency-Key.",
    access: keyAccess("parcels:write"),
    body: announcement,
    status: 201,
    alsoStatus: [200],
    response: parcel,
    errors: [
      "request.invalid",
      "parcel.reference_conflict",
      "locker.unknown",
      "locker.not_serving",
      "room.full",
      "room.nothing_fits",
      "room.nothing_low_enough",
      "reservation.unknown",
      "reservation.ended",
      "idempotency.key_reused",
      "idempotency.in_progress",
    ],
  }),
  announceParcels: endpoint({
    operationId: "announceParcels",
    method: "POST",
    path: "/v1/parcels:batch",
    tag: "Parcels",
    summary: "Announce up to 1,000 parcels at once",
    description:
      "Each row is judged alone: a refused row has its index and problem, the rest is done.",
    access: keyAccess("parcels:write"),
    body: z.strictObject({ parcels: z.array(announcement).min(1).max(batchRowsMax) }),
    laxBody: z.strictObject({ parcels: z.array(z.unknown()).min(1).max(batchRowsMax) }),
    status: 200,
    response: z.strictObject({
      announced: z.int(),
      repeated: z.int(),
      refused: z.int(),
      results: z.array(batchResult),
    }),
    errors: ["request.invalid", "idempotency.key_reused", "idempotency.in_progress"],
  }),
  listParcels: endpoint({
    operationId: "listParcels",
    method: "GET",
    path: "/v1/parcels",
    tag: "Parcels",
    summary: "Your parcels, newest first",
    access: keyAccess("parcels:read"),
    query: z.strictObject({
      reference: text(100).optional(),
      state: parcelState.optional(),
      limit: z.coerce.number().int().min(1).max(100).default(20),
      cursor: cursor.optional(),
    }),
    status: 200,
    response: z.strictObject({ parcels: z.array(parcel), nextCursor: cursor.nullable() }),
    errors: ["request.invalid"],
  }),
  getParcel: endpoint({
    operationId: "getParcel",
    method: "GET",
    path: "/v1/parcels/{parcelId}",
    tag: "Parcels",
    summary: "One parcel with its state and what may be done",
    access: keyAccess("parcels:read"),
    params: parcelParams,
    status: 200,
    response: parcel,
    errors: ["request.not_found"],
  }),
  cancelParcel: endpoint({
    operationId: "cancelParcel",
    method: "POST",
    path: "/v1/parcels/{parcelId}/cancellation",
    tag: "Parcels",
    summary: "Cancel a parcel that is not in a locker yet",
    access: keyAccess("parcels:write"),
    params: parcelParams,
    status: 200,
    response: parcel,
    errors: ["request.not_found", "parcel.not_cancellable"],
  }),
  createReservation: endpoint({
    operationId: "createReservation",
    method: "POST",
    path: "/v1/reservations",
    tag: "Reservations",
    summary: "Hold room at a locker during checkout",
    access: keyAccess("reservations:write"),
    body: reservationRequest,
    status: 201,
    response: reservation,
    errors: [
      "request.invalid",
      "locker.unknown",
      "locker.not_serving",
      "room.full",
      "room.nothing_fits",
      "room.nothing_low_enough",
      "idempotency.key_reused",
    ],
  }),
  getReservation: endpoint({
    operationId: "getReservation",
    method: "GET",
    path: "/v1/reservations/{reservationId}",
    tag: "Reservations",
    summary: "One reservation",
    access: keyAccess("reservations:write"),
    params: reservationParams,
    status: 200,
    response: reservation,
    errors: ["reservation.unknown"],
  }),
  releaseReservation: endpoint({
    operationId: "releaseReservation",
    method: "DELETE",
    path: "/v1/reservations/{reservationId}",
    tag: "Reservations",
    summary: "Give the room back",
    access: keyAccess("reservations:write"),
    params: reservationParams,
    status: 200,
    response: reservation,
    errors: ["reservation.unknown", "reservation.ended"],
  }),
  recordCarrierScans: endpoint({
    operationId: "recordCarrierScans",
    method: "POST",
    path: "/v1/carrier-scans",
    tag: "Carriers",
    summary: "Report up to 1,000 scans on the way",
    description:
      "Each row is judged alone. `placed_in_locker` is the carrier's own word that the parcel lies in the locker: the recipient is told at once, also while the locker is out of reach.",
    access: keyAccess("scans:write"),
    body: z.strictObject({ scans: z.array(carrierScan).min(1).max(batchRowsMax) }),
    laxBody: z.strictObject({ scans: z.array(z.unknown()).min(1).max(batchRowsMax) }),
    status: 200,
    response: z.strictObject({
      recorded: z.int(),
      repeated: z.int(),
      refused: z.int(),
      results: z.array(
        z.strictObject({
          index: z.int(),
          outcome: z.enum(["recorded", "repeated", "refused"]),
          problem: problem.optional(),
        }),
      ),
    }),
    errors: ["request.invalid"],
  }),
  getTracking: endpoint({
    operationId: "getTracking",
    method: "GET",
    path: "/v1/tracking/{trackingNumber}",
    tag: "Tracking",
    summary: "The public timeline of a parcel, without anything personal",
    access: publicAccess,
    params: z.strictObject({ trackingNumber }),
    status: 200,
    response: trackingView,
    errors: ["tracking.unknown", "request.rate_limited"],
  }),
} as const;

export type Recipient = z.infer<typeof recipient>;
export type Announcement = z.infer<typeof announcement>;
export type Parcel = z.infer<typeof parcel>;
export type ParcelState = z.infer<typeof parcelState>;
export type BatchResult = z.infer<typeof batchResult>;
export type ReservationRequest = z.infer<typeof reservationRequest>;
export type Reservation = z.infer<typeof reservation>;
export type CarrierScan = z.infer<typeof carrierScan>;
export type CarrierScanKind = z.infer<typeof carrierScanKind>;
export type TimelineEntry = z.infer<typeof timelineEntry>;
export type TrackingView = z.infer<typeof trackingView>;
