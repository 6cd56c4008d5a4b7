import type { DemoLink } from "@pigeonhole/contract/pages";
import type { FastifyInstance } from "fastify";
import { createKeyGate, keyChannel } from "./access/key-gate.ts";
import { registerCarrierRoutes } from "./carriers/routes.ts";
import { registerCourierRoutes } from "./couriers/routes.ts";
import type { Deps } from "./deps.ts";
import { createDeviceLink } from "./device-link/device-link.ts";
import { registerDocuments } from "./documents/routes.ts";
import { registerIncidentRoutes } from "./incidents/routes.ts";
import { registerLockerRoutes } from "./lockers/routes.ts";
import type { MailHost } from "./notices/mail-host.ts";
import type { Pages } from "./pages/load-pages.ts";
import { registerMissingPages } from "./pages/missing-pages.ts";
import { registerPages } from "./pages/routes.ts";
import { registerParcelRoutes } from "./parcels/routes.ts";
import { createApp } from "./platform/http/create-app.ts";
import type { HttpDeps, RateLimits } from "./platform/http/http-deps.ts";
import { createMetrics } from "./platform/telemetry/metrics.ts";
import { createReadiness } from "./platform/telemetry/readiness.ts";
import { registerTelemetryRoutes } from "./platform/telemetry/routes.ts";
import type { Timers } from "./platform/timers.ts";
import { getRecipientView } from "./recipients/get-recipient-view.ts";
import { registerRecipientRoutes } from "./recipients/routes.ts";
import { createRegions } from "./regions/known-regions.ts";
import { registerRegionRoutes } from "./regions/routes.ts";
import { registerReservationRoutes } from "./reservations/routes.ts";
import { registerShopRoutes } from "./shops/routes.ts";
import { registerSiteRoutes } from "./sites/routes.ts";
import { getTracking } from "./tracking/get-tracking.ts";
import { registerTrackingRoutes } from "./tracking/routes.ts";
import { registerWebhookRoutes } from "./webhooks/routes.ts";
import { createWork } from "./work.ts";

/** `api` answers people and shops, `ingest` holds kiosks' connections, `worker` sends and sweeps. */
export type Role = "api" | "worker" | "ingest";

export type ServerDeps = Deps & {
  readonly timers: Timers;
  readonly roles: ReadonlySet<Role>;
  readonly rateLimits: RateLimits;
  readonly trustProxy: string | boolean;
  /** Undefined where nobody has built them. */
  readonly pages: Pages | undefined;
  readonly demoLinks: readonly DemoLink[];
  readonly mailHost: MailHost;
};

export type Server = {
  readonly app: FastifyInstance;
  /** Begins to answer; gives the address. `port` 0 takes any. */
  readonly listen: (at: { readonly host: string; readonly port: number }) => Promise<string>;
  /** Brings the database up to date by `prepare` and starts the work of the roles. */
  readonly start: (prepare: () => Promise<void>) => Promise<void>;
  /** Ends requests, connections and work in good order. The database stays open: it is the caller's. */
  readonly close: () => Promise<void>;
};

/** One server of a network. Any number of them may stand on one database. */
export async function createServer(deps: ServerDeps): Promise<Server> {
  const metrics = createMetrics();
  const regions = createRegions(deps);
  const keyGate = createKeyGate(deps);
  const work = createWork({ ...deps, registry: metrics.registry });
  const httpDeps: HttpDeps = {
    ...deps,
    metrics,
    regions,
    keyGate,
    lockerMade: () => work.lockerMade(),
  };
  const readiness = createReadiness(deps);
  const app = await createApp(httpDeps);
  registerTelemetryRoutes(app, httpDeps, readiness);
  if (deps.roles.has("api")) await registerApi(app, deps, httpDeps);
  const link = deps.roles.has("ingest")
    ? createDeviceLink({ ...deps, registry: metrics.registry })
    : undefined;
  link?.attach(app.server);
  const endings: Ending[] = [];
  const steps: (() => Promise<Ending>)[] = [
    async () => {
      const listener = await deps.database.listen(keyChannel, () => keyGate.forget());
      return () => listener.stop();
    },
    ...(link === undefined ? [] : [() => begin(link)]),
    ...(deps.roles.has("worker") ? [() => begin(work)] : []),
  ];
  return {
    app,
    listen: (at) => app.listen(at),
    async start(prepare) {
      await prepare();
      // A start that failed half-way goes on where it stopped.
      for (let step = steps[0]; step !== undefined; step = steps[0]) {
        endings.push(await step());
        steps.shift();
      }
      readiness.set({ migrated: true });
    },
    async close() {
      readiness.set({ stopping: true });
      // Kiosks and work first: they may still write, and the HTTP server waits for its connections.
      for (const end of endings.splice(0).toReversed()) await end();
      await app.close();
      metrics.registry.clear();
    },
  };
}

type Ending = () => Promise<void>;

async function begin(part: {
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
}): Promise<Ending> {
  await part.start();
  return () => part.stop();
}

async function registerApi(
  app: FastifyInstance,
  deps: ServerDeps,
  httpDeps: HttpDeps,
): Promise<void> {
  for (const register of [
    registerParcelRoutes,
    registerReservationRoutes,
    registerCarrierRoutes,
    registerTrackingRoutes,
    registerRecipientRoutes,
    registerSiteRoutes,
    registerLockerRoutes,
    registerRegionRoutes,
    registerShopRoutes,
    registerCourierRoutes,
    registerIncidentRoutes,
    registerWebhookRoutes,
  ]) {
    register(app, httpDeps);
  }
  await registerDocuments(app, httpDeps);
  if (deps.pages === undefined) return registerMissingPages(app);
  await registerPages(app, {
    ...httpDeps,
    pages: deps.pages,
    demoLinks: deps.demoLinks,
    sources: {
      tracking: async (number) => (await getTracking(httpDeps, number)) ?? null,
      recipient: async (token) => (await getRecipientView(httpDeps, token)) ?? null,
    },
  });
}
