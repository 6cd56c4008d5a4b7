import { drawCode } from "@pigeonhole/domain/codes/pickup-code";
import { composeLongSecret, longSecretRandomBytes } from "@pigeonhole/domain/codes/qr-payload";
import type { Deps } from "../deps.ts";
import { createDice } from "../platform/dice.ts";
import type { PickupSecrets } from "./pickup-secrets.ts";
import { pickupCodeTag } from "./pickup-secrets.ts";

export type DrawnSecrets = PickupSecrets & { readonly tag: Buffer };

/**
 * Secrets for one grant at each of `lockerIds` (a locker may stand there many times), different
 * from each other. That no other listed grant of the locker has the same code is held by the unique
 * index `grants_code_once`: of 100,000,000 codes a locker has a few hundred in use, so it is cheaper
 * to draw once more after the rare collision (`retryOnConflict`) than to ask before every draw.
 */
export function drawPickupSecrets(
  deps: Pick<Deps, "secrets" | "randomBytes">,
  lockerIds: readonly string[],
): DrawnSecrets[] {
  const dice = createDice(deps.randomBytes);
  const used = new Set<string>();
  const draw = (lockerId: string): DrawnSecrets => {
    const code = drawCode(dice);
    if (used.has(`${lockerId} ${code}`)) return draw(lockerId);
    used.add(`${lockerId} ${code}`);
    const tag = pickupCodeTag(deps, lockerId, code);
    return { code, tag, qr: composeLongSecret(deps.randomBytes(longSecretRandomBytes)) };
  };
  return lockerIds.map(draw);
}
