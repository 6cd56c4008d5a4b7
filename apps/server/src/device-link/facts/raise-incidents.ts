import type { LockerId } from "@pigeonhole/domain/ids";
import { regionOf } from "@pigeonhole/domain/ids";
import type { Deps } from "../../deps.ts";
import { newId } from "../../platform/new-id.ts";
import type { Tx } from "../../platform/postgres/database.ts";

/** Facts and wishes disagree, or something is wrong at a locker. */
export type NewIncident = {
  readonly lockerId: string;
  readonly kind: string;
  readonly at: Temporal.Instant;
  readonly recordedAt: Temporal.Instant;
  readonly compartmentId: string | null;
  readonly parcelId: string | null;
  readonly evidence: Readonly<Record<string, unknown>>;
  /** What raised it; the same source raises the same kind once. */
  readonly source: string;
};

export async function raiseIncidents(
  tx: Tx,
  deps: Pick<Deps, "randomBytes">,
  incidents: readonly NewIncident[],
): Promise<void> {
  if (incidents.length === 0) return;
  const rows = incidents.map(({ at, recordedAt, ...incident }) => ({
    ...incident,
    id: newId(deps, "inc", regionOf(incident.lockerId as LockerId)),
    at: at.toString(),
    recordedAt: recordedAt.toString(),
  }));
  await tx.query(
    `insert into incidents
       (id, locker_id, kind, at, recorded_at, compartment_id, parcel_id, evidence, source)
     select id, "lockerId", kind, at, "recordedAt", "compartmentId", "parcelId", evidence, source
       from json_to_recordset($1::json) as incident (
         id text, "lockerId" text, kind text, at timestamptz, "recordedAt" timestamptz,
         "compartmentId" text, "parcelId" text, evidence jsonb, source text)
     on conflict (source, kind) do nothing`,
    [JSON.stringify(rows)],
  );
}

/** A lock board that answers again is no trouble any more. */
export async function resolveSilentBoards(
  tx: Tx,
  answers: readonly {
    readonly lockerId: string;
    readonly data: { readonly bus: string; readonly board: number };
  }[],
  now: Temporal.Instant,
): Promise<void> {
  if (answers.length === 0) return;
  await tx.query(
    `update incidents i set resolved_at = $4
       from unnest($1::text[], $2::text[], $3::int[]) as n (locker_id, bus, board)
      where i.locker_id = n.locker_id and i.kind = 'board_silent' and i.resolved_at is null
        and i.evidence ->> 'bus' = n.bus and (i.evidence ->> 'board')::int = n.board`,
    [
      answers.map((answer) => answer.lockerId),
      answers.map((answer) => answer.data.bus),
      answers.map((answer) => answer.data.board),
      now.toString(),
    ],
  );
}
