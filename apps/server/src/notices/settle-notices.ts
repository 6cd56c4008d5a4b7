import type { Deps } from "../deps.ts";
import { raiseIncidents } from "../device-link/facts/raise-incidents.ts";
import type { Tx } from "../platform/postgres/database.ts";
import type { ClaimedNotice } from "./claim-notices.ts";

/** Waits after a failed sending, in seconds; after the last one the notice has failed. */
export const noticeRetrySeconds = [10, 60, 300, 1_800, 7_200, 21_600] as const;

export type NoticeOutcome =
  | { readonly type: "sent" }
  | { readonly type: "not_needed" }
  | {
      readonly type: "refused";
      /** The mail host's answer will not change: no further try. */
      readonly isFinal: boolean;
      /** Kind of trouble without any address. */
      readonly reason: string;
    };

/** Notes what became of a claimed notice; one that failed for good raises an incident. */
export async function settleNotice(
  tx: Tx,
  deps: Pick<Deps, "now" | "randomBytes">,
  claimed: ClaimedNotice,
  outcome: NoticeOutcome,
): Promise<void> {
  const now = deps.now();
  if (outcome.type === "sent") {
    await tx.query(
      "update notices set state = 'sent', sent_at = $2, next_attempt_at = null, last_error = null where id = $1",
      [claimed.noticeId, now.toString()],
    );
    return;
  }
  const reason = outcome.type === "not_needed" ? "no longer true" : outcome.reason;
  const waitSeconds = outcome.type === "not_needed" ? undefined : retryWait(claimed, outcome);
  await tx.query(
    `update notices set state = $2, next_attempt_at = $3, last_error = $4 where id = $1`,
    [
      claimed.noticeId,
      waitSeconds === undefined ? "failed" : "waiting",
      waitSeconds === undefined ? null : now.add({ seconds: waitSeconds }).toString(),
      reason,
    ],
  );
  if (outcome.type === "refused" && waitSeconds === undefined) {
    await raiseIncidents(tx, deps, [failedIncident(claimed, reason, now)]);
  }
}

function retryWait(
  claimed: ClaimedNotice,
  outcome: Extract<NoticeOutcome, { type: "refused" }>,
): number | undefined {
  return outcome.isFinal ? undefined : noticeRetrySeconds[claimed.attempts - 1];
}

function failedIncident(claimed: ClaimedNotice, reason: string, now: Temporal.Instant) {
  return {
    lockerId: claimed.lockerId,
    kind: "notice_failed",
    at: now,
    recordedAt: now,
    compartmentId: null,
    parcelId: claimed.parcelId,
    evidence: { noticeId: claimed.noticeId, reason, attempts: claimed.attempts },
    source: `notice:${claimed.noticeId}`,
  };
}
