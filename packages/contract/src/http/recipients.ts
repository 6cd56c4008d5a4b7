import { z } from "zod";
import { layout } from "../layout.ts";
import {
  commandId,
  compartmentId,
  grantId,
  instant,
  language,
  lockerId,
  text,
  trackingNumber,
} from "../primitives.ts";
import { endpoint, linkAccess } from "./endpoint.ts";
import { parcelState, timelineEntry } from "./parcels.ts";
import { address, reachState } from "./sites.ts";

/**
 * What the recipient reaches by the unguessable link of the mail. Whoever has the link may collect
 * the parcel, as with the code itself; so the link is never sent to anybody but the recipient.
 */
export const linkToken = z
  .string()
  .regex(/^[0-9a-hjkmnp-tv-z]{2}[0-9A-Za-z_-]{32}$/)
  .describe(
    "Region code, the rest of the parcel's id and a keyed tag of 96 bits that only the network can make.",
  );

export const openingHoursView = z.strictObject({
  text: z.string(),
  openNow: z.boolean(),
  week: z
    .array(z.strictObject({ day: z.int().min(1).max(7), from: z.string(), until: z.string() }))
    .describe("Intervals of the week, Monday = 1, local time HH:MM; empty: always open."),
});

export const pickupAccess = z.strictObject({
  code: z.string().describe("The digits to type."),
  qr: z.string().describe("The text inside the QR image."),
});

export const share = z.strictObject({
  grantId,
  name: z.string(),
  access: pickupAccess,
  createdAt: instant,
});

export const recipientView = z.strictObject({
  trackingNumber,
  shopName: z.string(),
  state: parcelState,
  language,
  pickupDeadline: instant.nullable(),
  timeline: z.array(timelineEntry),
  site: z.strictObject({
    name: z.string(),
    address,
    timeZone: z.string(),
    directions: z.string().nullable(),
    openingHours: openingHoursView,
    supportPhone: z.string().nullable(),
    latitude: z.number(),
    longitude: z.number(),
  }),
  locker: z.strictObject({
    id: lockerId,
    name: z.string(),
    reach: reachState,
    layout: layout.nullable(),
    compartmentId: compartmentId.nullable().describe("The lit door of the picture."),
  }),
  access: pickupAccess.nullable().describe("Only while the parcel can be taken out."),
  shares: z.array(share),
  remoteOpening: z.boolean().describe("Whether “open from here” may be offered."),
  allowedActions: z.array(z.enum(["share", "open", "report"])),
});

/** Most live shares of one parcel. */
export const sharesMax = 5;

export const remoteOpening = z.strictObject({
  id: commandId,
  state: z.enum(["waiting", "opened", "refused", "expired"]),
  reason: z.string().nullable(),
});

const params = z.strictObject({ token: linkToken });

export const recipientEndpoints = {
  getTrackingLink: endpoint({
    operationId: "getTrackingLink",
    method: "GET",
    path: "/v1/tracking-links/{token}",
    tag: "Recipients",
    summary: "All that the recipient of a parcel may see",
    access: linkAccess,
    params,
    status: 200,
    response: recipientView,
    errors: ["link.unknown", "request.rate_limited"],
  }),
  createShare: endpoint({
    operationId: "createShare",
    method: "POST",
    path: "/v1/tracking-links/{token}/shares",
    tag: "Recipients",
    summary: "Make a second code for somebody who collects for you",
    access: linkAccess,
    params,
    body: z.strictObject({ name: text(60).describe("For whom, so that you can tell them apart.") }),
    status: 201,
    response: share,
    errors: ["request.invalid", "link.unknown", "share.limit_reached", "opening.not_possible"],
  }),
  revokeShare: endpoint({
    operationId: "revokeShare",
    method: "DELETE",
    path: "/v1/tracking-links/{token}/shares/{grantId}",
    tag: "Recipients",
    summary: "Take a share back",
    description: "A locker that is out of reach learns of it with its next contact.",
    access: linkAccess,
    params: z.strictObject({ token: linkToken, grantId }),
    status: 204,
    errors: ["link.unknown", "request.not_found"],
  }),
  openRemotely: endpoint({
    operationId: "openRemotely",
    method: "POST",
    path: "/v1/tracking-links/{token}/openings",
    tag: "Recipients",
    summary: "Open the door from the phone, standing at the locker",
    description:
      "The four digits stand on the locker's screen and change every minute; the locker itself compares them. It opens at most three doors from afar in ten minutes, whatever it is asked.",
    access: linkAccess,
    params,
    body: z.strictObject({ presenceCode: z.string().regex(/^\d{4}$/) }),
    status: 202,
    response: remoteOpening,
    errors: ["request.invalid", "link.unknown", "opening.not_possible", "request.rate_limited"],
  }),
  getRemoteOpening: endpoint({
    operationId: "getRemoteOpening",
    method: "GET",
    path: "/v1/tracking-links/{token}/openings/{commandId}",
    tag: "Recipients",
    summary: "What became of a remote opening",
    access: linkAccess,
    params: z.strictObject({ token: linkToken, commandId }),
    status: 200,
    response: remoteOpening,
    errors: ["link.unknown", "request.not_found"],
  }),
  reportProblem: endpoint({
    operationId: "reportProblem",
    method: "POST",
    path: "/v1/tracking-links/{token}/problems",
    tag: "Recipients",
    summary: "Say that something is wrong",
    access: linkAccess,
    params,
    body: z.strictObject({
      kind: z.enum(["door_did_not_open", "empty", "not_mine", "damaged", "unreachable", "other"]),
      note: text(1_000).optional(),
    }),
    status: 201,
    response: z.strictObject({ reference: z.string(), whatHappensNext: z.string() }),
    errors: ["request.invalid", "link.unknown"],
  }),
} as const;

export type RecipientView = z.infer<typeof recipientView>;
export type PickupAccess = z.infer<typeof pickupAccess>;
export type Share = z.infer<typeof share>;
export type RemoteOpening = z.infer<typeof remoteOpening>;
export type OpeningHoursView = z.infer<typeof openingHoursView>;
