import { crc32 } from "node:zlib";

/**
 * The text of an API key: `phk_live_`, 43 characters of base 62 (256 random bits) and 6 of
 * CRC-32. The fixed start lets secret scanners find a leaked key, the check tells a typing error
 * from an unknown key without asking the database.
 */
const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const prefix = "phk_live_";
const secretCharacters = 43;
const checkCharacters = 6;
const pattern = /^phk_live_[0-9A-Za-z]{49}$/u;

export const apiKeyRandomBytes = 32;
/** Characters that are kept readable, to tell keys apart. */
export const apiKeyStartCharacters = prefix.length + 4;

export function composeApiKey(bytes: Uint8Array): string {
  const secret = base62(BigInt(`0x${Buffer.from(bytes).toString("hex")}`), secretCharacters);
  return prefix + secret + checkOf(secret);
}

/** True when the text has the form of a key and its check is right. */
export function isApiKeyText(text: string): boolean {
  if (!pattern.test(text)) return false;
  const secret = text.slice(prefix.length, prefix.length + secretCharacters);
  return text.endsWith(checkOf(secret));
}

function checkOf(secret: string): string {
  return base62(BigInt(crc32(secret)), checkCharacters);
}

function base62(value: bigint, length: number): string {
  let text = "";
  for (let rest = value; text.length < length; rest /= 62n) {
    text = alphabet.charAt(Number(rest % 62n)) + text;
  }
  return text;
}
