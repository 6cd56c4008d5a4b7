import type { Deps } from "../../deps.ts";
import { acceptFacts, emptyHead, type JournalFacts, journalKey } from "./accept-facts.ts";
import { lockHeads, storeFacts } from "./fact-store.ts";
import { raiseIncidents } from "./raise-incidents.ts";

/** The type under which a fact is kept that the database or the rules could not take. */
export const unreadableFactType = "unreadable";

/**
 * Keeps one fact as base64 of its JSON text, which any database takes, and tells an operator.
 * Sequence number and hash stay as sent, so that the journal's chain goes on.
 */
export async function storeUnreadable(
  deps: Pick<Deps, "database" | "now" | "randomBytes">,
  region: string,
  failed: { readonly journal: JournalFacts; readonly error: unknown },
): Promise<Map<string, number>> {
  const { journal, error } = failed;
  const now = deps.now();
  return deps.database.region(region, async (tx) => {
    const heads = await lockHeads(tx, [journal], now);
    const head = heads.get(journalKey(journal)) ?? emptyHead(journal);
    const { accepted, head: moved } = acceptFacts(head, journal.facts);
    const facts = accepted.map((fact) => ({
      ...fact,
      at: now.toString(),
      type: unreadableFactType,
      data: { base64: Buffer.from(JSON.stringify(fact), "utf8").toString("base64") },
    }));
    if (facts.length > 0) await storeFacts(tx, facts, [moved], now);
    await raiseIncidents(
      tx,
      deps,
      facts.map((fact) => ({
        lockerId: fact.lockerId,
        kind: "fact_unreadable",
        at: now,
        recordedAt: now,
        compartmentId: null,
        parcelId: null,
        evidence: { seq: fact.seq, problem: problemOf(error) },
        source: `fact:${journalKey(fact)}/${fact.seq}`,
      })),
    );
    return new Map([[journalKey(journal), moved.seq]]);
  });
}

/** Database messages may quote the fact's contents, so only the kind of trouble is kept. */
function problemOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  return "code" in error ? `${error.name} ${String(error.code)}` : error.name;
}
