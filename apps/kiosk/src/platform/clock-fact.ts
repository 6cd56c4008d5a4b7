import type { Journal } from "../journal/journal.ts";
import type { ClockStep } from "./device-clock.ts";

export function recordClockStep(
  journal: Pick<Journal, "facts">,
  step: ClockStep,
  at: Temporal.Instant,
): void {
  const { from, to, accepted } = step;
  const data = { fromAt: from.toString(), toAt: to.toString(), accepted };
  journal.facts.record({ type: "clock.stepped", data }, at);
}
