import { setTimeout as pause } from "node:timers/promises";

/** A program did not answer in time. */
export class NotReadyError extends Error {
  override readonly name = "NotReadyError";
  readonly code = "not_ready";
}

const pollMs = 50;

/** Waits until `url` answers with a success; gives up after `withinMs` or when `abandoned` says why. */
export async function waitUntilReady(
  what: string,
  url: string,
  withinMs: number,
  abandoned: () => string | undefined = () => undefined,
): Promise<void> {
  const giveUpAt = performance.now() + withinMs;
  let last = "no answer";
  while (performance.now() < giveUpAt) {
    const why = abandoned();
    if (why !== undefined) throw new NotReadyError(`${what} ended while starting: ${why}`);
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) });
      if (answer.ok) return;
      last = `status ${answer.status}: ${(await answer.text()).slice(0, 300)}`;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await pause(pollMs);
  }
  throw new NotReadyError(`${what} is not ready after ${withinMs / 1000} s (${last})`);
}
