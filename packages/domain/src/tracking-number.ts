// A tracking number is read off labels, dictated and typed, so it checks itself:
// "PH", region (2), body (10 = 50 random bits), check character, all Crockford upper case.
// The check is the number formed by region and body modulo 37 (Crockford's check), and only bodies
// whose remainder is below 32 are issued, so that the check is an ordinary character too.
// Because 37 is prime and above 32, every single wrong character and every swap of two
// neighbours (the check included) changes the remainder.
import {
  crockfordAlphabet,
  crockfordFromBytes,
  crockfordFromTyping,
  crockfordValue,
} from "./crockford.ts";
import type { RegionCode } from "./ids.ts";
import { err, ok, type Result } from "./result.ts";
import { assert } from "./unreachable.ts";

declare const trackingNumberBrand: unique symbol;

/** Canonical form: 15 characters, upper case, no spaces. */
export type TrackingNumber = string & { readonly [trackingNumberBrand]: true };

/** Why a text is no tracking number of ours: another form altogether, or most likely a typing error. */
export type TrackingNumberRefusal =
  | { readonly type: "not_a_tracking_number" }
  | { readonly type: "wrong_check_character" };

/** Random bytes `composeTrackingNumber` asks for: 56 bits, of which 50 are used. */
export const trackingNumberRandomBytes = 7;

const bodyCharacters = 10;
const checkModulus = 37;
const pattern = /^PH[0-9A-HJKMNP-TV-Z]{13}$/u;

/** A new number from 7 random bytes. */
export function composeTrackingNumber(region: RegionCode, bytes: Uint8Array): TrackingNumber {
  assert(
    bytes.length === trackingNumberRandomBytes,
    `a tracking number takes ${trackingNumberRandomBytes} random bytes`,
  );
  const prefix = region.toUpperCase();
  let body = crockfordFromBytes(bytes, bodyCharacters);
  // At most 5 of 37 remainders have no character; the next number is 1 further, so this ends soon.
  while (checkOf(prefix + body) >= crockfordAlphabet.length) body = nextBody(body);
  return `PH${prefix}${body}${crockfordAlphabet.charAt(checkOf(prefix + body))}` as TrackingNumber;
}

/** Forgives case, spaces, dashes and look-alikes (O, I, L); finds typing errors by the check. */
export function parseTrackingNumber(text: string): Result<TrackingNumber, TrackingNumberRefusal> {
  const typed = crockfordFromTyping(text);
  if (!pattern.test(typed)) return err({ type: "not_a_tracking_number" });
  const check = crockfordValue(typed.charAt(typed.length - 1));
  if (checkOf(typed.slice(2, -1)) !== check) return err({ type: "wrong_check_character" });
  return ok(typed as TrackingNumber);
}

/** Region that holds the parcel of this number. */
export function regionOfTrackingNumber(trackingNumber: TrackingNumber): RegionCode {
  return trackingNumber.slice(2, 4).toLowerCase() as RegionCode;
}

/** For people: `PH00 ABCDE FGHJK M`. Parses back. */
export function formatTrackingNumber(trackingNumber: TrackingNumber): string {
  const [head, first, second, check] = [
    trackingNumber.slice(0, 4),
    trackingNumber.slice(4, 9),
    trackingNumber.slice(9, 14),
    trackingNumber.slice(14),
  ];
  return `${head} ${first} ${second} ${check}`;
}

function checkOf(characters: string): number {
  let remainder = 0;
  for (const character of characters) {
    remainder = (remainder * 32 + crockfordValue(character)) % checkModulus;
  }
  return remainder;
}

function nextBody(body: string): string {
  const last = crockfordValue(body.charAt(body.length - 1));
  const head = body.slice(0, -1);
  return last < 31 ? head + crockfordAlphabet.charAt(last + 1) : `${nextBody(head)}0`;
}
