import { regionOf } from "@pigeonhole/domain/ids";
import type { Deps } from "../deps.ts";
import { raiseIncidents } from "../device-link/facts/raise-incidents.ts";
import { queueNotices } from "../notices/queue-notices.ts";
import type { StoredParcel } from "../parcels/stored-parcel.ts";
import { newId } from "../platform/new-id.ts";
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

/** Somebody at the door says that something is wrong: an incident, and a mail that says we know. */
export function reportProblem(
  deps: ReportDeps,
  token: string,
  problem: ReportedProblem,
): Promise<ProblemAnswer | undefined> {
  return withLink(deps, { token, lock: false }, async (tx, parcel) => {
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
    const reference = source.slice(-8).toUpperCase();
    return { reference, whatHappensNext: whatHappensNext(parcel.language, problem.kind) };
  });
}

function compartmentOf(parcel: StoredParcel): string | null {
  return parcel.place.type === "compartment" ? parcel.place.compartmentId : null;
}
