// What the screen talks to: HTTP on loopback only, and the screen's own page.
import { existsSync } from "node:fs";
import fastifyStatic from "@fastify/static";
import type { Timers } from "@pigeonhole/boards/timing/timers";
import { screenActionRequest, screenPaths } from "@pigeonhole/contract/kiosk-screen/screen-state";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { KioskScreen } from "../create-kiosk.ts";
import { createEventStreams, type EventStreams } from "./event-streams.ts";

export type ScreenApiDeps = {
  readonly screen: KioskScreen;
  readonly timers: Timers;
  /** Folder of the built screen; without it only the API is served. */
  readonly pagesFolder: string;
};

export type ScreenApi = {
  readonly port: number;
  close(): Promise<void>;
};

const host = "127.0.0.1";
/** A scanned text has 300 characters at most. */
const bodyBytesMax = 2_048;

/** Listens on loopback; port 0 takes a free one. */
export async function serveScreen(deps: ScreenApiDeps, port: number): Promise<ScreenApi> {
  const app = Fastify({ bodyLimit: bodyBytesMax, logger: false, forceCloseConnections: true });
  const streams = createEventStreams(deps.screen, deps.timers);
  app.addHook("onRequest", refuseStrangers);
  addRoutes(app, deps.screen, streams);
  if (existsSync(deps.pagesFolder)) {
    await app.register(fastifyStatic, { root: deps.pagesFolder, index: "index.html" });
  }
  await app.listen({ host, port });
  const address = app.server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    async close() {
      streams.close();
      await app.close();
    },
  };
}

function addRoutes(app: FastifyInstance, screen: KioskScreen, streams: EventStreams): void {
  app.get(screenPaths.setting, (_request, reply) => {
    void reply.header("cache-control", "no-store").send(screen.setting());
  });
  app.get(screenPaths.state, (_request, reply) => {
    void reply.header("cache-control", "no-store").send(screen.state());
  });
  app.post(screenPaths.actions, (request, reply) => {
    const read = screenActionRequest.safeParse(request.body);
    if (!read.success) {
      return reply.code(400).send({ error: "This is no action of the screen." });
    }
    return reply.send(screen.act(read.data));
  });
  app.get(screenPaths.events, (request, reply) => {
    if (!streams.add(request.raw, reply.raw)) {
      return reply.code(503).send({ error: "Too many screens are connected." });
    }
    return reply.hijack();
  });
}

/**
 * A page from elsewhere in the same browser must not press buttons: neither by a request of its own
 * origin nor by a name of its own that leads to this machine.
 */
async function refuseStrangers(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { host: named = "", origin } = request.headers;
  const [name] = named.split(":");
  const isLocalName = name === "127.0.0.1" || name === "localhost";
  const isOwnOrigin = origin === undefined || origin === `http://${named}`;
  if (!isLocalName || !isOwnOrigin) {
    await reply.code(403).send({ error: "Only this kiosk's own screen may ask." });
  }
}
