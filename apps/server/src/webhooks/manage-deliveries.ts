import type { WebhookDelivery } from "@pigeonhole/contract/http/operating";
import { ok, type Result } from "@pigeonhole/domain/result";
import type { Deps } from "../deps.ts";
import { readCursor, writeCursor } from "../platform/http/cursor.ts";
import type { Refusal } from "../platform/http/refusals.ts";
import { refuse } from "../platform/http/refusals.ts";
import type { SqlValue } from "../platform/postgres/database.ts";
import { notify } from "../platform/postgres/database.ts";
import { toInstant, toWireInstantOrNull } from "../platform/postgres/row-values.ts";
import type { Regions } from "../regions/known-regions.ts";
import { webhookChannel } from "./queue-webhooks.ts";

type DeliveryRow = {
  readonly id: string;
  readonly event_type: WebhookDelivery["eventType"];
  readonly state: WebhookDelivery["state"];
  readonly attempts: WebhookDelivery["attempts"];
  readonly next_attempt_at: string | null;
  readonly created_at: string;
};
type Page = { readonly deliveries: WebhookDelivery[]; readonly nextCursor: string | null };
type ListDeps = Pick<Deps, "database"> & { readonly regions: Regions };

const columns = "id, event_type, state, attempts, next_attempt_at, created_at";

/** The log of one endpoint, newest first; each region gives its page, and they are merged. */
export async function listWebhookDeliveries(
  deps: ListDeps,
  asked: { readonly shopId: string; readonly endpointId: string },
  query: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Result<Page, Refusal>> {
  const after = readCursor(query.cursor, 2);
  if (!after.ok) return after;
  const owned = await deps.database.network((tx) =>
    tx.query("select 1 from webhook_endpoints where id = $1 and shop_id = $2", [
      asked.endpointId,
      asked.shopId,
    ]),
  );
  if (owned.length === 0) return refuse("not_found");
  const values: SqlValue[] = [
    asked.endpointId,
    after.value?.[0] ?? null,
    after.value?.[1] ?? null,
    query.limit + 1,
  ];
  const rows: DeliveryRow[] = [];
  for (const region of await deps.regions.all()) {
    rows.push(...(await deps.database.region(region, (tx) => tx.query<DeliveryRow>(sql, values))));
  }
  const newest = rows.toSorted(byNewest).slice(0, query.limit);
  const last = newest.at(-1);
  const hasMore = rows.length > query.limit && last !== undefined;
  return ok({
    deliveries: newest.map(rowToDelivery),
    nextCursor: hasMore ? writeCursor([last.created_at, last.id]) : null,
  });
}

const sql = `
  select ${columns} from webhook_deliveries
   where endpoint_id = $1
     and ($2::timestamptz is null or (created_at, id) < ($2::timestamptz, $3::text))
   order by created_at desc, id desc limit $4`;

function byNewest(a: DeliveryRow, b: DeliveryRow): number {
  const earlier = Temporal.Instant.compare(toInstant(b.created_at), toInstant(a.created_at));
  if (earlier !== 0) return earlier;
  return a.id < b.id ? 1 : -1;
}

/**
 * Makes a delivery of the shop due now, whatever became of it; undefined for any other id, and
 * where the endpoint is deleted: nobody would ever get it.
 */
export async function redeliverWebhook(
  deps: ListDeps & Pick<Deps, "now">,
  shopId: string,
  deliveryId: string,
): Promise<WebhookDelivery | undefined> {
  const region = deliveryId.slice(4, 6);
  if (!(await deps.regions.isKnown(region))) return undefined;
  return deps.database.region(region, async (tx) => {
    const [row] = await tx.query<DeliveryRow>(
      `update webhook_deliveries set state = 'waiting', next_attempt_at = $3
        where id = $1 and shop_id = $2
          and endpoint_id in (select id from network.webhook_endpoints)
        returning ${columns}`,
      [deliveryId, shopId, deps.now().toString()],
    );
    if (row === undefined) return undefined;
    await notify(tx, webhookChannel, "");
    return rowToDelivery(row);
  });
}

function rowToDelivery(row: DeliveryRow): WebhookDelivery {
  return {
    id: row.id as WebhookDelivery["id"],
    eventType: row.event_type,
    state: row.state,
    attempts: row.attempts,
    nextAttemptAt: toWireInstantOrNull(row.next_attempt_at),
    createdAt: toInstant(row.created_at).toString(),
  };
}
