// The facts and the outbox. A fact is in the outbox until the cloud's database has it.
import {
  type FactContent,
  type FactEnvelope,
  firstFactHash,
} from "@pigeonhole/contract/device/facts";
import { type ChainEnd, type ChainFault, chainFact, findChainFault } from "./fact-chain.ts";
import { type JournalDatabase, numberOf, type SqlRow, textOf } from "./journal-database.ts";
import type { KeptValues } from "./kept-values.ts";

export type FactLog = {
  /** Appends; outside a transaction it is one of its own. */
  record(content: FactContent, at: Temporal.Instant): FactEnvelope;
  lastSeq(): number;
  ackedSeq(): number;
  /** Takes facts out of the outbox; only a rising `seq` that exists changes anything. */
  acknowledge(seq: number): void;
  after(seq: number, limit: number): readonly FactEnvelope[];
  /** Forgets acknowledged facts but the newest `keep`. */
  prune(keep: number): void;
  findFault(): ChainFault | undefined;
};

const verifyBatch = 1_000;

export function createFactLog(database: JournalDatabase, kept: KeptValues): FactLog {
  let end = readEnd(database);
  let acked = Number(kept.read("acked_seq") ?? 0);
  database.onRollback(() => {
    end = readEnd(database);
  });

  return {
    record(content, at) {
      return database.transact(() => {
        const fact = chainFact(end, content, at);
        database.run(
          "INSERT INTO facts (seq, at, type, data, hash) VALUES (?, ?, ?, ?, ?)",
          fact.seq,
          fact.at,
          fact.type,
          JSON.stringify(fact.data),
          fact.hash,
        );
        end = fact;
        return fact;
      });
    },
    lastSeq: () => end.seq,
    ackedSeq: () => acked,
    acknowledge(seq) {
      if (seq <= acked || seq > end.seq) return;
      database.transact(() => kept.write("acked_seq", String(seq)));
      acked = seq;
    },
    after: (seq, limit) => readAfter(database, seq, limit),
    prune(keep) {
      const before = Math.min(acked, end.seq - keep);
      if (before > 0)
        database.transact(() => database.run("DELETE FROM facts WHERE seq < ?", before));
    },
    findFault: () => findFault(database, acked),
  };
}

function readEnd(database: JournalDatabase): ChainEnd {
  const row = database.row("SELECT seq, hash FROM facts ORDER BY seq DESC LIMIT 1");
  return row === undefined
    ? { seq: 0, hash: firstFactHash }
    : { seq: numberOf(row, "seq"), hash: textOf(row, "hash") };
}

// The last acknowledged fact is always kept, so the tail has something to hang on.
function findFault(database: JournalDatabase, acked: number): ChainFault | undefined {
  const start =
    acked === 0 ? { seq: 0, hash: firstFactHash } : readAfter(database, acked - 1, 1)[0];
  if (start === undefined || start.seq !== acked) return { type: "gap", seq: acked };
  let last: ChainEnd = start;
  for (;;) {
    const facts = readAfter(database, last.seq, verifyBatch);
    const fault = findChainFault(last, facts);
    const newest = facts.at(-1);
    if (fault !== undefined || newest === undefined) return fault;
    last = newest;
  }
}

function readAfter(database: JournalDatabase, seq: number, limit: number): FactEnvelope[] {
  return database
    .rows(
      "SELECT seq, at, type, data, hash FROM facts WHERE seq > ? ORDER BY seq LIMIT ?",
      seq,
      limit,
    )
    .map(rowToFact);
}

function rowToFact(row: SqlRow): FactEnvelope {
  return {
    seq: numberOf(row, "seq"),
    at: textOf(row, "at"),
    type: textOf(row, "type"),
    data: JSON.parse(textOf(row, "data")) as Record<string, unknown>,
    hash: textOf(row, "hash"),
  };
}
