// Carries effects into the journal. What happened has happened: while the disk is full it waits in
// memory, in its place in line and with its time, and nothing new is opened until it is written.
import type { FactContent } from "@pigeonhole/contract/device/facts";
import type { Journal } from "../journal/journal.ts";
import { JournalWriteError } from "../journal/journal-failure.ts";
import type { KioskLog } from "../platform/logs.ts";
import type { WallEffect } from "./door-transition.ts";

export type EffectWriter = {
  write(effects: readonly WallEffect[]): void;
  /** True when something that happened could not be written yet. */
  hasUnwritten(): boolean;
};

type DatedEffect = { readonly effect: WallEffect; readonly at: Temporal.Instant };

/** Effects that wait in memory while the disk is full; years of them fit, so more is a defect. */
const unwrittenMax = 5_000;

export function createEffectWriter(deps: {
  readonly journal: Journal;
  readonly now: () => Temporal.Instant;
  readonly log: KioskLog;
}): EffectWriter {
  const { journal, log } = deps;
  let unwritten: readonly DatedEffect[] = [];
  return {
    write(effects) {
      const at = deps.now();
      const pending = [...unwritten, ...effects.map((effect) => ({ effect, at }))];
      if (pending.length === 0) return;
      try {
        journal.transact(() => {
          for (const dated of pending) applyEffect(journal, dated);
        });
        unwritten = [];
      } catch (error) {
        if (!(error instanceof JournalWriteError)) throw error;
        const lost = pending.length - unwrittenMax;
        if (lost > 0) log.error({ lost }, "the disk was full for so long that facts are lost");
        unwritten = pending.slice(0, unwrittenMax);
      }
    },
    hasUnwritten: () => unwritten.length > 0,
  };
}

function applyEffect(journal: Journal, dated: DatedEffect): void {
  const { effect, at } = dated;
  switch (effect.type) {
    case "record":
      journal.facts.record(effect.fact, at);
      return;
    case "reach":
      journal.openings.reach(effect.openingId, effect.stage, at);
      return;
    case "finish":
      journal.openings.finish(effect.openingId);
      return;
    case "doubt":
      doubtCompartment(journal, effect, at);
      return;
    case "tell":
      return;
  }
}

export type Doubt = Omit<Extract<WallEffect, { type: "doubt" }>, "type">;

/** Takes a compartment out of use and says so once. */
export function doubtCompartment(journal: Journal, doubt: Doubt, at: Temporal.Instant): void {
  const { compartmentId, reason, visitId } = doubt;
  if (journal.conditions.of(compartmentId) !== "usable") return;
  journal.conditions.set(compartmentId, "needs-check", reason);
  const fact = { type: "compartment.needs_check", data: { compartmentId, reason, visitId } };
  journal.facts.record(fact as FactContent, at);
}
