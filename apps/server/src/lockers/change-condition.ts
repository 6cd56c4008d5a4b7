import type { CommandFrame } from "@pigeonhole/contract/device/frames";
import type { Locker } from "@pigeonhole/contract/http/sites";
import type { CompartmentCondition } from "@pigeonhole/domain/compartment/compartment";
import type { Result } from "@pigeonhole/domain/result";
import { ok } from "@pigeonhole/domain/result";
import type { Deps } from "../deps.ts";
import type { Refusal } from "../platform/http/refusals.ts";
import { refuse } from "../platform/http/refusals.ts";
import type { Tx } from "../platform/postgres/database.ts";
import { retryOnConflict } from "../platform/postgres/retry-on-conflict.ts";
import type { Command } from "./commands.ts";
import { queueCommand } from "./commands.ts";
import type { LockerDeps } from "./get-locker.ts";
import { inRegionOf, readLocker } from "./get-locker.ts";
import { lockLists } from "./list-version.ts";

export type ConditionWish = {
  readonly lockerId: string;
  readonly compartmentId: string;
  readonly condition: CompartmentCondition;
  readonly note?: string | undefined;
};

type SetCondition = Extract<CommandFrame["command"], { kind: "set_condition" }>;

/** Longer than any locker stays out of reach without somebody driving there. */
const conditionExpiresDays = 30;

/**
 * An operator has looked into a compartment: the network and the locker go by what was found, and
 * the incidents that led there are resolved.
 */
export async function changeCondition(
  deps: LockerDeps & Pick<Deps, "randomBytes">,
  wish: ConditionWish,
): Promise<Result<Locker, Refusal>> {
  const { lockerId } = wish;
  const changed = await retryOnConflict(() =>
    inRegionOf(deps, lockerId, async (tx): Promise<Result<Locker, Refusal>> => {
      const now = deps.now();
      // Room that is promised at this moment is counted before the change or after it.
      await lockLists(tx, [lockerId]);
      const isOurs = await storeCondition(tx, wish, now);
      if (isOurs && wish.condition === "usable") await resolveIncidents(tx, wish, now);
      if (isOurs) await tellLocker(tx, deps, wish);
      const locker = await readLocker(tx, lockerId, now);
      if (locker === undefined) return refuse("locker_unknown");
      return isOurs ? ok(locker) : refuse("not_found");
    }),
  );
  return changed ?? refuse("locker_unknown");
}

async function storeCondition(
  tx: Tx,
  { lockerId, compartmentId, condition }: ConditionWish,
  now: Temporal.Instant,
): Promise<boolean> {
  const reason = condition === "usable" ? null : "operator";
  const rows = await tx.query(
    `update compartments set condition = $3, condition_reason = $4, condition_at = $5
      where id = $1 and locker_id = $2 and retired_at is null returning 1`,
    [compartmentId, lockerId, condition, reason, now.toString()],
  );
  return rows.length > 0;
}

async function resolveIncidents(
  tx: Tx,
  { lockerId, compartmentId, note }: ConditionWish,
  now: Temporal.Instant,
): Promise<void> {
  const found = note === undefined ? {} : { resolvedNote: note };
  await tx.query(
    `update incidents set resolved_at = $3, evidence = evidence || $4::jsonb
      where locker_id = $1 and compartment_id = $2 and resolved_at is null`,
    [lockerId, compartmentId, now.toString(), JSON.stringify(found)],
  );
}

async function tellLocker(tx: Tx, deps: Pick<Deps, "randomBytes" | "now">, wish: ConditionWish) {
  const command: Command = {
    kind: "set_condition",
    compartmentId: wish.compartmentId as SetCondition["compartmentId"],
    condition: wish.condition,
  };
  const expiresAt = deps.now().add({ hours: conditionExpiresDays * 24 });
  await queueCommand(tx, deps, { lockerId: wish.lockerId, parcelId: null, command, expiresAt });
}
