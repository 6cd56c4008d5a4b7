import { assert } from "./unreachable.ts";

/** Crockford's base 32: no I, L, O and U, so that a number read aloud or off a label survives. */
export const crockfordAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * The first `length` characters (5 bits each) of `bytes`, upper case.
 * The bytes must hold at least `5 * length` bits; bits left over are not used.
 */
export function crockfordFromBytes(bytes: Uint8Array, length: number): string {
  assert(bytes.length * 8 >= length * 5, `${length} characters need ${length * 5} bits`);
  let text = "";
  let pending = 0;
  let pendingBits = 0;
  for (const byte of bytes) {
    pending = (pending << 8) | byte;
    pendingBits += 8;
    while (pendingBits >= 5 && text.length < length) {
      pendingBits -= 5;
      text += crockfordAlphabet.charAt((pending >> pendingBits) & 31);
    }
    pending &= (1 << pendingBits) - 1;
  }
  return text;
}

/** Value 0 to 31 of one upper-case character, or -1 when it is not of the alphabet. */
export function crockfordValue(character: string): number {
  return character.length === 1 ? crockfordAlphabet.indexOf(character) : -1;
}

/** What people type for what is printed: O for 0, I and L for 1, any case, spaces and dashes. */
export function crockfordFromTyping(text: string): string {
  return text
    .replace(/[\s\-\u2010-\u2015.]/gu, "")
    .toUpperCase()
    .replace(/O/gu, "0")
    .replace(/[IL]/gu, "1");
}
