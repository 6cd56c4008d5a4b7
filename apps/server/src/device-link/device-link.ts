import type { Server } from "node:http";
import { deviceCloseCodes } from "@pigeonhole/contract/device/frames";
import type { Registry } from "prom-client";
import type { WebSocket } from "ws";
import type { Deps } from "../deps.ts";
import { type Reply, recordReplies } from "../lockers/commands.ts";
import { lockerChannel } from "../lockers/list-version.ts";
import { type HeardStatus, recordContacts, recordStatuses } from "../lockers/status.ts";
import type { Timers } from "../platform/timers.ts";
import { acceptUpgrades } from "./accept-upgrades.ts";
import { createAuthenticator, type Kiosk } from "./authenticate-kiosk.ts";
import { commitFacts } from "./facts/commit-facts.ts";
import { createFactsPipeline, PipelineStoppedError } from "./facts/facts-pipeline.ts";
import { createGatherer } from "./gather.ts";
import {
  type ConnectionPorts,
  type KioskConnection,
  openKioskConnection,
} from "./kiosk-connection.ts";
import {
  gatheredMax,
  gatherQueueMax,
  gatherWindowMs,
  pingEverySeconds,
  resyncEverySeconds,
  timeEverySeconds,
} from "./limits.ts";
import { createLinkMetrics, type LinkMetrics } from "./link-metrics.ts";
import { perRegion } from "./regions.ts";
import { createSyncer } from "./syncer.ts";
import { type Greeting, kioskChannel, welcomeKiosks } from "./welcome-kiosks.ts";

export type DeviceLinkDeps = Deps & {
  readonly timers: Timers;
  /** Where its figures are kept for `/metrics`. */
  readonly registry: Registry;
};

export type DeviceLink = {
  /** Answers upgrade requests of this HTTP server. */
  attach(server: Server): void;
  /** Begins to hear from other processes and to look after connections. */
  start(): Promise<void>;
  /** Closes all connections; facts that were not acknowledged are sent again elsewhere. */
  stop(): Promise<void>;
  /** Kiosks whose connection this process holds. */
  connectedLockers(): readonly string[];
};

const tryAgainLaterCloseCode = 1013;

/** The cloud's end of the device link. Several processes may each have one on one database. */
export function createDeviceLink(deps: DeviceLinkDeps): DeviceLink {
  const connections = new Map<string, KioskConnection>();
  const regions = createRegions(deps, () => metrics);
  const metrics = createLinkMetrics(deps.registry, {
    connected: () => connections.size,
    queuedFacts: () =>
      regions.all().reduce((sum, [, region]) => sum + region.facts.queuedFacts(), 0),
  });
  const ports = connectionPorts(deps, regions, metrics);
  const endings: (() => unknown)[] = [];

  function connected(kiosk: Kiosk, socket: WebSocket): void {
    const connectionId = Buffer.from(deps.randomBytes(8)).toString("hex");
    const connection = openKioskConnection({
      kiosk,
      connectionId,
      connectedAt: deps.now(),
      socket,
      ports,
    });
    connections.get(kiosk.lockerId)?.close(deviceCloseCodes.replaced, "replaced");
    connections.set(kiosk.lockerId, connection);
    metrics.connections.inc({ outcome: "accepted" });
    socket.on("error", (error) => deps.log.debug({ error }, "a kiosk's connection broke"));
    socket.on("close", () => {
      if (connections.get(kiosk.lockerId) === connection) connections.delete(kiosk.lockerId);
    });
  }

  return {
    attach(server) {
      acceptUpgrades(server, {
        authenticate: createAuthenticator(deps),
        connected,
        refused: (outcome) => metrics.connections.inc({ outcome }),
        failed: (error) => deps.log.warn({ error }, "a kiosk could not be let in yet"),
        now: deps.now,
      });
    },
    async start() {
      endings.push(...(await hearOthers(deps, connections, regions)));
      endings.push(...lookAfter(deps, connections, regions));
    },
    async stop() {
      for (const end of endings.splice(0)) await end();
      for (const connection of connections.values()) {
        connection.close(deviceCloseCodes.shuttingDown, "shutting down");
      }
      await Promise.all(regions.all().map(([, region]) => region.facts.stop()));
    },
    connectedLockers: () => [...connections.keys()],
  };
}

type Regions = ReturnType<typeof createRegions>;

/** What is gathered and committed for each region apart; nothing of it ever crosses regions. */
function createRegions(deps: DeviceLinkDeps, metrics: () => LinkMetrics) {
  const { timers, log, database } = deps;
  const gathering = {
    timers,
    windowMs: gatherWindowMs,
    batchMax: gatheredMax,
    queueMax: gatherQueueMax,
  };
  return perRegion((region) => ({
    facts: createFactsPipeline({
      timers,
      log,
      commit: (frames) => {
        const count = frames.reduce((sum, frame) => sum + frame.facts.length, 0);
        metrics().factsPerCommit.observe(count);
        const counted = (outcome: string, facts: number) => metrics().facts.inc({ outcome }, facts);
        return commitFacts({ ...deps, counted }, region, frames);
      },
    }),
    welcomes: createGatherer({
      ...gathering,
      run: (greetings: readonly Greeting[]) => welcomeKiosks(deps, region, greetings),
    }),
    statuses: createGatherer({
      ...gathering,
      run: async (heard: readonly HeardStatus[]) => {
        await database.region(region, (tx) => recordStatuses(tx, heard, deps.now()));
        return heard.map(() => true);
      },
    }),
    replies: createGatherer({
      ...gathering,
      run: async (replies: readonly Reply[]) => {
        await database.region(region, (tx) => recordReplies(tx, replies, deps.now()));
        return replies.map(() => true);
      },
    }),
    syncer: createSyncer({ deps, region }),
  }));
}

function connectionPorts(
  deps: DeviceLinkDeps,
  regions: Regions,
  metrics: LinkMetrics,
): ConnectionPorts {
  const failed = (connection: KioskConnection, error: unknown) => {
    if (error instanceof PipelineStoppedError) return;
    deps.log.warn({ error, lockerId: connection.kiosk.lockerId }, "a kiosk's frame failed");
    // Without a welcome the kiosk could do nothing but wait; it comes again after a pause.
    if (connection.state() === null) connection.close(tryAgainLaterCloseCode, "try again later");
  };
  return {
    welcome: ({ kiosk, connectionId, connectedAt }, hello) =>
      regions.of(kiosk.region).welcomes.ask({
        lockerId: kiosk.lockerId,
        connectionId,
        connectedAt,
        hello,
      }),
    addFacts: (region, frame) => regions.of(region).facts.add(frame),
    isCrowded: (region) => regions.of(region).facts.isCrowded(),
    whenRoomy: (region) => regions.of(region).facts.whenRoomy(),
    wantsSync: (connection) => regions.of(connection.kiosk.region).syncer.request(connection),
    heardStatus: (connection, status) => {
      const { lockerId, region } = connection.kiosk;
      regions
        .of(region)
        .statuses.ask({ lockerId, status })
        .catch((error: unknown) => failed(connection, error));
    },
    heardReply: (connection, reply) => {
      const { lockerId, region } = connection.kiosk;
      const { commandId, outcome, reason } = reply;
      regions
        .of(region)
        .replies.ask({ lockerId, commandId, outcome, reason })
        .catch((error: unknown) => failed(connection, error));
    },
    dropped: (reason) => metrics.framesDropped.inc({ reason }),
    failed,
  };
}

type Connections = Map<string, KioskConnection>;

/** Changes and newer connections that other processes tell of. */
async function hearOthers(
  deps: DeviceLinkDeps,
  connections: Connections,
  regions: Regions,
): Promise<(() => Promise<void>)[]> {
  const sync = (connection: KioskConnection) =>
    regions.of(connection.kiosk.region).syncer.request(connection);
  const changes = await deps.database.listen(lockerChannel, (lockerId) => {
    // An empty payload comes after a lost connection: anything may have been missed.
    if (lockerId === "") return connections.forEach(sync);
    const connection = connections.get(lockerId);
    if (connection !== undefined) sync(connection);
  });
  const hearNewer = (payload: string) => {
    const [lockerId = "", connectionId = "", connectedAtMs] = payload.split(" ");
    const own = connections.get(lockerId);
    if (own === undefined || own.connectionId === connectionId) return;
    // The other process may tell late of a connection that is older than ours.
    if (Number(connectedAtMs) < own.connectedAt.epochMilliseconds) return;
    own.close(deviceCloseCodes.replaced, "replaced");
  };
  try {
    const newer = await deps.database.listen(kioskChannel, hearNewer);
    return [() => changes.stop(), () => newer.stop()];
  } catch (error) {
    // The start is tried again as a whole; a listener left behind would hear everything twice.
    await changes.stop();
    throw error;
  }
}

/** Pings, server time, what was missed, and the note that these lockers are in reach. */
function lookAfter(
  deps: DeviceLinkDeps,
  connections: Connections,
  regions: Regions,
): (() => void)[] {
  const { timers, database } = deps;
  const beat = timers.every(pingEverySeconds * 1_000, () => {
    for (const connection of connections.values()) connection.ping();
    const welcomed = [...connections.values()].filter((one) => one.state() !== null);
    for (const [region, own] of Map.groupBy(welcomed, (one) => one.kiosk.region)) {
      const contacts = own.map(({ kiosk, connectedAt }) => ({
        lockerId: kiosk.lockerId,
        connectedAt,
      }));
      database
        .region(region, (tx) => recordContacts(tx, contacts, deps.now()))
        .catch((error: unknown) => deps.log.warn({ error, region }, "contacts were not noted"));
    }
  });
  const clock = timers.every(timeEverySeconds * 1_000, () => {
    const serverTime = deps.now().toString();
    for (const connection of connections.values()) {
      if (connection.state() !== null) connection.send({ type: "time", serverTime });
    }
  });
  // Should a notification ever be lost, what it told of comes late but not never.
  const resync = timers.every(resyncEverySeconds * 1_000, () => {
    for (const one of connections.values()) regions.of(one.kiosk.region).syncer.request(one);
  });
  return [beat, clock, resync];
}
