import type { Tx } from "../../platform/postgres/database.ts";
import {
  type AcceptedFact,
  emptyHead,
  type FactHead,
  type Journal,
  journalKey,
} from "./accept-facts.ts";

/** A fact as it is kept; `data` is any JSON that jsonb takes. */
type StoredFact = Pick<AcceptedFact, "lockerId" | "epoch" | "seq" | "at" | "type" | "hash"> & {
  readonly data: unknown;
};

/**
 * Locks the heads of the journals, always in the same order, so that two processes that hold
 * facts of the same lockers wait for each other instead of deadlocking.
 */
export async function lockHeads(
  tx: Tx,
  journals: readonly Journal[],
  now: Temporal.Instant,
): Promise<Map<string, FactHead>> {
  const heads = await readHeads(tx, journals);
  const missing = journals.filter((journal) => !heads.has(journalKey(journal)));
  if (missing.length === 0) return heads;
  await insertHeads(tx, missing, now);
  return readHeads(tx, journals);
}

async function readHeads(tx: Tx, journals: readonly Journal[]): Promise<Map<string, FactHead>> {
  const rows = await tx.query<{ locker_id: string; epoch: string; seq: number; hash: string }>(
    `select h.locker_id, replace(h.epoch::text, '-', '') as epoch, h.seq,
            encode(h.hash, 'hex') as hash
       from fact_heads h
       join unnest($1::text[], $2::uuid[]) as wanted (locker_id, epoch) using (locker_id, epoch)
      order by h.locker_id, h.epoch
        for update of h`,
    columns(journals),
  );
  return new Map(
    rows.map(({ locker_id: lockerId, epoch, seq, hash }) => [
      journalKey({ lockerId, epoch }),
      { lockerId, epoch, seq, hash },
    ]),
  );
}

/** Makes the heads of journals that are heard of for the first time. */
export async function insertHeads(
  tx: Tx,
  journals: readonly Journal[],
  now: Temporal.Instant,
): Promise<void> {
  const [first] = journals;
  if (first === undefined) return;
  await tx.query(
    `insert into fact_heads (locker_id, epoch, seq, hash, began_at)
     select locker_id, epoch, 0, decode($3, 'hex'), $4::timestamptz
       from unnest($1::text[], $2::uuid[]) as wanted (locker_id, epoch)
      order by locker_id, epoch
     on conflict do nothing`,
    [...columns(journals), emptyHead(first).hash, now.toString()],
  );
}

/** How far each journal is known, without waiting for facts that are being committed. */
export async function readHeadSeqs(
  tx: Tx,
  journals: readonly Journal[],
): Promise<Map<string, number>> {
  const rows = await tx.query<{ locker_id: string; epoch: string; seq: number }>(
    `select h.locker_id, replace(h.epoch::text, '-', '') as epoch, h.seq
       from fact_heads h
       join unnest($1::text[], $2::uuid[]) as wanted (locker_id, epoch) using (locker_id, epoch)`,
    columns(journals),
  );
  return new Map(
    rows.map(({ locker_id: lockerId, epoch, seq }) => [journalKey({ lockerId, epoch }), seq]),
  );
}

function columns(journals: readonly Journal[]): [string[], string[]] {
  return [journals.map(({ lockerId }) => lockerId), journals.map(({ epoch }) => epoch)];
}

/**
 * Keeps the facts and moves the heads in one statement. The rows travel as one JSON text: cheaper
 * to write here and to read there than seven escaped array literals.
 */
export async function storeFacts(
  tx: Tx,
  facts: readonly StoredFact[],
  heads: readonly FactHead[],
  now: Temporal.Instant,
): Promise<void> {
  await tx.query(
    `with kept as (
       insert into facts (locker_id, epoch, seq, at, received_at, type, data, hash)
       select "lockerId", epoch, seq, at, $2::timestamptz, type, data, decode(hash, 'hex')
         from json_to_recordset($1::json) as fact (
           "lockerId" text, epoch uuid, seq bigint, at timestamptz, type text, data jsonb, hash text)
     )
     update fact_heads h set seq = moved.seq, hash = decode(moved.hash, 'hex')
       from unnest($3::text[], $4::uuid[], $5::bigint[], $6::text[])
            as moved (locker_id, epoch, seq, hash)
      where h.locker_id = moved.locker_id and h.epoch = moved.epoch`,
    [
      JSON.stringify(facts),
      now.toString(),
      ...columns(heads),
      heads.map(({ seq }) => seq),
      heads.map(({ hash }) => hash),
    ],
  );
}
