import { endpoints } from "@pigeonhole/contract/http/endpoints";
import type { FastifyInstance } from "fastify";
import type { HttpDeps } from "../platform/http/http-deps.ts";
import { reply } from "../platform/http/refusals.ts";
import { registerEndpoint } from "../platform/http/register-endpoint.ts";
import { listIncidents } from "./list-incidents.ts";

export function registerIncidentRoutes(app: FastifyInstance, deps: HttpDeps): void {
  registerEndpoint(app, deps, endpoints.listIncidents, async ({ query }) =>
    reply({ incidents: await listIncidents(deps, query) }),
  );
}
