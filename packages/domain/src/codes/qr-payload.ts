// The QR of a grant and a courier's badge carry a secret too long to guess (130 bits), in the
// alphanumeric character set of QR codes, which keeps the picture small (version 2).
import { crockfordFromBytes } from "../crockford.ts";
import { err, ok, type Result } from "../result.ts";
import { assert } from "../unreachable.ts";

declare const longSecretBrand: unique symbol;

/** 26 upper-case Crockford characters: 130 bits. */
export type LongSecret = string & { readonly [longSecretBrand]: true };

/** How a secret reaches the kiosk. Only `code` can be guessed, so only `code` is throttled. */
export type SecretKind = "code" | "qr" | "badge";

/** Random bytes `composeLongSecret` asks for: 136 bits, of which 130 are used. */
export const longSecretRandomBytes = 17;

const longSecretCharacters = 26;
const longSecretPattern = /^[0-9A-HJKMNP-TV-Z]{26}$/u;
const prefixes = { qr: "PH1:", badge: "PHB1:" } as const;

export type QrRefusal = { readonly type: "not_ours" } | { readonly type: "malformed_secret" };

/** A secret from 17 random bytes, which the caller draws. */
export function composeLongSecret(bytes: Uint8Array): LongSecret {
  assert(
    bytes.length === longSecretRandomBytes,
    `a secret takes ${longSecretRandomBytes} random bytes`,
  );
  return crockfordFromBytes(bytes, longSecretCharacters) as LongSecret;
}

/** Text of the QR code of a grant. */
export function composeQrPayload(secret: LongSecret): string {
  return prefixes.qr + secret;
}

/** Text of the code on a courier's badge. */
export function composeBadgePayload(secret: LongSecret): string {
  return prefixes.badge + secret;
}

/** Strict: a scanner makes no typing errors, so anything but the exact form is something else. */
export function parseQrPayload(text: string): Result<LongSecret, QrRefusal> {
  return parsePayload(prefixes.qr, text);
}

/** Strict, as `parseQrPayload`. */
export function parseBadgePayload(text: string): Result<LongSecret, QrRefusal> {
  return parsePayload(prefixes.badge, text);
}

function parsePayload(prefix: string, text: string): Result<LongSecret, QrRefusal> {
  if (!text.startsWith(prefix)) return err({ type: "not_ours" });
  const secret = text.slice(prefix.length);
  return longSecretPattern.test(secret)
    ? ok(secret as LongSecret)
    : err({ type: "malformed_secret" });
}
