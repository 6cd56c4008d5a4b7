import type { FastifyInstance } from "fastify";
import type { HttpDeps } from "../http/http-deps.ts";
import type { Readiness } from "./readiness.ts";

/** For whoever runs the process: does it live, may it get requests, how does it do. */
export function registerTelemetryRoutes(
  app: FastifyInstance,
  deps: HttpDeps,
  readiness: Readiness,
): void {
  app.get("/livez", (_, reply) => reply.send({ alive: true }));
  app.get("/readyz", async (_, reply) => {
    const checks = await readiness.check();
    const ready = checks.every((check) => check.ok);
    deps.metrics.ready.set(ready ? 1 : 0);
    return reply.status(ready ? 200 : 503).send({ ready, checks });
  });
  app.get("/metrics", async (_, reply) =>
    reply
      .header("content-type", deps.metrics.registry.contentType)
      .send(await deps.metrics.registry.metrics()),
  );
}
