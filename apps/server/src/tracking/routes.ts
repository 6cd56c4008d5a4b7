import { endpoints } from "@pigeonhole/contract/http/endpoints";
import type { FastifyInstance } from "fastify";
import type { HttpDeps } from "../platform/http/http-deps.ts";
import { refuse, reply } from "../platform/http/refusals.ts";
import { registerEndpoint } from "../platform/http/register-endpoint.ts";
import { getTracking } from "./get-tracking.ts";

export function registerTrackingRoutes(app: FastifyInstance, deps: HttpDeps): void {
  registerEndpoint(app, deps, endpoints.getTracking, async ({ params }) => {
    const view = await getTracking(deps, params.trackingNumber);
    return view === undefined ? refuse("tracking_unknown") : reply(view);
  });
}
