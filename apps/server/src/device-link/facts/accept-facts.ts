import { hash } from "node:crypto";
import { type FactEnvelope, factHashText, firstFactHash } from "@pigeonhole/contract/device/facts";

/**
 * Which facts of a frame are new, in order and without a gap. Pure: heads and facts in, decisions
 * out. What came before is acknowledged again, what comes after a gap is left for the kiosk to send
 * once more, and a broken chain is noted but never a reason to refuse what happened.
 */
export type Journal = { readonly lockerId: string; readonly epoch: string };
export type JournalFacts = Journal & { readonly facts: readonly FactEnvelope[] };
/** How far a journal is in the database; `hash` is lower-case hex. */
export type FactHead = Journal & { readonly seq: number; readonly hash: string };
export type AcceptedFact = Journal & FactEnvelope;

export type Acceptance = {
  readonly accepted: readonly AcceptedFact[];
  readonly head: FactHead;
  readonly mismatches: readonly ChainMismatch[];
  readonly repeated: number;
  readonly afterGap: number;
};

/** A fact whose hash does not follow from the fact before, or that differs from one we keep. */
export type ChainMismatch = AcceptedFact & { readonly problem: "broken_chain" | "other_fact" };

export function emptyHead(journal: Journal): FactHead {
  const { lockerId, epoch } = journal;
  return { lockerId, epoch, seq: 0, hash: firstFactHash };
}

export function journalKey(journal: Journal): string {
  return `${journal.lockerId}/${journal.epoch}`;
}

export function acceptFacts(head: FactHead, facts: readonly FactEnvelope[]): Acceptance {
  const accepted: AcceptedFact[] = [];
  const mismatches: ChainMismatch[] = [];
  const { lockerId, epoch } = head;
  let { seq, hash: lastHash } = head;
  let repeated = 0;
  let afterGap = 0;
  for (const envelope of facts) {
    const fact = { lockerId, epoch, ...envelope };
    if (fact.seq <= seq) {
      repeated += 1;
      if (fact.seq === seq && fact.hash !== lastHash) {
        mismatches.push({ ...fact, problem: "other_fact" });
      }
      continue;
    }
    if (fact.seq !== seq + 1) {
      afterGap += 1;
      continue;
    }
    if (hash("sha256", factHashText(lastHash, fact)) !== fact.hash) {
      mismatches.push({ ...fact, problem: "broken_chain" });
    }
    accepted.push(fact);
    seq = fact.seq;
    lastHash = fact.hash;
  }
  return {
    accepted,
    mismatches,
    repeated,
    afterGap,
    head: { lockerId, epoch, seq, hash: lastHash },
  };
}

/** Frames of the same journal as one run of facts, in the order in which they came. */
export function byJournal(frames: readonly JournalFacts[]): JournalFacts[] {
  const merged = new Map<string, { readonly first: JournalFacts; facts: FactEnvelope[] }>();
  for (const frame of frames) {
    const key = journalKey(frame);
    const known = merged.get(key);
    if (known === undefined) merged.set(key, { first: frame, facts: [...frame.facts] });
    else known.facts.push(...frame.facts);
  }
  return [...merged.values()].map(({ first, facts }) => ({
    lockerId: first.lockerId,
    epoch: first.epoch,
    facts,
  }));
}
