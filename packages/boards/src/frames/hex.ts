// Bytes as people write them in protocol documents: "8A 01 01 11 9B".

/** Upper-case pairs separated by one space. */
export function formatHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0").toUpperCase()).join(" ");
}

/** Reads pairs with any white space between them; throws on anything else. */
export function parseHex(text: string): Uint8Array {
  const digits = text.replaceAll(/\s+/g, "");
  if (!/^([0-9a-fA-F]{2})*$/.test(digits)) throw new RangeError(`Not pairs of hex digits: ${text}`);
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
