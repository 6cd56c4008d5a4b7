import { regionOf } from "@pigeonhole/domain/ids";
import type { Result } from "@pigeonhole/domain/result";
import { ok } from "@pigeonhole/domain/result";
import type { Deps } from "../deps.ts";
import { raiseIncidents } from "../device-link/facts/raise-incidents.ts";
import { queueNotices } from "../notices/queue-notices.ts";
import type { StoredParcel } from "../parcels/stored-parcel.ts";
import type { Refusal } from "../platform/http/refusals.ts";
import { refuse } from "../platform/http/refusals.ts";
import { newId } from "../platform/new-id.ts";
import type { Tx } from "../platform/postgres/database.ts";
import { retryOnConflict } from "../platform/postgres/retry-on-conflict.ts";
import { toInstant } from "../platform/postgres/row-values.ts";
import type { LinkDeps } from "./load-by-link.ts";
import { withLink } from "./load-by-link.ts";
import { whatHappensNext } from "./what-happens-next.ts";

export type ProblemKind =
  | "door_did_not_open"
  | "empty"
  | "not_mine"
  | "damaged"
  | "unreachable"
  | "other";
export type ReportedProblem = {
  readonly kind: ProblemKind;
  readonly note?: string | undefined;
};
export type ProblemAnswer = { readonly reference: string; readonly whatHappensNext: string };

type ReportDeps = LinkDeps & Pick<Deps, "now" | "randomBytes">;

/** Whoever has the link may flood neither the operator nor the recipient's mail account. */
const problemsPerParcelMax = 5;
/** Said again within this time it is the same problem, not another one. */
const sameProblemMinutes = 60;

/** Somebody at the door says that something is wrong: an incident, and a mail that says we know. */
export async function reportProblem(
  deps: ReportDeps,
  token: string,
  problem: ReportedProblem,
): Promise<Result<ProblemAnswer, Refusal>> {
  const answer = await retryOnConflict(() =>
    withLink(deps, { token, lock: true }, (tx, parcel) =>
      takeReport(tx, deps, { parcel, problem }),
    ),
  );
  return answer ?? refuse("link_unknown");
}

type Report = { readonly parcel: StoredParcel; readonly problem: ReportedProblem };

async function takeReport(
  tx: Tx,
  deps: ReportDeps,
  { parcel, problem }: Report,
): Promise<Result<ProblemAnswer, Refusal>> {
  const open = await readOpenReports(tx, parcel);
  const since = deps.now().subtract({ minutes: sameProblemMinutes });
  const same = open.find(
    ({ kind, at }) =>
      kind === `reported_${problem.kind}` && Temporal.Instant.compare(toInstant(at), since) > 0,
  );
  if (same === undefined && open.length >= problemsPerParcelMax) return refuse("rate_limited");
  const source = same?.source ?? (await raiseReport(tx, deps, { parcel, problem }));
  const reference = source.slice(-8).toUpperCase();
  return ok({ reference, whatHappensNext: whatHappensNext(parcel.language, problem.kind) });
}

type OpenReport = { readonly kind: string; readonly at: string; readonly source: string };

function readOpenReports(tx: Tx, parcel: StoredParcel): Promise<OpenReport[]> {
  return tx.query<OpenReport>(
    `select kind, at, source from incidents
      where locker_id = $1 and parcel_id = $2 and resolved_at is null
        and starts_with(kind, 'reported_')`,
    [parcel.lockerId, parcel.parcelId],
  );
}

async function raiseReport(tx: Tx, deps: ReportDeps, { parcel, problem }: Report): Promise<string> {
  const source = newId(deps, "evt", regionOf(parcel.parcelId));
  const at = deps.now();
  await raiseIncidents(tx, deps, [
    {
      lockerId: parcel.lockerId,
      kind: `reported_${problem.kind}`,
      at,
      recordedAt: at,
      compartmentId: compartmentOf(parcel),
      parcelId: parcel.parcelId,
      evidence: { note: problem.note ?? null, parcelState: parcel.state },
      source,
    },
  ]);
  await queueNotices(tx, deps, [{ parcelId: parcel.parcelId, kind: "problem_noted", source }]);
  return source;
}

function compartmentOf(parcel: StoredParcel): string | null {
  return parcel.place.type === "compartment" ? parcel.place.compartmentId : null;
}
