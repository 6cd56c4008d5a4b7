import { endpoints } from "@pigeonhole/contract/http/endpoints";
import type { FastifyInstance } from "fastify";
import { createEnrolKiosk } from "../device-link/enrol-kiosk.ts";
import type { HttpDeps } from "../platform/http/http-deps.ts";
import { refuse, reply } from "../platform/http/refusals.ts";
import { registerEndpoint } from "../platform/http/register-endpoint.ts";
import { changeCondition } from "./change-condition.ts";
import { changeLocker } from "./change-locker.ts";
import { createEnrolmentCode } from "./create-enrolment-code.ts";
import { createLocker } from "./create-locker.ts";
import { getLocker } from "./get-locker.ts";
import { listFacts } from "./list-facts.ts";

export function registerLockerRoutes(app: FastifyInstance, deps: HttpDeps): void {
  registerEndpoint(app, deps, endpoints.getLocker, async ({ params }) => {
    const locker = await getLocker(deps, params.lockerId);
    return locker === undefined ? refuse("locker_unknown") : reply(locker);
  });
  registerEndpoint(app, deps, endpoints.createLocker, async ({ body }) => {
    const made = await createLocker(deps, body);
    if (!made.ok) return made;
    deps.lockerMade();
    return reply(made.value);
  });
  registerEndpoint(app, deps, endpoints.changeLocker, async ({ params, body }) => {
    const locker = await changeLocker(deps, params.lockerId, body);
    return locker === undefined ? refuse("locker_unknown") : reply(locker);
  });
  registerEndpoint(app, deps, endpoints.changeCompartmentCondition, async ({ params, body }) => {
    const changed = await changeCondition(deps, { ...params, ...body });
    return changed.ok ? reply(changed.value) : changed;
  });
  registerEndpoint(app, deps, endpoints.createEnrolmentCode, async ({ params }) => {
    const code = await createEnrolmentCode(deps, params.lockerId);
    return code === undefined ? refuse("locker_unknown") : reply({ ...code });
  });
  registerEndpoint(app, deps, endpoints.listLockerFacts, async ({ params, query }) => {
    const listed = await listFacts(deps, params.lockerId, query);
    return listed.ok ? reply(listed.value) : listed;
  });
  registerEnrolment(app, deps);
}

function registerEnrolment(app: FastifyInstance, deps: HttpDeps): void {
  const enrolKiosk = createEnrolKiosk(deps);
  registerEndpoint(app, deps, endpoints.enrolKiosk, async ({ body }) => {
    const enrolled = await enrolKiosk(body);
    if (enrolled.ok) return reply({ ...enrolled.value } as never);
    const limited = enrolled.error.type === "request.rate_limited";
    return refuse(limited ? "rate_limited" : "enrolment_refused");
  });
}
