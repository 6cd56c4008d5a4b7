import { crockfordFromBytes } from "./crockford.ts";
import { err, ok, type Result } from "./result.ts";
import { assert } from "./unreachable.ts";

declare const idBrand: unique symbol;
declare const regionBrand: unique symbol;

/** What an id names, by the prefix people see in it. */
export const idPrefixes = {
  parcel: "par",
  locker: "lkr",
  site: "sit",
  shop: "shp",
  compartment: "cmp",
  stay: "sty",
  reservation: "rsv",
  grant: "grt",
  courier: "cur",
  carrier: "car",
  visit: "vis",
  opening: "opn",
  command: "cmd",
  incident: "inc",
  event: "evt",
  notice: "ntc",
  apiKey: "key",
  webhookEndpoint: "whe",
  webhookDelivery: "whd",
  trackingLink: "trk",
} as const;

/** One of the prefixes of `idPrefixes`. */
export type IdPrefix = (typeof idPrefixes)[keyof typeof idPrefixes];

/**
 * A public id: prefix, underscore, 2 characters of region, 18 random characters (90 bits),
 * lower-case Crockford base 32. Opaque to everybody but the router, which reads the region.
 */
export type Id<P extends IdPrefix> = `${P}_${string}` & { readonly [idBrand]: P };

export type ParcelId = Id<"par">;
export type LockerId = Id<"lkr">;
export type SiteId = Id<"sit">;
export type ShopId = Id<"shp">;
export type CompartmentId = Id<"cmp">;
export type StayId = Id<"sty">;
export type ReservationId = Id<"rsv">;
export type GrantId = Id<"grt">;
export type CourierId = Id<"cur">;
export type CarrierId = Id<"car">;
export type VisitId = Id<"vis">;
export type OpeningId = Id<"opn">;
export type CommandId = Id<"cmd">;
export type IncidentId = Id<"inc">;
export type EventId = Id<"evt">;
export type NoticeId = Id<"ntc">;
export type ApiKeyId = Id<"key">;
export type WebhookEndpointId = Id<"whe">;
export type WebhookDeliveryId = Id<"whd">;
export type TrackingLinkId = Id<"trk">;

/** Two lower-case Crockford characters that say which region (database schema) holds a thing. */
export type RegionCode = string & { readonly [regionBrand]: true };

/** Shops, carriers, couriers and keys belong to the whole network and carry this region. */
export const networkRegion = "00" as RegionCode;

/** Random bytes `composeId` asks for: 96 bits, of which 90 are used. */
export const idRandomBytes = 12;

const randomCharacters = 18;
const regionPattern = /^[0-9a-hjkmnp-tv-z]{2}$/u;
const idPattern = /^([a-z]{3})_([0-9a-hjkmnp-tv-z]{2})[0-9a-hjkmnp-tv-z]{18}$/u;

/** Why a text is no id: not of the form at all, or an id of another kind of thing. */
export type IdRefusal =
  | { readonly type: "malformed_id" }
  | { readonly type: "other_kind_of_id"; readonly expected: IdPrefix; readonly actual: string };

/** An id from 12 random bytes, which the caller draws. */
export function composeId<P extends IdPrefix>(
  prefix: P,
  region: RegionCode,
  bytes: Uint8Array,
): Id<P> {
  assert(bytes.length === idRandomBytes, `an id takes ${idRandomBytes} random bytes`);
  return `${prefix}_${region}${crockfordFromBytes(bytes, randomCharacters).toLowerCase()}` as Id<P>;
}

/** Exact parse: ids are copied by machines, so case and look-alikes are not forgiven. */
export function parseId<P extends IdPrefix>(prefix: P, text: string): Result<Id<P>, IdRefusal> {
  const actual = idPattern.exec(text)?.[1];
  if (actual === undefined) return err({ type: "malformed_id" });
  if (actual !== prefix) return err({ type: "other_kind_of_id", expected: prefix, actual });
  return ok(text as Id<P>);
}

/** Region an id belongs to; needs no look-up, so that every request is routed without asking. */
export function regionOf(id: Id<IdPrefix>): RegionCode {
  return id.slice(4, 6) as RegionCode;
}

/** A region code from configuration or a URL. */
export function parseRegionCode(
  text: string,
): Result<RegionCode, { readonly type: "malformed_region" }> {
  return regionPattern.test(text) ? ok(text as RegionCode) : err({ type: "malformed_region" });
}
