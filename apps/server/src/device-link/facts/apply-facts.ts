import { unreachable } from "@pigeonhole/domain/unreachable";
import type { Deps } from "../../deps.ts";
import { queueNotices } from "../../notices/queue-notices.ts";
import { storeParcelChanges } from "../../parcels/store-parcels.ts";
import type { Tx } from "../../platform/postgres/database.ts";
import { queueWebhooks } from "../../webhooks/queue-webhooks.ts";
import { type AcceptedFact, type ChainMismatch, journalKey } from "./accept-facts.ts";
import {
  type ConditionChange,
  conditionChange,
  storeConditions,
} from "./compartment-conditions.ts";
import { type Fold, foldParcelFact, note } from "./fold-parcel-facts.ts";
import { type NewIncident, raiseIncidents, resolveSilentBoards } from "./raise-incidents.ts";
import { type MeaningfulFact, readFacts, sourceOf } from "./read-facts.ts";
import { loadSituation } from "./situation.ts";

export type FactBatch = {
  readonly now: Temporal.Instant;
  readonly facts: readonly AcceptedFact[];
  readonly mismatches: readonly ChainMismatch[];
};

export type ApplyDeps = Pick<Deps, "randomBytes" | "publicUrl" | "now">;

/**
 * What new facts mean to the cloud. The facts of all lockers of the batch are folded in memory, in
 * their order, over what was believed, and written set by set: the number of statements does not
 * depend on the number of facts. Facts of unknown types are kept and mean nothing yet.
 */
export async function applyFacts(tx: Tx, deps: ApplyDeps, batch: FactBatch): Promise<void> {
  const { meaningful, misshapen } = readFacts(batch.facts, batch.now);
  const incidents = [
    ...batch.mismatches.map((fact) => mismatchIncident(fact, batch.now)),
    ...misshapen.map((fact) => incidentOf(fact, batch.now, "fact_misshapen")),
  ];
  if (meaningful.length > 0) {
    const outcome = await foldFacts(tx, meaningful, { now: batch.now, incidents });
    await storeParcelChanges(tx, deps, outcome.changes);
    await storeConditions(tx, outcome.conditions);
    await tellOfDisputes(tx, deps, outcome);
    await resolveSilentBoards(tx, outcome.boardsAnswered, batch.now);
  }
  await raiseIncidents(tx, deps, incidents);
}

type Outcome = Fold & {
  readonly conditions: ConditionChange[];
  readonly disputes: Extract<MeaningfulFact, { type: "pickup.disputed" }>[];
  readonly boardsAnswered: Extract<MeaningfulFact, { type: "board.answered" }>[];
};

async function foldFacts(
  tx: Tx,
  facts: readonly MeaningfulFact[],
  { now, incidents }: { readonly now: Temporal.Instant; readonly incidents: NewIncident[] },
): Promise<Outcome> {
  const situation = await loadSituation(tx, facts, now);
  const outcome: Outcome = {
    situation,
    now,
    incidents,
    changes: [],
    conditions: [],
    disputes: [],
    boardsAnswered: [],
  };
  for (const fact of facts) foldFact(outcome, fact);
  return outcome;
}

function foldFact(outcome: Outcome, fact: MeaningfulFact): void {
  switch (fact.type) {
    case "deposit.confirmed":
    case "pickup.confirmed":
    case "collection.confirmed":
      foldParcelFact(outcome, fact);
      break;
    case "pickup.disputed":
      outcome.disputes.push(fact);
      foldParcelFact(outcome, fact);
      break;
    case "compartment.needs_check":
    case "door.forced":
      foldCompartmentFact(outcome, fact);
      break;
    case "board.answered":
      outcome.boardsAnswered.push(fact);
      break;
    case "deposit.refused":
      if (isBrokenPromise(fact.data.reason)) noteTrouble(outcome, fact);
      break;
    case "opening.settled":
      if (fact.data.outcome === "unknown") noteTrouble(outcome, fact);
      break;
    case "board.silent":
    case "access.alarm":
    case "journal.quarantined":
      noteTrouble(outcome, fact);
      break;
    default:
      unreachable(fact);
  }
}

function foldCompartmentFact(
  outcome: Outcome,
  fact: Extract<MeaningfulFact, { type: "compartment.needs_check" | "door.forced" }>,
): void {
  const { compartmentId } = fact.data;
  const known = outcome.situation.compartments.get(compartmentId);
  const parcelId = outcome.situation.occupants.get(compartmentId) ?? null;
  if (known === undefined || known.lockerId !== fact.lockerId) {
    note(outcome, fact, { kind: "foreign_compartment", compartmentId });
    return;
  }
  const kind = fact.type === "door.forced" ? "door_forced" : "compartment_needs_check";
  note(outcome, fact, { kind, compartmentId, parcelId });
  const change = conditionChange(fact, known.condition);
  outcome.situation.compartments.set(compartmentId, { ...known, condition: change.condition });
  outcome.conditions.push(change);
}

/** The network had promised room; that the courier could not use it must be looked into. */
function isBrokenPromise(reason: string): boolean {
  return reason === "full" || reason === "does_not_fit" || reason === "nothing_low_enough";
}

function noteTrouble(outcome: Outcome, fact: MeaningfulFact): void {
  const { parcelId } = fact.data as { readonly parcelId?: string | null };
  note(outcome, fact, { kind: fact.type.replace(".", "_"), parcelId: parcelId ?? null });
}

/** “Empty” already counts as an exception of the parcel; “not mine” must be told here. */
async function tellOfDisputes(tx: Tx, deps: ApplyDeps, outcome: Outcome): Promise<void> {
  const known = outcome.disputes.flatMap((fact) => {
    const parcel = outcome.situation.parcels.get(fact.data.parcelId);
    return parcel === undefined ? [] : [{ fact, parcel }];
  });
  await queueNotices(
    tx,
    deps,
    known.map(({ fact, parcel }) => ({
      parcelId: parcel.parcelId,
      kind: "problem_noted",
      source: fact.source,
    })),
  );
  await queueWebhooks(
    tx,
    deps,
    known
      .filter(({ fact }) => fact.data.complaint === "not_mine")
      .map(({ fact, parcel }) => ({
        shopId: parcel.shopId,
        parcelId: parcel.parcelId,
        eventType: "parcel.exception",
        at: fact.at,
      })),
  );
}

function mismatchIncident(fact: ChainMismatch, now: Temporal.Instant): NewIncident {
  const incident = incidentOf(fact, now, "journal_mismatch");
  return { ...incident, evidence: { ...incident.evidence, problem: fact.problem } };
}

function incidentOf(fact: AcceptedFact, now: Temporal.Instant, kind: string): NewIncident {
  return {
    lockerId: fact.lockerId,
    kind,
    at: Temporal.Instant.from(fact.at),
    recordedAt: now,
    compartmentId: null,
    parcelId: null,
    evidence: { journal: journalKey(fact), seq: fact.seq, type: fact.type },
    source: sourceOf(fact),
  };
}
