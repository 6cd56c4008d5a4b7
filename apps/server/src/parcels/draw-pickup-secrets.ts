import { drawCode } from "@pigeonhole/domain/codes/pickup-code";
import { composeLongSecret, longSecretRandomBytes } from "@pigeonhole/domain/codes/qr-payload";
import { assert } from "@pigeonhole/domain/unreachable";
import type { Deps } from "../deps.ts";
import { createDice } from "../platform/dice.ts";
import type { Tx } from "../platform/postgres/database.ts";
import type { PickupSecrets } from "./pickup-secrets.ts";
import { pickupCodeTag } from "./pickup-secrets.ts";

export type DrawnSecrets = PickupSecrets & { readonly tag: Buffer };

/** With 8 digits and thousands of live codes a collision is one in ten thousand; five are a defect. */
const drawsMax = 5;

/**
 * Secrets for one grant at each of `lockerIds` (a locker may stand there many times). No two listed
 * grants of a locker have the same code; the caller holds the lock of the lockers' lists.
 */
export async function drawPickupSecrets(
  tx: Tx,
  deps: Pick<Deps, "secrets" | "randomBytes">,
  lockerIds: readonly string[],
): Promise<DrawnSecrets[]> {
  const dice = createDice(deps.randomBytes);
  const used = new Set<string>();
  const draw = (lockerId: string): DrawnSecrets => {
    const code = drawCode(dice);
    const tag = pickupCodeTag(deps, lockerId, code);
    const name = tag.toString("base64");
    if (used.has(name)) return draw(lockerId);
    used.add(name);
    return { code, tag, qr: composeLongSecret(deps.randomBytes(longSecretRandomBytes)) };
  };
  let drawn = lockerIds.map(draw);
  for (let round = 0; round < drawsMax; round += 1) {
    const taken = await takenTags(tx, lockerIds, drawn);
    if (taken.size === 0) return drawn;
    drawn = drawn.map((secrets, index) =>
      taken.has(secrets.tag.toString("base64")) ? draw(lockerIds[index] ?? "") : secrets,
    );
  }
  assert(false, "five draws in a row gave codes that are taken");
}

async function takenTags(
  tx: Tx,
  lockerIds: readonly string[],
  drawn: readonly DrawnSecrets[],
): Promise<Set<string>> {
  const rows = await tx.query<{ code_tag: Uint8Array }>(
    `select g.code_tag from grants g
       join unnest($1::text[], $2::bytea[]) as n(locker_id, code_tag)
         on g.locker_id = n.locker_id and g.code_tag = n.code_tag
      where g.listed`,
    [lockerIds, drawn.map((secrets) => secrets.tag)],
  );
  return new Set(rows.map((row) => Buffer.from(row.code_tag).toString("base64")));
}
