import type { TimelineEntry } from "@pigeonhole/contract/http/parcels";
import type { Tx } from "../platform/postgres/database.ts";
import { toInstant } from "../platform/postgres/row-values.ts";

type EventRow = {
  readonly at: string;
  readonly type: string;
  readonly state: string;
  readonly place: string | null;
  readonly kind: string | null;
};

/** Entries people are shown at most; the oldest ones go first. */
const entriesMax = 200;

/** What happened to a parcel, in the order in which it happened. Scans stand by their own kind. */
export async function loadTimeline(tx: Tx, parcelId: string): Promise<TimelineEntry[]> {
  const rows = await tx.query<EventRow>(
    `select at, type, state, place, data ->> 'kind' as kind from parcel_events
      where parcel_id = $1 order by at desc, id desc limit ${entriesMax}`,
    [parcelId],
  );
  return rows.toReversed().map((row) => ({
    at: toInstant(row.at).toString(),
    kind: row.type === "carrier_scanned" ? (row.kind ?? row.type) : row.type,
    state: row.state as TimelineEntry["state"],
    place: row.place,
  }));
}
