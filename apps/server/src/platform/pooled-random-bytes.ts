import { randomFillSync } from "node:crypto";

/** Bytes fetched from the system at a time; a call for a dozen bytes costs as much as one for these. */
const pooledBytes = 16_384;

/**
 * Random bytes of the system, fetched ahead. A byte is given out once and wiped from the pool, so
 * that what was drawn cannot be found in it afterwards.
 */
export function createPooledRandomBytes(): (count: number) => Uint8Array {
  const pool = new Uint8Array(pooledBytes);
  let used = pooledBytes;
  return (count) => {
    if (count > pooledBytes) return randomFillSync(new Uint8Array(count));
    if (used + count > pooledBytes) {
      randomFillSync(pool);
      used = 0;
    }
    const drawn = pool.slice(used, used + count);
    pool.fill(0, used, used + count);
    used += count;
    return drawn;
  };
}
