import type { FactData } from "@pigeonhole/contract/device/facts";
import { type JournalDatabase, textOf } from "./journal-database.ts";

export type Condition = "usable" | "needs-check" | "broken";
export type NeedsCheckReason = FactData<"compartment.needs_check">["reason"];

/** Compartments that are not simply usable. */
export type Conditions = {
  of(compartmentId: string): Condition;
  set(compartmentId: string, condition: Condition, reason: NeedsCheckReason | null): void;
};

export function createConditions(database: JournalDatabase): Conditions {
  return {
    of(compartmentId) {
      const row = database.row(
        "SELECT condition FROM conditions WHERE compartment_id = ?",
        compartmentId,
      );
      return row === undefined ? "usable" : (textOf(row, "condition") as Condition);
    },
    set(compartmentId, condition, reason) {
      database.run(
        "INSERT OR REPLACE INTO conditions (compartment_id, condition, reason) VALUES (?, ?, ?)",
        compartmentId,
        condition,
        reason,
      );
    },
  };
}
