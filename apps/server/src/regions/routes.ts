import { endpoints } from "@pigeonhole/contract/http/endpoints";
import type { FastifyInstance } from "fastify";
import type { HttpDeps } from "../platform/http/http-deps.ts";
import { reply } from "../platform/http/refusals.ts";
import { registerEndpoint } from "../platform/http/register-endpoint.ts";
import { createRegion, listRegions } from "./create-region.ts";

export function registerRegionRoutes(app: FastifyInstance, deps: HttpDeps): void {
  registerEndpoint(app, deps, endpoints.createRegion, async ({ body }) => {
    const made = await createRegion(deps, body);
    return made.ok ? reply({ ...made.value }) : made;
  });
  registerEndpoint(app, deps, endpoints.listRegions, async () =>
    reply({ regions: await listRegions(deps) }),
  );
}
