import { createHmac } from "node:crypto";
import type { Code } from "@pigeonhole/domain/codes/pickup-code";
import { drawCode } from "@pigeonhole/domain/codes/pickup-code";
import type { Deps } from "../deps.ts";
import { createDice } from "../platform/dice.ts";

/** What a courier has: a badge for years, and digits for each day. */
export type CourierSecret = { readonly way: "badge" | "code"; readonly secret: string };

const nonceBytes = 12;

/** For `grants.secrets_sealed` of a courier's grant: one secret with its way. */
export function sealCourierSecret(
  deps: Pick<Deps, "secrets" | "randomBytes">,
  { way, secret }: CourierSecret,
): Uint8Array {
  return deps.secrets.seal(`${way} ${secret}`, deps.randomBytes(nonceBytes));
}

export function openCourierSecret(deps: Pick<Deps, "secrets">, sealed: Uint8Array): CourierSecret {
  const [way = "", secret = ""] = deps.secrets.open(sealed).toString("utf8").split(" ");
  return { way: way as CourierSecret["way"], secret };
}

/**
 * The digits that stand for a courier's badge on one day. Derived, so that every process and every
 * day ahead agree without anything being stored; drawn by the domain's rule, so that no code is one
 * that passers-by try first.
 */
export function dailyCode(
  deps: Pick<Deps, "secrets">,
  courier: { readonly courierId: string; readonly seedSealed: Uint8Array },
  date: Temporal.PlainDate,
): Code {
  const seed = deps.secrets.open(courier.seedSealed);
  let block = 0;
  const stream = (count: number) => {
    const blocks: Buffer[] = [];
    while (blocks.length * 32 < count) {
      const text = `${courier.courierId} ${date} ${block}`;
      blocks.push(createHmac("sha256", seed).update(text).digest());
      block += 1;
    }
    return new Uint8Array(Buffer.concat(blocks).subarray(0, count));
  };
  return drawCode(createDice(stream));
}
