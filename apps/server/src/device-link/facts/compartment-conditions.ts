import type {
  CompartmentCondition,
  CompartmentProblem,
} from "@pigeonhole/domain/compartment/compartment";
import type { Tx } from "../../platform/postgres/database.ts";
import type { MeaningfulFact } from "./read-facts.ts";

export type ConditionChange = {
  readonly compartmentId: string;
  readonly condition: CompartmentCondition;
  readonly reason: CompartmentProblem;
  readonly at: Temporal.Instant;
};

/** A doubt takes a compartment out of use until somebody has looked; what is broken stays broken. */
export function conditionChange(
  fact: Extract<MeaningfulFact, { type: "compartment.needs_check" | "door.forced" }>,
  before: CompartmentCondition,
): ConditionChange {
  const reason: CompartmentProblem = fact.type === "door.forced" ? "door_forced" : fact.data.reason;
  return {
    compartmentId: fact.data.compartmentId,
    condition: before === "broken" ? "broken" : "needs-check",
    reason,
    at: fact.at,
  };
}

/** The last change of a compartment counts; the changes before are in the facts. */
export async function storeConditions(tx: Tx, changes: readonly ConditionChange[]): Promise<void> {
  if (changes.length === 0) return;
  const last = [...new Map(changes.map((change) => [change.compartmentId, change])).values()];
  await tx.query(
    `update compartments c
        set condition = n.condition, condition_reason = n.reason, condition_at = n.at
       from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[])
            as n (id, condition, reason, at)
      where c.id = n.id`,
    [
      last.map((change) => change.compartmentId),
      last.map((change) => change.condition),
      last.map((change) => change.reason),
      last.map((change) => change.at.toString()),
    ],
  );
}
