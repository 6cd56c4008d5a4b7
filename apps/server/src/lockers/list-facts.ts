import type { FactView } from "@pigeonhole/contract/http/sites";
import type { Result } from "@pigeonhole/domain/result";
import { ok } from "@pigeonhole/domain/result";
import { readCursor, writeCursor } from "../platform/http/cursor.ts";
import type { Refusal } from "../platform/http/refusals.ts";
import { refuse } from "../platform/http/refusals.ts";
import { toInstant } from "../platform/postgres/row-values.ts";
import type { LockerDeps } from "./get-locker.ts";
import { inRegionOf } from "./get-locker.ts";

type FactRow = {
  readonly epoch: string;
  readonly seq: number;
  readonly at: string;
  readonly received_at: string;
  readonly type: string;
  readonly data: Record<string, unknown>;
};
type Page = { facts: FactView[]; nextCursor: string | null };

/** What happened at a locker, newest first; a journal that was begun anew follows the older ones. */
export async function listFacts(
  deps: LockerDeps,
  lockerId: string,
  query: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Result<Page, Refusal>> {
  const after = readCursor(query.cursor, 3);
  if (!after.ok) return after;
  const page = await inRegionOf(deps, lockerId, async (tx) => {
    const known = await tx.query("select 1 from network.lockers where id = $1", [lockerId]);
    if (known.length === 0) return undefined;
    return tx.query<FactRow>(
      `select f.epoch, f.seq, f.at, f.received_at, f.type, f.data
         from facts f
        where f.locker_id = $1
          and ($2::timestamptz is null
               or (f.received_at, f.epoch, f.seq) < ($2::timestamptz, $3::uuid, $4::bigint))
        order by f.received_at desc, f.epoch desc, f.seq desc
        limit $5`,
      [
        lockerId,
        after.value?.[0] ?? null,
        after.value?.[1] ?? null,
        after.value?.[2] ?? null,
        query.limit + 1,
      ],
    );
  });
  if (page === undefined) return refuse("locker_unknown");
  const shown = page.slice(0, query.limit);
  const last = shown.at(-1);
  const more = page.length > shown.length && last !== undefined;
  return ok({
    facts: shown.map(rowToFact),
    nextCursor: more ? writeCursor([last.received_at, last.epoch, String(last.seq)]) : null,
  });
}

function rowToFact(row: FactRow): FactView {
  return {
    seq: row.seq,
    at: toInstant(row.at).toString(),
    receivedAt: toInstant(row.received_at).toString(),
    type: row.type,
    data: row.data,
  };
}
