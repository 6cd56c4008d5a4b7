import { endpoints } from "@pigeonhole/contract/http/endpoints";
import type { FastifyInstance } from "fastify";
import type { HttpDeps } from "../platform/http/http-deps.ts";
import { refuse, reply } from "../platform/http/refusals.ts";
import { registerEndpoint } from "../platform/http/register-endpoint.ts";
import { createKey } from "./create-key.ts";
import { createShop } from "./create-shop.ts";
import { listKeys } from "./list-keys.ts";
import { revokeKey } from "./revoke-key.ts";

export function registerShopRoutes(app: FastifyInstance, deps: HttpDeps): void {
  registerEndpoint(app, deps, endpoints.createShop, async ({ body }) =>
    reply(await createShop(deps, body)),
  );
  registerEndpoint(app, deps, endpoints.createKey, async ({ params, body }) => {
    const { shopId } = params;
    const { name, scopes, endsAt = null } = body;
    const made = await deps.database.network(async (tx) => {
      const shop = await tx.query("select 1 from shops where id = $1", [shopId]);
      if (shop.length === 0) return undefined;
      return createKey(tx, deps, { shopId, name, scopes, endsAt });
    });
    return made === undefined ? refuse("not_found") : reply({ ...made });
  });
  registerEndpoint(app, deps, endpoints.listKeys, async ({ params }) => {
    const keys = await listKeys(deps, params.shopId);
    return keys === undefined ? refuse("not_found") : reply({ keys });
  });
  registerEndpoint(app, deps, endpoints.revokeKey, async ({ params }) => {
    const revoked = await revokeKey(deps, params.keyId);
    deps.keyGate.forget();
    return revoked ? reply(undefined) : refuse("not_found");
  });
}
