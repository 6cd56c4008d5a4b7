// The chain that shows a gap, an edit or a repetition among the facts of one journal.
import { createHash } from "node:crypto";
import {
  type FactContent,
  type FactEnvelope,
  factDataBytesMax,
  factHashText,
} from "@pigeonhole/contract/device/facts";

export type ChainEnd = { readonly seq: number; readonly hash: string };

/** What is wrong with a chain, and at which fact. */
export type ChainFault =
  | { readonly type: "gap"; readonly seq: number }
  | { readonly type: "wrong_hash"; readonly seq: number };

/** The next fact of the chain. Throws when a fact is larger than every reader accepts. */
export function chainFact(end: ChainEnd, content: FactContent, at: Temporal.Instant): FactEnvelope {
  const unchained = {
    seq: end.seq + 1,
    at: at.round("millisecond").toString(),
    type: content.type,
    data: content.data as Record<string, unknown>,
  };
  const size = Buffer.byteLength(JSON.stringify(unchained.data));
  if (size > factDataBytesMax) throw new RangeError(`a fact ${content.type} of ${size} bytes`);
  return { ...unchained, hash: hashOf(end.hash, unchained) };
}

/** Undefined when every fact follows from the one before, beginning after `end`. */
export function findChainFault(
  end: ChainEnd,
  facts: Iterable<FactEnvelope>,
): ChainFault | undefined {
  let last = end;
  for (const fact of facts) {
    if (fact.seq !== last.seq + 1) return { type: "gap", seq: fact.seq };
    if (fact.hash !== hashOf(last.hash, fact)) return { type: "wrong_hash", seq: fact.seq };
    last = fact;
  }
  return undefined;
}

function hashOf(
  previousHash: string,
  fact: Pick<FactEnvelope, "seq" | "at" | "type" | "data">,
): string {
  return createHash("sha256").update(factHashText(previousHash, fact)).digest("hex");
}
