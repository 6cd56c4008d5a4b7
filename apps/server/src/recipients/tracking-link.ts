import { timingSafeEqual } from "node:crypto";
import { crockfordAlphabet, crockfordValue } from "@pigeonhole/domain/crockford";
import type { ParcelId } from "@pigeonhole/domain/ids";
import { regionOf } from "@pigeonhole/domain/ids";
import type { Deps } from "../deps.ts";

/**
 * The token of a recipient's link: the region, the 90 random bits of the parcel's id, and 96 bits of
 * HMAC over the id under a key outside the database. Whoever knows the id (the shop, the carrier)
 * cannot make the link, any mail can carry it again, and the database holds nothing of it.
 */
const idCharacters = 18;
const idBytes = 12;
const tagBytes = 12;
const tokenPattern = /^([0-9a-hjkmnp-tv-z]{2})([0-9A-Za-z_-]{32})$/u;

type LinkKeys = Pick<Deps, "secrets">;

export function linkTokenOf(deps: LinkKeys, parcelId: ParcelId): string {
  const body = Buffer.concat([bytesOfId(parcelId), tagOf(deps, parcelId)]);
  return regionOf(parcelId) + body.toString("base64url");
}

/** The parcel a token leads to; undefined where it was not made by this network. */
export function parcelIdOfLink(deps: LinkKeys, token: string): ParcelId | undefined {
  const [, region, body] = tokenPattern.exec(token) ?? [];
  if (region === undefined || body === undefined) return undefined;
  const bytes = Buffer.from(body, "base64url");
  const parcelId = `par_${region}${textOfId(bytes.subarray(0, idBytes))}` as ParcelId;
  const isOurs = timingSafeEqual(bytes.subarray(idBytes), tagOf(deps, parcelId));
  // A body may be spelt in more than one way only outside the bits that count; one spelling is ours.
  return isOurs && linkTokenOf(deps, parcelId) === token ? parcelId : undefined;
}

export function linkUrlOf(deps: Pick<Deps, "secrets" | "publicUrl">, parcelId: ParcelId): string {
  return `${deps.publicUrl}/t/${linkTokenOf(deps, parcelId)}`;
}

function tagOf(deps: LinkKeys, parcelId: ParcelId): Buffer {
  return deps.secrets.tag("tracking-link", parcelId).subarray(0, tagBytes);
}

function bytesOfId(parcelId: ParcelId): Buffer {
  let value = 0n;
  for (const character of parcelId.slice(-idCharacters).toUpperCase()) {
    value = value * 32n + BigInt(crockfordValue(character));
  }
  return Buffer.from(value.toString(16).padStart(idBytes * 2, "0"), "hex");
}

function textOfId(bytes: Buffer): string {
  let text = "";
  let value = BigInt(`0x${bytes.toString("hex")}`);
  for (; text.length < idCharacters; value /= 32n) {
    text = crockfordAlphabet.charAt(Number(value % 32n)) + text;
  }
  return text.toLowerCase();
}
