import type { Deps } from "../../deps.ts";
import { DatabaseUnavailableError, type Tx } from "../../platform/postgres/database.ts";
import {
  type Acceptance,
  acceptFacts,
  byJournal,
  emptyHead,
  type JournalFacts,
  journalKey,
} from "./accept-facts.ts";
import { applyFacts } from "./apply-facts.ts";
import { lockHeads, storeFacts } from "./fact-store.ts";
import { storeUnreadable } from "./unreadable-fact.ts";

export type CommitDeps = Pick<
  Deps,
  "database" | "secrets" | "now" | "randomBytes" | "publicUrl" | "log"
> & {
  readonly counted: (
    kind: "stored" | "repeated" | "after_gap" | "unreadable",
    count: number,
  ) => void;
};

/** The acknowledged sequence number by journal. */
export type Acks = Map<string, number>;

/**
 * Commits the facts of many lockers in one transaction. When it breaks for what is in the facts, it
 * is halved until the fact that breaks it stands alone: that one is kept
 * as raw text with an incident, and all others go on.
 */
export async function commitFacts(
  deps: CommitDeps,
  region: string,
  frames: readonly JournalFacts[],
): Promise<Acks> {
  const journals = byJournal(frames);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await deps.database.region(region, (tx) => commitTogether(tx, deps, journals));
    } catch (error) {
      if (isUniqueViolation(error) && attempt < uniqueTriesMax) continue;
      if (!isOwnFault(error)) throw error;
      return commitHalves(deps, region, { journals, error });
    }
  }
}

/**
 * A row of the same key was committed between our look and our write; the next look sees it. One
 * that stays is the fact's own fault and must not hold up the facts of a whole region.
 */
const uniqueTriesMax = 3;

function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "23505";
}

/** SQLSTATE classes that speak of what was to be stored: data, constraints, limits of a statement. */
const ownFaultStates = /^(22|23|54)/;
/** SQLSTATE, or a socket's code. */
const codeOfDatabase = /^([0-9A-Z]{5}|E[A-Z]+)$/;

/**
 * Whether the fact itself cannot be taken. Whatever PostgreSQL or the network says otherwise (slow,
 * away, full, in each other's way, a schema that is being changed) may be different in a moment.
 */
function isOwnFault(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof DatabaseUnavailableError) return false;
  const code = "code" in error ? String(error.code) : "";
  if (!codeOfDatabase.test(code)) return true;
  return ownFaultStates.test(code);
}

async function commitHalves(
  deps: CommitDeps,
  region: string,
  failed: { readonly journals: readonly JournalFacts[]; readonly error: unknown },
): Promise<Acks> {
  const { journals, error } = failed;
  const [first] = journals;
  if (first === undefined) throw error;
  if (journals.length === 1 && first.facts.length === 1) {
    deps.log.error(
      { error, lockerId: first.lockerId, seq: first.facts[0]?.seq },
      "a fact could not be applied",
    );
    deps.counted("unreadable", 1);
    return storeUnreadable(deps, region, { journal: first, error });
  }
  const [before, after] = halves(journals);
  const acks = await commitFacts(deps, region, before);
  for (const [key, seq] of await commitFacts(deps, region, after)) acks.set(key, seq);
  return acks;
}

function halves(
  journals: readonly JournalFacts[],
): readonly [readonly JournalFacts[], readonly JournalFacts[]] {
  const [first] = journals;
  if (journals.length > 1 || first === undefined) {
    const middle = Math.ceil(journals.length / 2);
    return [journals.slice(0, middle), journals.slice(middle)];
  }
  const middle = Math.ceil(first.facts.length / 2);
  return [
    [{ ...first, facts: first.facts.slice(0, middle) }],
    [{ ...first, facts: first.facts.slice(middle) }],
  ];
}

async function commitTogether(
  tx: Tx,
  deps: CommitDeps,
  journals: readonly JournalFacts[],
): Promise<Acks> {
  const now = deps.now();
  const heads = await lockHeads(tx, journals, now);
  const acceptances = journals.map((journal) =>
    acceptFacts(heads.get(journalKey(journal)) ?? emptyHead(journal), journal.facts),
  );
  const accepted = acceptances.flatMap((one) => one.accepted);
  if (accepted.length > 0) {
    const moved = acceptances.filter((one) => one.accepted.length > 0).map((one) => one.head);
    await storeFacts(tx, accepted, moved, now);
  }
  const mismatches = acceptances.flatMap((one) => one.mismatches);
  await applyFacts(tx, deps, { now, facts: accepted, mismatches });
  countAll(deps, acceptances);
  return new Map(acceptances.map(({ head }) => [journalKey(head), head.seq]));
}

function countAll(deps: CommitDeps, acceptances: readonly Acceptance[]): void {
  const sum = (of: (one: Acceptance) => number) =>
    acceptances.reduce((total, one) => total + of(one), 0);
  deps.counted(
    "stored",
    sum((one) => one.accepted.length),
  );
  deps.counted(
    "repeated",
    sum((one) => one.repeated),
  );
  deps.counted(
    "after_gap",
    sum((one) => one.afterGap),
  );
}
