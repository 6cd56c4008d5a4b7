import type { ParcelId } from "@pigeonhole/domain/ids";
import { regionOf } from "@pigeonhole/domain/ids";
import type { Deps } from "../deps.ts";
import { sha256 } from "../platform/secrets.ts";

/** 192 bits: nobody guesses a link. */
const tokenBytes = 24;

/**
 * The token of a recipient's link is derived from the parcel and a key outside the database, so
 * that any mail can carry it again while the database holds only its hash.
 */
export function linkTokenOf(deps: Pick<Deps, "secrets">, parcelId: ParcelId): string {
  const tag = deps.secrets.tag("tracking-link", parcelId).subarray(0, tokenBytes);
  return regionOf(parcelId) + tag.toString("base64url");
}

export function linkHashOf(token: string): Buffer {
  return sha256(token);
}

export function linkUrlOf(deps: Pick<Deps, "secrets" | "publicUrl">, parcelId: ParcelId): string {
  return `${deps.publicUrl}/t/${linkTokenOf(deps, parcelId)}`;
}

export const tokenPattern = /^[0-9a-hjkmnp-tv-z]{2}[0-9A-Za-z_-]{32}$/u;
export const regionPattern = /^[0-9a-hjkmnp-tv-z]{2}/u;
