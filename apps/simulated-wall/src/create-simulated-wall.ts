// A wall of simulated doors: its boards on TCP as behind a gateway, its page and its HTTP API.
import { type ServedBus, serveBusOverTcp } from "@pigeonhole/boards/ports/serve-tcp";
import type { Timers } from "@pigeonhole/boards/timing/timers";
import fastify from "fastify";
import { addRoutes } from "./routes.ts";
import { rememberDoors } from "./wall-memory.ts";
import type { WallPlan } from "./wall-plan.ts";
import { createWall, type Wall } from "./wall-state.ts";

export interface SimulatedWallDeps {
  readonly plan: WallPlan;
  readonly timers: Timers;
  readonly host: string;
  /** One TCP port per bus, in the order of the plan; 0 and a missing one take a free port. */
  readonly boardPorts: readonly number[];
  readonly pagePort: number;
  /** Screen of the kiosk that works this wall; shown beside it. */
  readonly kioskUrl: string | undefined;
  /** Where doors and goods are kept between runs; undefined keeps them nowhere. */
  readonly stateFile: string | undefined;
}

export interface SimulatedWall {
  readonly wall: Wall;
  readonly pageUrl: string;
  readonly buses: readonly {
    readonly name: string;
    readonly host: string;
    readonly port: number;
  }[];
  close(): Promise<void>;
}

/** Resolves when the page and every bus can be reached. */
export async function createSimulatedWall(deps: SimulatedWallDeps): Promise<SimulatedWall> {
  const wall = createWall(deps.plan, deps.timers);
  if (deps.stateFile !== undefined) rememberDoors(wall, deps.stateFile);
  const served: (ServedBus & { name: string })[] = [];
  const app = fastify({ forceCloseConnections: true });
  async function close(): Promise<void> {
    await app.close();
    await Promise.all(served.map((bus) => bus.close()));
  }
  try {
    for (const [index, { name, bus }] of wall.buses.entries()) {
      const port = deps.boardPorts[index] ?? 0;
      const gateway = await serveBusOverTcp(bus, { host: deps.host, port });
      served.push({ ...gateway, name });
    }
    addRoutes(app, { wall, kioskUrl: deps.kioskUrl });
    const pageUrl = await app.listen({ host: deps.host, port: deps.pagePort });
    const buses = served.map(({ name, host, port }) => ({ name, host, port }));
    return { wall, pageUrl: `${pageUrl}/`, buses, close };
  } catch (error) {
    await close();
    throw error;
  }
}
