import { endpoints } from "@pigeonhole/contract/http/endpoints";
import { networkRegion } from "@pigeonhole/domain/ids";
import type { FastifyInstance } from "fastify";
import type { HttpDeps } from "../platform/http/http-deps.ts";
import { refuse, reply } from "../platform/http/refusals.ts";
import { registerEndpoint } from "../platform/http/register-endpoint.ts";
import { newId } from "../platform/new-id.ts";
import { changeCourier } from "./change-courier.ts";
import { createCourier } from "./create-courier.ts";
import { getDailyCode } from "./get-daily-code.ts";

export function registerCourierRoutes(app: FastifyInstance, deps: HttpDeps): void {
  registerEndpoint(app, deps, endpoints.createCarrier, async ({ body }) => {
    const id = newId(deps, "car", networkRegion);
    await deps.database.network((tx) =>
      tx.query("insert into carriers (id, name, created_at) values ($1, $2, $3)", [
        id,
        body.name,
        deps.now().toString(),
      ]),
    );
    return reply({ id, name: body.name } as { id: `car_${string}`; name: string });
  });
  registerEndpoint(app, deps, endpoints.createCourier, async ({ body }) => {
    const made = await createCourier(deps, body);
    return made === undefined ? refuse("not_found") : reply({ ...made });
  });
  registerEndpoint(app, deps, endpoints.getDailyCode, async ({ params }) => {
    const code = await getDailyCode(deps, params.courierId);
    return code === undefined ? refuse("not_found") : reply({ ...code });
  });
  registerEndpoint(app, deps, endpoints.changeCourier, async ({ params, body }) => {
    const courier = await changeCourier(deps, params.courierId, body);
    return courier === undefined ? refuse("not_found") : reply(courier);
  });
}
