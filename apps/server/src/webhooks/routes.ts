import { endpoints } from "@pigeonhole/contract/http/endpoints";
import type { FastifyInstance } from "fastify";
import type { HttpDeps } from "../platform/http/http-deps.ts";
import { refuse, reply } from "../platform/http/refusals.ts";
import { registerEndpoint } from "../platform/http/register-endpoint.ts";
import { listWebhookDeliveries, redeliverWebhook } from "./manage-deliveries.ts";
import {
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  listWebhookEndpoints,
} from "./manage-endpoints.ts";

export function registerWebhookRoutes(app: FastifyInstance, deps: HttpDeps): void {
  registerEndpoint(app, deps, endpoints.createWebhookEndpoint, async ({ body, caller }) => {
    const made = await createWebhookEndpoint(deps, caller.shopId, body);
    if (made.ok) return reply(made.value);
    return refuse("webhook_url_not_allowed", { detail: made.error.reason });
  });
  registerEndpoint(app, deps, endpoints.listWebhookEndpoints, async ({ caller }) =>
    reply({ endpoints: await listWebhookEndpoints(deps, caller.shopId) }),
  );
  registerEndpoint(app, deps, endpoints.deleteWebhookEndpoint, async ({ params, caller }) => {
    const { webhookEndpointId } = params;
    const deleted = await deleteWebhookEndpoint(deps, caller.shopId, webhookEndpointId);
    return deleted ? reply(undefined) : refuse("not_found");
  });
  registerEndpoint(app, deps, endpoints.listWebhookDeliveries, async (request) => {
    const { params, query, caller } = request;
    const asked = { shopId: caller.shopId, endpointId: params.webhookEndpointId };
    const listed = await listWebhookDeliveries(deps, asked, query);
    return listed.ok ? reply(listed.value) : listed;
  });
  registerEndpoint(app, deps, endpoints.redeliverWebhook, async ({ params, caller }) => {
    const delivery = await redeliverWebhook(deps, caller.shopId, params.webhookDeliveryId);
    return delivery === undefined ? refuse("not_found") : reply(delivery);
  });
}
