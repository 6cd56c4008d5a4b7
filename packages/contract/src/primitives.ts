import { z } from "zod";

/**
 * C0, delete and C1, by number and not as `\p{Cc}`, because every JSON Schema validator can compile
 * this form.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused.
const noControls = /^[^\u0000-\u001f\u007f-\u009f]*$/;

/**
 * Text that every part of the network can keep: PostgreSQL refuses NUL and half a surrogate pair,
 * and would refuse the whole batch for one such row.
 */
export function plainText() {
  return z
    .string()
    .regex(noControls, "must not contain control characters")
    .refine((given) => given.isWellFormed(), "must be well-formed Unicode");
}

/** Short free text a person wrote, without the space around it. */
export function text(maxLength: number) {
  return plainText().trim().min(1).max(maxLength);
}

/**
 * Shapes that stand in many messages. An id is a prefix, the two-character region and 18 characters
 * of Crockford base 32 (90 random bits), so that every request finds its region without asking.
 */
const idBody = "[0-9a-hjkmnp-tv-z]{20}";

function id<Prefix extends string>(prefix: Prefix, what: string) {
  return z
    .templateLiteral([z.literal(prefix), z.string().regex(new RegExp(`^${idBody}$`))], {
      error: `must be the id of a ${what}: "${prefix}" and 20 characters of 0-9 and a-z without i, l, o and u`,
    })
    .describe(`Id of a ${what}: "${prefix}" and 20 characters.`);
}

export const parcelId = id("par_", "parcel");
export const lockerId = id("lkr_", "locker");
export const siteId = id("sit_", "site");
export const shopId = id("shp_", "shop");
export const compartmentId = id("cmp_", "compartment");
export const stayId = id("sty_", "stay");
export const reservationId = id("rsv_", "reservation");
export const grantId = id("grt_", "grant");
export const carrierId = id("car_", "carrier");
export const courierId = id("cur_", "courier");
export const visitId = id("vis_", "visit");
export const openingId = id("opn_", "opening");
export const commandId = id("cmd_", "command");
export const incidentId = id("inc_", "incident");
export const keyId = id("key_", "API key");
export const webhookEndpointId = id("whe_", "webhook endpoint");
export const webhookDeliveryId = id("whd_", "webhook delivery");

export const regionCode = z
  .string()
  .regex(/^[0-9a-hjkmnp-tv-z]{2}$/)
  .describe("Code of a region: two characters of lower-case Crockford base 32.");

/** An instant as RFC 3339 text with a zone designator or offset; answers are always in UTC. */
export const instant = z.iso.datetime({ offset: true }).describe("An instant, RFC 3339.");

export const sizeClass = z
  .enum(["XS", "S", "M", "L", "XL"])
  .describe("Size class of a compartment, smallest first.");

export const compartmentCondition = z.enum(["usable", "needs-check", "broken"]);

export const sizeMm = z
  .strictObject({
    widthMm: z.int().min(1).max(3_000),
    heightMm: z.int().min(1).max(3_000),
    depthMm: z.int().min(1).max(3_000),
  })
  .describe("Outer size of a parcel or inner size of a compartment, in millimetres.");

export const massGrams = z.int().min(1).max(100_000).describe("Mass in grams.");

export const language = z
  .enum(["en", "de", "pl"])
  .describe("Language in which a person is addressed.");

export const trackingNumber = plainText()
  .min(4)
  .max(40)
  .describe("Tracking number; our own are self-checking and start with PH.");

export const cursor = z.string().min(1).max(200).describe("Where the next page starts.");
