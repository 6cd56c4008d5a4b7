// When a visit ends by itself. Nothing a person has done is undone by that.
import type { KioskPolicies } from "@pigeonhole/contract/device/config";
import { leaveDeposit } from "./deposit.ts";
import { type Desk, endVisit } from "./desk.ts";
import type { Visit } from "./visit.ts";

export type VisitLimit = { readonly endsAtMs: number; readonly warnAtMs: number };

export function visitLimit(visit: Visit, policies: KioskPolicies): VisitLimit {
  const idleMs = policies.visitIdleSeconds * 1_000;
  const { step } = visit;
  // Thanks are not waited for longer than “open again” is offered.
  const thanksMs = Math.max(policies.reopenSeconds, policies.visitWarnSeconds) * 1_000;
  const endsAtMs = visit.touchedAtMs + (step.step === "pickup_done" ? thanksMs : idleMs);
  return { endsAtMs, warnAtMs: endsAtMs - policies.visitWarnSeconds * 1_000 };
}

/** How long the idle screen goes on telling why the last code did not work. */
export const refusalShownMs = 15_000;

/** The next person is not greeted with what the one before did wrong. */
export function forgetOldRefusal(desk: Desk): void {
  const { visit, refusal } = desk.state;
  if (visit !== null || refusal === null) return;
  if (desk.nowMs() - desk.refusedAtMs < refusalShownMs) return;
  desk.state = { visit, refusal: null };
  desk.changed();
}

/** Ends the visit when its time is over. */
export function endOverdueVisit(desk: Desk): void {
  const { visit } = desk.state;
  if (visit === null || desk.nowMs() < visitLimit(visit, desk.config().policies).endsAtMs) return;
  const { step } = visit.step;
  if (step === "pickup_done" || step === "problem_noted") {
    endVisit(desk, "completed");
    return;
  }
  if (visit.kind === "deposit") {
    leaveDeposit(desk, visit, "timed_out");
    return;
  }
  endVisit(desk, "timed_out");
}
