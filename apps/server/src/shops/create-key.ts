import type { ApiKey, KeyScope } from "@pigeonhole/contract/http/operating";
import { networkRegion } from "@pigeonhole/domain/ids";
import { apiKeyRandomBytes, apiKeyStartCharacters, composeApiKey } from "../access/api-key-text.ts";
import type { Deps } from "../deps.ts";
import { newId } from "../platform/new-id.ts";
import type { Tx } from "../platform/postgres/database.ts";
import { toInstant, toWireInstantOrNull } from "../platform/postgres/row-values.ts";
import { sha256 } from "../platform/secrets.ts";

export type NewKey = {
  /** Null for the operator's own. */
  readonly shopId: string | null;
  readonly name: string;
  readonly scopes: readonly KeyScope[];
  readonly endsAt: string | null;
  /** A text that exists already, from the settings; else a fresh one is drawn. */
  readonly secret?: string;
};

export type KeyRow = {
  readonly id: string;
  readonly shop_id: string | null;
  readonly name: string;
  readonly start: string;
  readonly scopes: KeyScope[];
  readonly created_at: string;
  readonly ends_at: string | null;
  readonly last_used_at: string | null;
  readonly revoked_at: string | null;
};
export const keyColumns =
  "id, shop_id, name, start, scopes, created_at, ends_at, last_used_at, revoked_at";

/** Makes a key. Its secret is in the answer and nowhere else: the database keeps a hash. */
export async function createKey(
  tx: Tx,
  deps: Pick<Deps, "now" | "randomBytes">,
  key: NewKey,
): Promise<{ readonly key: ApiKey; readonly secret: string }> {
  const secret = key.secret ?? composeApiKey(deps.randomBytes(apiKeyRandomBytes));
  const [row] = await tx.query<KeyRow>(
    `insert into api_keys (id, shop_id, name, start, secret_hash, scopes, created_at, ends_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${keyColumns}`,
    [
      newId(deps, "key", networkRegion),
      key.shopId,
      key.name,
      secret.slice(0, apiKeyStartCharacters),
      sha256(secret),
      [...key.scopes],
      deps.now().toString(),
      key.endsAt,
    ],
  );
  if (row === undefined) throw new TypeError("an inserted key has no row");
  return { key: rowToKey(row), secret };
}

export function rowToKey(row: KeyRow): ApiKey {
  return {
    id: row.id as ApiKey["id"],
    shopId: row.shop_id as ApiKey["shopId"],
    name: row.name,
    start: row.start,
    scopes: row.scopes,
    createdAt: toInstant(row.created_at).toString(),
    endsAt: toWireInstantOrNull(row.ends_at),
    lastUsedAt: toWireInstantOrNull(row.last_used_at),
    revokedAt: toWireInstantOrNull(row.revoked_at),
  };
}
