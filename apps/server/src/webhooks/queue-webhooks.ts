import type { WebhookEventType, WebhookPayload } from "@pigeonhole/contract/webhooks";
import type { ParcelId } from "@pigeonhole/domain/ids";
import { regionOf } from "@pigeonhole/domain/ids";
import type { Deps } from "../deps.ts";
import { loadParcels } from "../parcels/load-parcels.ts";
import { parcelView } from "../parcels/parcel-view.ts";
import type { StoredParcel } from "../parcels/stored-parcel.ts";
import { newId } from "../platform/new-id.ts";
import type { Tx } from "../platform/postgres/database.ts";

export type WebhookItem = {
  readonly shopId: string;
  readonly eventType: WebhookEventType;
  /** When it happened. */
  readonly at: Temporal.Instant;
  readonly parcelId: string;
};

type EndpointRow = {
  readonly id: string;
  readonly shop_id: string;
  readonly event_types: readonly string[];
};

/** Heard by the sender, so that a delivery leaves at once and not at its next look. */
export const webhookChannel = "pigeonhole_webhook";

/**
 * Queues one delivery for each endpoint of the shop that wants the event, inside the transaction in
 * which the event happened. Shops without endpoints cost one look-up.
 */
export async function queueWebhooks(
  tx: Tx,
  deps: Pick<Deps, "randomBytes" | "publicUrl" | "now">,
  items: readonly WebhookItem[],
): Promise<void> {
  if (items.length === 0) return;
  const endpoints = await tx.query<EndpointRow>(
    `select id, shop_id, event_types from network.webhook_endpoints
      where state = 'active' and shop_id = any($1)`,
    [[...new Set(items.map((item) => item.shopId))]],
  );
  if (endpoints.length === 0) return;
  const parcels = await loadParcels(
    tx,
    items.map((item) => item.parcelId),
    { lock: false },
  );
  const rows = items.flatMap((item) => deliveriesOf(item, { deps, endpoints, parcels }));
  if (rows.length > 0) await insertDeliveries(tx, rows, deps.now());
}

function deliveriesOf(
  item: WebhookItem,
  known: {
    readonly deps: Pick<Deps, "randomBytes" | "publicUrl">;
    readonly endpoints: readonly EndpointRow[];
    readonly parcels: ReadonlyMap<string, StoredParcel>;
  },
) {
  const parcel = known.parcels.get(item.parcelId);
  if (parcel === undefined) return [];
  const wanting = known.endpoints.filter(
    (endpoint) =>
      endpoint.shop_id === item.shopId &&
      (endpoint.event_types.length === 0 || endpoint.event_types.includes(item.eventType)),
  );
  const payload = payloadText(item, parcel, known.deps.publicUrl);
  return wanting.map((endpoint) => ({
    id: newId(known.deps, "whd", regionOf(item.parcelId as ParcelId)),
    endpoint_id: endpoint.id,
    shop_id: item.shopId,
    event_type: item.eventType,
    payload,
  }));
}

function payloadText(item: WebhookItem, parcel: StoredParcel, publicUrl: string): string {
  const { metadata: _metadata, ...view } = parcelView(parcel, publicUrl);
  const payload: WebhookPayload = {
    type: item.eventType,
    timestamp: item.at.toString(),
    data: { parcel: view },
  };
  return JSON.stringify(payload);
}

async function insertDeliveries(
  tx: Tx,
  rows: readonly Record<string, string>[],
  now: Temporal.Instant,
): Promise<void> {
  await tx.query(
    `insert into webhook_deliveries
       (id, endpoint_id, shop_id, event_type, payload, state, next_attempt_at, created_at)
     select id, endpoint_id, shop_id, event_type, payload, 'waiting', $2, $2
       from json_to_recordset($1::json) as n(
            id text, endpoint_id text, shop_id text, event_type text, payload text)`,
    [JSON.stringify(rows), now.toString()],
  );
  await tx.query("select pg_notify($1, '')", [webhookChannel]);
}
