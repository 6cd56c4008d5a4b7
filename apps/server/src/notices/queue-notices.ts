import type { ParcelId } from "@pigeonhole/domain/ids";
import { regionOf } from "@pigeonhole/domain/ids";
import type { Deps } from "../deps.ts";
import { newId } from "../platform/new-id.ts";
import type { Tx } from "../platform/postgres/database.ts";

export type NoticeKind =
  | "available_for_pickup"
  | "reminder"
  | "overdue"
  | "collected"
  | "returned"
  | "cancelled"
  | "problem_noted";

export type NoticeItem = {
  readonly parcelId: string;
  readonly kind: NoticeKind;
  /** What caused it; the same kind with the same cause is told once. */
  readonly source: string;
};

/** Heard by the sender, so that a mail leaves at once and not at its next look. */
export const noticeChannel = "pigeonhole_notice";

/** Queues mails to recipients inside the transaction in which something happened. */
export async function queueNotices(
  tx: Tx,
  deps: Pick<Deps, "randomBytes" | "now">,
  items: readonly NoticeItem[],
): Promise<void> {
  if (items.length === 0) return;
  const rows = items.map((item) => ({
    id: newId(deps, "ntc", regionOf(item.parcelId as ParcelId)),
    parcel_id: item.parcelId,
    kind: item.kind,
    source: item.source,
  }));
  await tx.query(
    `insert into notices (id, parcel_id, kind, state, next_attempt_at, created_at, source)
     select id, parcel_id, kind, 'waiting', $2, $2, source
       from json_to_recordset($1::json) as n(id text, parcel_id text, kind text, source text)
     on conflict (parcel_id, kind, source) do nothing`,
    [JSON.stringify(rows), deps.now().toString()],
  );
  await tx.query("select pg_notify($1, '')", [noticeChannel]);
}
