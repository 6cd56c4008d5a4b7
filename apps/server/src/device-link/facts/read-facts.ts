import {
  type FactContent,
  type FactType,
  readFactContent,
} from "@pigeonhole/contract/device/facts";
import type { AcceptedFact } from "./accept-facts.ts";

/** Types that mean something to the cloud; the others are kept as history. */
const meaningfulTypes = [
  "opening.settled",
  "door.forced",
  "deposit.confirmed",
  "deposit.refused",
  "pickup.confirmed",
  "pickup.disputed",
  "collection.confirmed",
  "compartment.needs_check",
  "access.alarm",
  "board.silent",
  "board.answered",
  "journal.quarantined",
] as const satisfies readonly FactType[];

type MeaningfulContent = Extract<FactContent, { type: (typeof meaningfulTypes)[number] }>;

export type MeaningfulFact = MeaningfulContent & {
  readonly lockerId: string;
  readonly at: Temporal.Instant;
  /** Names this one fact, so that what it causes is caused once. */
  readonly source: string;
};

export type ReadFacts = {
  readonly meaningful: readonly MeaningfulFact[];
  /** Of a known type, but not of its shape. */
  readonly misshapen: readonly AcceptedFact[];
};

/** A kiosk's clock may run ahead by this much; what lies further ahead happened now. */
const aheadMaxMinutes = 5;

export function readFacts(facts: readonly AcceptedFact[], now: Temporal.Instant): ReadFacts {
  const meaningful: MeaningfulFact[] = [];
  const misshapen: AcceptedFact[] = [];
  for (const fact of facts) {
    if (!isMeaningful(fact.type)) continue;
    const content = readFactContent(fact) as MeaningfulContent | null;
    if (content === null) {
      misshapen.push(fact);
      continue;
    }
    meaningful.push({
      ...content,
      lockerId: fact.lockerId,
      at: believableTime(fact.at, now),
      source: sourceOf(fact),
    });
  }
  return { meaningful, misshapen };
}

function isMeaningful(type: string): boolean {
  return (meaningfulTypes as readonly string[]).includes(type);
}

export function sourceOf(fact: Pick<AcceptedFact, "lockerId" | "epoch" | "seq">): string {
  return `fact:${fact.lockerId}:${fact.epoch}:${fact.seq}`;
}

/** A deadline computed from a time in the future would keep a door occupied for as long. */
function believableTime(text: string, now: Temporal.Instant): Temporal.Instant {
  const at = Temporal.Instant.from(text);
  const latest = now.add({ minutes: aheadMaxMinutes });
  return Temporal.Instant.compare(at, latest) > 0 ? now : at;
}
