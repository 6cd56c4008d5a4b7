import type { Endpoint } from "@pigeonhole/contract/http/endpoint";

/** Most attempts of one call, the first included. */
export const attemptsMax = 3;
/** Wait before the second attempt; it doubles before each further one. */
export const firstWaitMs = 250;
/** A server that asks for a longer wait than this gets no retry; the caller hears of it instead. */
export const waitMaxMs = 5_000;

/** Statuses by which a server or proxy says that a later attempt may well succeed. */
const passingStatuses: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/**
 * Only a call that may arrive twice without doing anything twice is repeated: one whose method is
 * idempotent by RFC 9110, or one that carries a key by which the server knows it again.
 */
export function isRepeatable(
  method: Endpoint["method"],
  idempotencyKey: string | undefined,
): boolean {
  return (
    method === "GET" || method === "PUT" || method === "DELETE" || idempotencyKey !== undefined
  );
}

/** Whether an answer says "later" rather than "no"; `problemCode` where the answer has one. */
export function isPassing(status: number, problemCode: string | undefined): boolean {
  return passingStatuses.has(status) || problemCode === "idempotency.in_progress";
}

/**
 * How long to wait after the given attempt (counted from 1), or undefined when there shall be no
 * further one. `retryAfter` is the header of that name; only its form in seconds is read, because
 * its date form needs a clock that agrees with the server's.
 */
export function waitAfterAttemptMs(attempt: number, retryAfter: string | null): number | undefined {
  if (attempt >= attemptsMax) return undefined;
  const ownWaitMs = firstWaitMs * 2 ** (attempt - 1);
  const askedMs =
    retryAfter !== null && /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) * 1_000 : 0;
  const waitMs = Math.max(ownWaitMs, askedMs);
  return waitMs > waitMaxMs ? undefined : waitMs;
}
