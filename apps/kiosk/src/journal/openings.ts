// Openings that are not over yet. A row is written with the intent and removed when what followed
// from the opening is recorded; whatever is left after a crash is settled at the next start.
import type { FactData } from "@pigeonhole/contract/device/facts";
import { type JournalDatabase, type SqlRow, textOf, textOrNullOf } from "./journal-database.ts";

export type Purpose = FactData<"opening.intended">["purpose"];

/**
 * `intended`: the pulse may or may not have been sent. `pulsed`: it was sent, the door has not moved
 * yet. `open`: the door was seen open. `closed`: it was seen closed again, what follows is not
 * recorded yet.
 */
export type OpeningStage = "intended" | "pulsed" | "open" | "closed";

export type KeptOpening = {
  readonly openingId: string;
  readonly compartmentId: string;
  readonly purpose: Purpose;
  readonly visitId: string | null;
  readonly grantId: string | null;
  readonly commandId: string | null;
  readonly stayId: string | null;
  readonly stage: OpeningStage;
  readonly intendedAt: string;
  readonly openedAt: string | null;
};

export type Openings = {
  begin(opening: Omit<KeptOpening, "stage" | "openedAt">): void;
  reach(openingId: string, stage: OpeningStage, at: Temporal.Instant): void;
  /** Takes the stay from the opening: closing its door proves no removal, also after a restart. */
  dispute(openingId: string): void;
  finish(openingId: string): void;
  unfinished(): readonly KeptOpening[];
};

export function createOpenings(database: JournalDatabase): Openings {
  return {
    begin(opening) {
      database.run(
        `INSERT INTO openings
         (opening_id, compartment_id, purpose, visit_id, grant_id, command_id, stay_id, stage, intended_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, 'intended', ?)`,
        opening.openingId,
        opening.compartmentId,
        opening.purpose,
        opening.visitId,
        opening.grantId,
        opening.commandId,
        opening.stayId,
        opening.intendedAt,
      );
    },
    reach(openingId, stage, at) {
      database.run(
        "UPDATE openings SET stage = ?, opened_at = coalesce(opened_at, ?) WHERE opening_id = ?",
        stage,
        stage === "open" ? at.toString() : null,
        openingId,
      );
    },
    dispute(openingId) {
      database.run("UPDATE openings SET stay_id = NULL WHERE opening_id = ?", openingId);
    },
    finish(openingId) {
      database.run("DELETE FROM openings WHERE opening_id = ?", openingId);
    },
    unfinished: () =>
      database.rows("SELECT * FROM openings ORDER BY intended_at, opening_id").map(rowToOpening),
  };
}

function rowToOpening(row: SqlRow): KeptOpening {
  return {
    openingId: textOf(row, "opening_id"),
    compartmentId: textOf(row, "compartment_id"),
    purpose: textOf(row, "purpose") as Purpose,
    visitId: textOrNullOf(row, "visit_id"),
    grantId: textOrNullOf(row, "grant_id"),
    commandId: textOrNullOf(row, "command_id"),
    stayId: textOrNullOf(row, "stay_id"),
    stage: textOf(row, "stage") as OpeningStage,
    intendedAt: textOf(row, "intended_at"),
    openedAt: textOrNullOf(row, "opened_at"),
  };
}
