import { setTimeout as pause } from "node:timers/promises";

/** Asks again until `look` gives something; says what was waited for when it never does. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined | null | false>,
  withinMs = 30_000,
): Promise<T> {
  const giveUpAt = performance.now() + withinMs;
  let last: unknown;
  while (performance.now() < giveUpAt) {
    try {
      const found = await look();
      if (found !== undefined && found !== null && found !== false) return found;
    } catch (error) {
      last = error;
    }
    await pause(100);
  }
  throw new Error(`waited ${withinMs / 1_000} s in vain: ${what}`, { cause: last });
}
