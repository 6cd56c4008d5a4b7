import type { Dice } from "@pigeonhole/domain/codes/pickup-code";

/** Bytes drawn at a time: one call for about a hundred codes. */
const bytesAtOnce = 1_024;
const values = 2 ** 32;

/** Even dice from random bytes: draws that would favour small numbers are thrown away. */
export function createDice(randomBytes: (count: number) => Uint8Array): Dice {
  let bytes: DataView = new DataView(new ArrayBuffer(0));
  let at = 0;
  const draw = () => {
    if (at + 4 > bytes.byteLength) {
      const fresh = randomBytes(bytesAtOnce);
      bytes = new DataView(fresh.buffer, fresh.byteOffset, fresh.byteLength);
      at = 0;
    }
    at += 4;
    return bytes.getUint32(at - 4);
  };
  return (maxExclusive) => {
    const limit = values - (values % maxExclusive);
    let drawn = draw();
    while (drawn >= limit) drawn = draw();
    return drawn % maxExclusive;
  };
}
