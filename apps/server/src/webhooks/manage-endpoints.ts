import type { WebhookEndpoint } from "@pigeonhole/contract/http/operating";
import type { WebhookEventType } from "@pigeonhole/contract/webhooks";
import { networkRegion } from "@pigeonhole/domain/ids";
import { ok, type Result } from "@pigeonhole/domain/result";
import type { Deps } from "../deps.ts";
import { newId } from "../platform/new-id.ts";
import { toInstant } from "../platform/postgres/row-values.ts";
import { type AddressRefusal, addressRules, judgeUrl } from "./public-address.ts";
import { privateKeyText, publicKeyText, webhookSeedBytes } from "./webhook-signing.ts";

type EndpointRow = {
  readonly id: string;
  readonly url: string;
  readonly event_types: WebhookEventType[];
  readonly public_key: string;
  readonly state: WebhookEndpoint["state"];
  readonly created_at: string;
};

const columns = "id, url, event_types, public_key, state, created_at";
const nonceBytes = 12;

/** Makes an endpoint with a signing key of its own; only its public half is ever shown. */
export async function createWebhookEndpoint(
  deps: Pick<Deps, "database" | "secrets" | "now" | "randomBytes" | "publicUrl">,
  shopId: string,
  wish: { readonly url: string; readonly eventTypes: readonly WebhookEventType[] },
): Promise<Result<WebhookEndpoint, AddressRefusal>> {
  const url = judgeUrl(wish.url, addressRules(deps.publicUrl));
  if (!url.ok) return url;
  const privateKey = privateKeyText(deps.randomBytes(webhookSeedBytes));
  const rows = await deps.database.network((tx) =>
    tx.query<EndpointRow>(
      `insert into webhook_endpoints
         (id, shop_id, url, event_types, private_key_sealed, public_key, state, created_at)
       values ($1, $2, $3, $4, $5, $6, 'active', $7) returning ${columns}`,
      [
        newId(deps, "whe", networkRegion),
        shopId,
        url.value.href,
        [...new Set(wish.eventTypes)],
        deps.secrets.seal(privateKey, deps.randomBytes(nonceBytes)),
        publicKeyText(privateKey),
        deps.now().toString(),
      ],
    ),
  );
  return ok(rowToEndpoint(rows[0] as EndpointRow));
}

export async function listWebhookEndpoints(
  deps: Pick<Deps, "database">,
  shopId: string,
): Promise<WebhookEndpoint[]> {
  const rows = await deps.database.network((tx) =>
    tx.query<EndpointRow>(
      `select ${columns} from webhook_endpoints where shop_id = $1 order by created_at, id`,
      [shopId],
    ),
  );
  return rows.map(rowToEndpoint);
}

/** False where the shop has no such endpoint. What still waits for it is not sent any more. */
export async function deleteWebhookEndpoint(
  deps: Pick<Deps, "database">,
  shopId: string,
  endpointId: string,
): Promise<boolean> {
  const rows = await deps.database.network((tx) =>
    tx.query("delete from webhook_endpoints where id = $1 and shop_id = $2 returning 1", [
      endpointId,
      shopId,
    ]),
  );
  return rows.length > 0;
}

function rowToEndpoint(row: EndpointRow): WebhookEndpoint {
  return {
    id: row.id as WebhookEndpoint["id"],
    url: row.url,
    eventTypes: row.event_types,
    publicKey: row.public_key,
    state: row.state,
    createdAt: toInstant(row.created_at).toString(),
  };
}
