import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { apiKeyRandomBytes, composeApiKey, isApiKeyText } from "../access/api-key-text.ts";
import type { Deps } from "../deps.ts";
import { migrate, migrateRegion } from "../platform/postgres/migrate.ts";
import { sha256 } from "../platform/secrets.ts";
import { createKey } from "../shops/create-key.ts";
import { createOnce } from "./master-key.ts";
import type { Settings } from "./settings.ts";
import { SettingsError } from "./settings.ts";

const firstRegion = { code: "d1", name: "default" };

/**
 * Makes the database usable: schemas, a first region, and a way in for the operator. Safe to run
 * at every start and from several processes at once.
 */
export async function prepareNetwork(
  deps: Pick<Deps, "database" | "now" | "randomBytes">,
  settings: Pick<Settings, "OPERATOR_KEY" | "DATA_DIR">,
): Promise<void> {
  await migrate(deps.database);
  await createFirstRegion(deps);
  if (settings.OPERATOR_KEY === undefined) await createOperatorKey(deps, settings.DATA_DIR);
  else await acceptOperatorKey(deps, settings.OPERATOR_KEY);
}

async function createFirstRegion(deps: Pick<Deps, "database" | "now">): Promise<void> {
  await deps.database.network(async (tx) => {
    await tx.query("lock table regions in share row exclusive mode");
    const known = await tx.query("select 1 from regions limit 1");
    if (known.length > 0) return;
    await tx.query("insert into regions (code, name, created_at) values ($1, $2, $3)", [
      firstRegion.code,
      firstRegion.name,
      deps.now().toString(),
    ]);
    await migrateRegion(tx, firstRegion.code);
  });
}

/** The key stands in a file that only this account reads; whoever lost it removes the key's row. */
async function createOperatorKey(
  deps: Pick<Deps, "database" | "now" | "randomBytes">,
  folder: string,
): Promise<void> {
  await deps.database.network(async (tx) => {
    await tx.query("lock table api_keys in share row exclusive mode");
    const known = await tx.query(
      "select 1 from api_keys where 'operator' = any(scopes) and revoked_at is null limit 1",
    );
    if (known.length > 0) return;
    const secret = composeApiKey(deps.randomBytes(apiKeyRandomBytes));
    const path = join(folder, "operator-key");
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await rm(path, { force: true });
    await createOnce(path, () => secret);
    await createKey(tx, deps, operatorKey(secret));
  });
}

async function acceptOperatorKey(
  deps: Pick<Deps, "database" | "now" | "randomBytes">,
  secret: string,
): Promise<void> {
  if (!isApiKeyText(secret)) {
    throw new SettingsError("OPERATOR_KEY has a typing error: its check characters are wrong");
  }
  await deps.database.network(async (tx) => {
    await tx.query("lock table api_keys in share row exclusive mode");
    const known = await tx.query("select 1 from api_keys where secret_hash = $1", [sha256(secret)]);
    if (known.length === 0) await createKey(tx, deps, operatorKey(secret));
  });
}

function operatorKey(secret: string) {
  return { shopId: null, name: "Operator", scopes: ["operator"], endsAt: null, secret } as const;
}
