// The page, and an HTTP API by which scripts do what hands do.
import type { ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import {
  BOARD_FAULT_MEANING,
  BOARD_FAULTS,
  type BoardFault,
} from "@pigeonhole/boards/simulation/board-faults";
import {
  HAND_ACTIONS,
  type HandAction,
  type HandRefusal,
} from "@pigeonhole/boards/simulation/simulated-doors";
import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import type { Wall, WallChange } from "./wall-state.ts";

export interface RouteDeps {
  readonly wall: Wall;
  readonly kioskUrl: string | undefined;
}

/** Pages that watch at once; an older browser tab is dropped for a newer one. */
const WATCHERS_MAX = 32;
const PAGE_FOLDER = fileURLToPath(new URL("./page/", import.meta.url));
/** The colours every page of the house uses; see packages/ui. */
const TOKENS_FOLDER = fileURLToPath(new URL("../../../packages/ui/src/", import.meta.url));

const doorParams = z.object({ label: z.string(), action: z.enum(HAND_ACTIONS) });
const boardParams = z.object({ address: z.coerce.number().int().min(0) });
const boardQuery = z.object({ bus: z.string().optional() });
const faultsBody = z.strictObject({ faults: z.array(z.enum(BOARD_FAULTS)) });

const REFUSAL_TITLES: Readonly<Record<HandRefusal, string>> = {
  "door-is-locked": "The door is locked.",
  "door-is-open": "The door is open already.",
  "door-is-closed": "The door is closed.",
  "goods-are-inside": "Something is inside already.",
  "nothing-is-inside": "Nothing is inside.",
  "no-such-door": "There is no such door.",
};

export function addRoutes(app: FastifyInstance, deps: RouteDeps): void {
  const { wall } = deps;
  const state = () => ({
    ...wall.state(),
    kioskUrl: deps.kioskUrl ?? null,
    faultMeanings: BOARD_FAULT_MEANING,
  });
  app.register(fastifyStatic, { root: PAGE_FOLDER });
  app.get("/tokens.css", (_, reply) => reply.sendFile("tokens.css", TOKENS_FOLDER));
  app.get("/mark.svg", (_, reply) => reply.sendFile("mark/mark.svg", TOKENS_FOLDER));
  app.get("/state", state);
  addDoorRoute(app, wall);
  addBoardRoutes(app, wall);
  addEventRoute(app, wall, state);
}

function addDoorRoute(app: FastifyInstance, wall: Wall): void {
  app.post("/doors/:label/:action", (request, reply) => {
    const params = doorParams.safeParse(request.params);
    if (!params.success) {
      return refuse(reply, 404, "no-such-action", `A hand can ${HAND_ACTIONS.join(", ")}.`);
    }
    const { label, action } = params.data;
    const result = wall.byHand(label, action satisfies HandAction);
    if (result.ok) return result.door;
    const status = result.refusal === "no-such-door" ? 404 : 409;
    return refuse(reply, status, result.refusal, REFUSAL_TITLES[result.refusal]);
  });
}

function addBoardRoutes(app: FastifyInstance, wall: Wall): void {
  const noSuchBoard = (reply: FastifyReply) =>
    refuse(reply, 404, "no-such-board", "There is no such board.");
  const readAddress = (params: unknown, query: unknown) => {
    const address = boardParams.safeParse(params).data?.address ?? -1;
    return { address, bus: boardQuery.safeParse(query).data?.bus };
  };

  app.post("/boards/:address/faults", (request, reply) => {
    const body = faultsBody.safeParse(request.body);
    if (!body.success) {
      const known = BOARD_FAULTS.join(", ");
      return refuse(reply, 400, "bad-faults", `Send {"faults": […]} with any of: ${known}.`);
    }
    const { address, bus } = readAddress(request.params, request.query);
    const faults: readonly BoardFault[] = body.data.faults;
    return wall.setFaults(address, faults, bus) ? { address, faults } : noSuchBoard(reply);
  });

  app.post("/boards/:address/restart", (request, reply) => {
    const { address, bus } = readAddress(request.params, request.query);
    return wall.restart(address, bus) ? { address } : noSuchBoard(reply);
  });
}

/** Server-sent events: the whole state at first and after every change, each change by itself. */
function addEventRoute(app: FastifyInstance, wall: Wall, state: () => unknown): void {
  const watchers = new Set<ServerResponse>();
  const write = (watcher: ServerResponse, event: string, value: unknown) =>
    watcher.write(`event: ${event}\ndata: ${JSON.stringify(value)}\n\n`);
  const stop = wall.onChange((change: WallChange) => {
    for (const watcher of watchers) {
      write(watcher, "change", change);
      write(watcher, "state", state());
    }
  });
  app.addHook("preClose", async () => {
    stop();
    for (const watcher of watchers) watcher.end();
  });
  app.get("/events", (_, reply) => {
    reply.hijack();
    const [oldest] = watchers;
    if (oldest && watchers.size >= WATCHERS_MAX) oldest.end();
    const watcher = reply.raw;
    watcher.writeHead(200, {
      "content-type": "text/event-stream",
      "cache-control": "no-store",
    });
    watchers.add(watcher);
    watcher.on("close", () => watchers.delete(watcher));
    write(watcher, "state", state());
  });
}

function refuse(reply: FastifyReply, status: number, code: string, title: string) {
  return reply
    .code(status)
    .type("application/problem+json")
    .send({ type: "about:blank", title, status, code });
}
