import type { Scope } from "@pigeonhole/contract/http/endpoint";
import type { Result } from "@pigeonhole/domain/result";
import { ok } from "@pigeonhole/domain/result";
import type { Deps } from "../deps.ts";
import type { Refusal } from "../platform/http/refusals.ts";
import { refuse } from "../platform/http/refusals.ts";
import { toInstantOrNull } from "../platform/postgres/row-values.ts";
import { sha256 } from "../platform/secrets.ts";
import { isApiKeyText } from "./api-key-text.ts";

/** Who asks, as the API key says. */
export type Caller = {
  readonly keyId: string;
  /** The shop in whose name parcels are announced; an operator's key stands for the house shop. */
  readonly shopId: string;
  /** An operator sees every shop's things. */
  readonly isOperator: boolean;
};

export type KeyGate = {
  /** Reads the Authorization header and asks whether the key may use this scope. */
  readonly admit: (
    authorization: string | undefined,
    scope: Scope,
  ) => Promise<Result<Caller, Refusal>>;
  /** Forgets what is remembered, after a key was made or revoked somewhere. */
  readonly forget: () => void;
};

/** The shop of what the operator announces itself; made by the first migration. */
export const houseShopId = "shp_00000000000000000000";

/** Heard by every process when a key is revoked. */
export const keyChannel = "pigeonhole_key";

/** A revoked key works this long at most, also where its notification was lost. */
const rememberSeconds = 5;
const rememberedMax = 10_000;

type KnownKey = Caller & {
  readonly scopes: readonly string[];
  readonly endsAt: Temporal.Instant | null;
  readonly readAt: Temporal.Instant;
};

type KeyRow = {
  readonly id: string;
  readonly shop_id: string | null;
  readonly scopes: string[];
  readonly ends_at: string | null;
};

export function createKeyGate(deps: Pick<Deps, "database" | "now">): KeyGate {
  const remembered = new Map<string, KnownKey>();
  async function lookUp(secret: string): Promise<KnownKey | undefined> {
    const hash = sha256(secret);
    const name = hash.toString("base64");
    const known = remembered.get(name);
    const now = deps.now();
    if (known !== undefined && ageSeconds(known.readAt, now) < rememberSeconds) return known;
    const read = await readKey(deps, hash, now);
    if (remembered.size >= rememberedMax) remembered.clear();
    if (read === undefined) remembered.delete(name);
    else remembered.set(name, read);
    return read;
  }
  return {
    forget: () => remembered.clear(),
    async admit(authorization, scope) {
      if (authorization === undefined) return refuse("unauthenticated");
      const secret = /^Bearer +(\S+)$/iu.exec(authorization)?.[1];
      if (secret === undefined) return refuse("unauthenticated");
      if (!isApiKeyText(secret)) return refuse("key_invalid");
      const key = await lookUp(secret);
      if (key === undefined || hasEnded(key, deps.now())) return refuse("key_invalid");
      if (!key.isOperator && !key.scopes.includes(scope)) return refuse("scope_missing", { scope });
      return ok(key);
    },
  };
}

/** The last use is kept to the minute, so that a busy key does not write on every request. */
async function readKey(
  deps: Pick<Deps, "database">,
  hash: Buffer,
  now: Temporal.Instant,
): Promise<KnownKey | undefined> {
  const [row] = await deps.database.network(async (tx) => {
    const rows = await tx.query<KeyRow>(
      "select id, shop_id, scopes, ends_at from api_keys where secret_hash = $1 and revoked_at is null",
      [hash],
    );
    const at = now.toString();
    await tx.query(
      `update api_keys set last_used_at = $2
        where secret_hash = $1 and revoked_at is null
          and (last_used_at is null or last_used_at < $2::timestamptz - interval '1 minute')`,
      [hash, at],
    );
    return rows;
  });
  if (row === undefined) return undefined;
  return {
    keyId: row.id,
    shopId: row.shop_id ?? houseShopId,
    isOperator: row.scopes.includes("operator"),
    scopes: row.scopes,
    endsAt: toInstantOrNull(row.ends_at),
    readAt: now,
  };
}

function hasEnded(key: KnownKey, now: Temporal.Instant): boolean {
  return key.endsAt !== null && Temporal.Instant.compare(now, key.endsAt) > 0;
}

function ageSeconds(from: Temporal.Instant, to: Temporal.Instant): number {
  return (to.epochMilliseconds - from.epochMilliseconds) / 1_000;
}
