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
