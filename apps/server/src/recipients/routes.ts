import { endpoints } from "@pigeonhole/contract/http/endpoints";
import type { FastifyInstance } from "fastify";
import type { HttpDeps } from "../platform/http/http-deps.ts";
import { refuse, reply } from "../platform/http/refusals.ts";
import { registerEndpoint } from "../platform/http/register-endpoint.ts";
import { createShare } from "./create-share.ts";
import { getRecipientView } from "./get-recipient-view.ts";
import { getRemoteOpening, openRemotely } from "./open-remotely.ts";
import { reportProblem } from "./report-problem.ts";
import { revokeShare } from "./revoke-share.ts";

export function registerRecipientRoutes(app: FastifyInstance, deps: HttpDeps): void {
  registerEndpoint(app, deps, endpoints.getTrackingLink, async ({ params }) => {
    const view = await getRecipientView(deps, params.token);
    return view === undefined ? refuse("link_unknown") : reply(view);
  });
  registerEndpoint(app, deps, endpoints.createShare, async ({ params, body }) => {
    const share = await createShare(deps, params.token, body.name);
    return share.ok ? reply(share.value) : share;
  });
  registerEndpoint(app, deps, endpoints.revokeShare, async ({ params }) => {
    const revoked = await revokeShare(deps, params.token, params.grantId);
    return revoked.ok ? reply(undefined) : revoked;
  });
  registerEndpoint(app, deps, endpoints.openRemotely, async ({ params, body }) => {
    const opening = await openRemotely(deps, params.token, body.presenceCode);
    return opening.ok ? reply(opening.value) : opening;
  });
  registerEndpoint(app, deps, endpoints.getRemoteOpening, async ({ params }) => {
    const opening = await getRemoteOpening(deps, params.token, params.commandId);
    return opening.ok ? reply(opening.value) : opening;
  });
  registerEndpoint(app, deps, endpoints.reportProblem, async ({ params, body }) => {
    const answer = await reportProblem(deps, params.token, body);
    return answer.ok ? reply({ ...answer.value }) : answer;
  });
}
