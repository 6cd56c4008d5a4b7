import { webhookRetrySeconds } from "@pigeonhole/contract/webhooks";
import type { Deps } from "../deps.ts";
import type { Tx } from "../platform/postgres/database.ts";
import type { ClaimedDelivery } from "./claim-deliveries.ts";
import type { PostOutcome } from "./post-webhook.ts";

/** A receiver that answers this wants nothing more (Standard Webhooks). */
export const goneStatus = 410;
/** Waits are lengthened by up to a tenth, so that many deliveries do not return together. */
const jitterShare = 0.1;

export type Attempt = PostOutcome & {
  readonly at: string;
  readonly durationMs: number;
};

/** Adds the try to the delivery's log and says when the next one is, if any. */
export async function settleDelivery(
  tx: Tx,
  deps: Pick<Deps, "now" | "randomBytes">,
  claimed: ClaimedDelivery,
  attempt: Attempt,
): Promise<void> {
  const isDelivered = isSuccess(attempt.status);
  const waitSeconds = isDelivered ? undefined : nextWait(deps, claimed, attempt);
  const failedOrWaiting = waitSeconds === undefined ? "failed" : "waiting";
  await tx.query(
    `update webhook_deliveries
        set state = $2, next_attempt_at = $3, attempts = attempts || $4::jsonb
      where id = $1`,
    [
      claimed.deliveryId,
      isDelivered ? "delivered" : failedOrWaiting,
      waitSeconds === undefined ? null : deps.now().add({ seconds: waitSeconds }).toString(),
      JSON.stringify([attempt]),
    ],
  );
}

export function isSuccess(status: number | null): boolean {
  return status !== null && status >= 200 && status < 300;
}

function nextWait(
  deps: Pick<Deps, "randomBytes">,
  claimed: ClaimedDelivery,
  attempt: Attempt,
): number | undefined {
  if (claimed.endpoint === null || attempt.status === goneStatus) return undefined;
  const seconds = webhookRetrySeconds[claimed.tries + 1];
  if (seconds === undefined) return undefined;
  const [share = 0] = deps.randomBytes(1);
  return Math.ceil(seconds * (1 + (jitterShare * share) / 255));
}

/** Ends an endpoint whose receiver said that it is gone. */
export async function disableEndpoint(
  deps: Pick<Deps, "database">,
  endpointId: string,
): Promise<void> {
  await deps.database.network((tx) =>
    tx.query("update webhook_endpoints set state = 'disabled' where id = $1", [endpointId]),
  );
}
