import { webhookTimeoutSeconds } from "@pigeonhole/contract/webhooks";
import type { Deps } from "../deps.ts";
import type { Tx } from "../platform/postgres/database.ts";

/** Longer than a try takes: a delivery whose sender died is due again after it. */
const leaseSeconds = webhookTimeoutSeconds * 3;
/** So many due deliveries are looked at for a fair choice among endpoints. */
const consideredMax = 1_000;

export type ClaimedDelivery = {
  readonly deliveryId: string;
  readonly endpointId: string;
  readonly payload: string;
  /** Tries before this one. */
  readonly tries: number;
  /** `null`: the endpoint was deleted or disabled. */
  readonly endpoint: { readonly url: string; readonly privateKeySealed: Uint8Array } | null;
};

type DeliveryRow = {
  readonly id: string;
  readonly endpoint_id: string;
  readonly payload: string;
  readonly tries: number;
  readonly url: string | null;
  readonly private_key_sealed: Uint8Array | null;
};

/**
 * Takes due deliveries for a while. No endpoint gets more than its share, so that a slow receiver
 * does not keep the others' events waiting.
 */
export async function claimDeliveries(
  tx: Tx,
  deps: Pick<Deps, "now">,
  wish: {
    readonly count: number;
    readonly perEndpoint: number;
    readonly without: readonly string[];
  },
): Promise<ClaimedDelivery[]> {
  const now = deps.now();
  const rows = await tx.query<DeliveryRow>(claimSql, [
    now.toString(),
    now.add({ seconds: leaseSeconds }).toString(),
    wish.count,
    wish.perEndpoint,
    wish.without,
    consideredMax,
  ]);
  return rows.map((row) => ({
    deliveryId: row.id,
    endpointId: row.endpoint_id,
    payload: row.payload,
    tries: row.tries,
    endpoint:
      row.url === null || row.private_key_sealed === null
        ? null
        : { url: row.url, privateKeySealed: row.private_key_sealed },
  }));
}

/** Rows are locked after the choice; one that another process took meanwhile is skipped. */
const claimSql = `
  with due as (
    select id, endpoint_id, next_attempt_at from webhook_deliveries
     where state = 'waiting' and next_attempt_at <= $1 and endpoint_id <> all($5)
     order by next_attempt_at limit $6
  ), fair as (
    select id from (
      select id, next_attempt_at,
             row_number() over (partition by endpoint_id order by next_attempt_at, id) as turn
        from due) as turns
     where turn <= $4 order by next_attempt_at limit $3
  ), mine as (
    select d.id from webhook_deliveries d join fair using (id)
     where d.state = 'waiting' and d.next_attempt_at <= $1 for update of d skip locked
  ), claimed as (
    update webhook_deliveries d set next_attempt_at = $2 from mine where d.id = mine.id
    returning d.id, d.endpoint_id, d.payload, jsonb_array_length(d.attempts) as tries, d.created_at
  )
  select c.id, c.endpoint_id, c.payload, c.tries, e.url, e.private_key_sealed
    from claimed c
    left join network.webhook_endpoints e on e.id = c.endpoint_id and e.state = 'active'
   order by c.created_at, c.id`;
