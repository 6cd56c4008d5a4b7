import type { GrantPurpose } from "../grant/grant.ts";
import type { LockerId } from "../ids.ts";

/**
 * The text to be authenticated (HMAC-SHA-256 under the locker's own key) so that a list of tags
 * tells nothing about the secrets. Every part is preceded by its length in UTF-16 units, so that no
 * two different triples give one text: `6:pickup,24:lkr_...,8:12345678,`.
 */
export function tagMessage(purpose: GrantPurpose, lockerId: LockerId, secret: string): string {
  return [purpose, lockerId, secret].map((part) => `${part.length}:${part},`).join("");
}
