import { endpoints } from "@pigeonhole/contract/http/endpoints";
import type { FastifyInstance } from "fastify";
import { shopFilter } from "../access/shop-filter.ts";
import type { HttpDeps } from "../platform/http/http-deps.ts";
import { reply } from "../platform/http/refusals.ts";
import { registerEndpoint } from "../platform/http/register-endpoint.ts";
import { createReservation } from "./create-reservation.ts";
import { getReservation, releaseReservation } from "./get-reservation.ts";

export function registerReservationRoutes(app: FastifyInstance, deps: HttpDeps): void {
  registerEndpoint(app, deps, endpoints.createReservation, async ({ body, caller }) => {
    const held = await createReservation(deps, caller.shopId, body);
    return held.ok ? reply(held.value) : held;
  });
  registerEndpoint(app, deps, endpoints.getReservation, async ({ params, caller }) => {
    const found = await getReservation(deps, shopFilter(caller), params.reservationId);
    return found.ok ? reply(found.value) : found;
  });
  registerEndpoint(app, deps, endpoints.releaseReservation, async ({ params, caller }) => {
    const released = await releaseReservation(deps, shopFilter(caller), params.reservationId);
    return released.ok ? reply(released.value) : released;
  });
}
