import { endpoints } from "@pigeonhole/contract/http/endpoints";
import type { FastifyInstance } from "fastify";
import type { HttpDeps } from "../platform/http/http-deps.ts";
import { refuse, reply } from "../platform/http/refusals.ts";
import { registerEndpoint } from "../platform/http/register-endpoint.ts";
import { createSite } from "./create-site.ts";
import { getSite, listSites } from "./list-sites.ts";

export function registerSiteRoutes(app: FastifyInstance, deps: HttpDeps): void {
  registerEndpoint(app, deps, endpoints.listSites, async ({ query }) => {
    const listed = await listSites(deps, query);
    return listed.ok ? reply(listed.value) : listed;
  });
  registerEndpoint(app, deps, endpoints.getSite, async ({ params }) => {
    const site = await getSite(deps, params.siteId);
    return site === undefined ? refuse("not_found") : reply(site);
  });
  registerEndpoint(app, deps, endpoints.createSite, async ({ body }) => {
    const made = await createSite(deps, body);
    return made.ok ? reply(made.value) : made;
  });
}
