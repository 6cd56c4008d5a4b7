// A kiosk that has an identity and a journal: wires doors, visits, access and the link together.
import type { KioskConfig } from "@pigeonhole/contract/device/config";
import type { HelloFrame } from "@pigeonhole/contract/device/frames";
import { createPresence, type Presence } from "./access/presence.ts";
import { createSecretFinder } from "./access/secret-tags.ts";
import { createThrottleStore } from "./access/throttle-store.ts";
import { type CloudLink, createCloudLink } from "./cloud-link/cloud-link.ts";
import { createCommandDesk } from "./cloud-link/command-desk.ts";
import { createDroppedFrames } from "./cloud-link/dropped-frames.ts";
import { createRemoteOpeningLimit } from "./cloud-link/remote-opening-limit.ts";
import type { Kiosk, KioskDeps } from "./create-kiosk.ts";
import { type BoardWatch, createBoardWatch } from "./doors/board-watch.ts";
import { createDoorRunner } from "./doors/door-runner.ts";
import type { DoorEvent } from "./doors/door-transition.ts";
import { settleOpenings } from "./doors/settle-openings.ts";
import type { DeviceIdentity } from "./enrolment/device-identity.ts";
import { createHousekeeping } from "./housekeeping.ts";
import { type Backlog, createBacklog } from "./journal/backlog.ts";
import type { Journal } from "./journal/journal.ts";
import {
  type KeptConfig,
  keepConfig,
  readKeptConfig,
  wallTimes,
  wiredDoors,
} from "./kiosk-config.ts";
import { createKioskStatus } from "./kiosk-status.ts";
import { recordClockStep } from "./platform/clock-fact.ts";
import { createDeviceClock, type DeviceClock } from "./platform/device-clock.ts";
import { createDeviceIds, createDice } from "./platform/device-ids.ts";
import { createServiceState, type ServiceState } from "./service-state.ts";
import { createDesk, type Desk } from "./visits/desk.ts";
import { onDoorEvent } from "./visits/on-door-event.ts";
import { createVisitScreen, type VisitScreen } from "./visits/visit-screen.ts";

export type ServingDeps = Omit<KioskDeps, "journal" | "identity"> & {
  readonly identity: DeviceIdentity & { readonly lockerId: string };
  readonly journal: Journal;
  readonly isNew: boolean;
};

/** What the parts share while the kiosk lives. */
type Core = ServingDeps & {
  readonly clock: DeviceClock;
  readonly bootReason: HelloFrame["bootReason"];
  readonly listeners: Set<() => void>;
  readonly changed: () => void;
  readonly dice: (maxExclusive: number) => number;
  config: KeptConfig | undefined;
  link: CloudLink | undefined;
  /** False until what a crash left open is settled. */
  isReady: boolean;
};

type Parts = {
  readonly desk: Desk;
  readonly boards: BoardWatch;
  readonly presence: Presence;
  readonly service: ServiceState;
  readonly screen: VisitScreen;
  readonly backlog: Backlog;
};

export function createServingKiosk(deps: ServingDeps): Kiosk {
  const core = createCore(deps);
  const parts = createParts(core);
  const { desk, boards, presence, screen } = parts;
  core.link = createLink(core, parts);
  const { journal, timers, clock, changed } = core;
  const housekeeping = createHousekeeping({
    journal,
    timers,
    clock,
    presence,
    screen,
    doors: desk.doors,
    backlog: parts.backlog,
    changed,
  });
  planDoors(core, desk);
  return {
    screen,
    async start() {
      await Promise.all([...deps.buses.values()].map((bus) => bus.open()));
      await beginWork(core, parts);
      desk.doors.start();
      boards.start();
      housekeeping.start();
      core.link?.start();
    },
    async stop(how = "clean") {
      core.link?.stop();
      housekeeping.stop();
      boards.stop();
      desk.doors.stop();
      if (how === "clean") await Promise.all([...deps.buses.values()].map((bus) => bus.close()));
      journal.close(how);
    },
  };
}

function createCore(deps: ServingDeps): Core {
  const { journal, timers } = deps;
  const floorMs = Number(journal.kept.read("clock_floor_ms") ?? 0);
  const core: Core = {
    ...deps,
    clock: createDeviceClock({ wall: deps.now, timers, floorMs }),
    bootReason: bootReasonOf(deps),
    listeners: new Set(),
    changed() {
      for (const listener of core.listeners) listener();
      core.link?.nudge();
    },
    dice: createDice(deps.random),
    config: readKeptConfig(journal),
    link: undefined,
    isReady: false,
  };
  return core;
}

function bootReasonOf(deps: ServingDeps): HelloFrame["bootReason"] {
  const { kept } = deps.journal;
  const machineBoot = kept.read("machine_boot");
  if (machineBoot === undefined) return "first_start";
  if (kept.read("clean_stop") === "yes") return "clean_stop";
  return machineBoot === deps.machineBoot ? "crash" : "power_lost";
}

function createParts(core: Core): Parts {
  const { journal, timers, clock, identity, changed } = core;
  const { now } = clock;
  const backlog = createBacklog(
    (error) => screen.giveUp(error),
    (error) => core.log.error({ error }, "what followed from a door could not be recorded"),
  );
  const desk = createKioskDesk(core, (event) =>
    backlog.doNowOrLater(() => onDoorEvent(desk, event)),
  );
  const presence = createPresence(core.dice, now);
  const boards = createBoardWatch({ buses: core.buses, journal, timers, now, changed });
  const service = createServiceState({
    journal,
    identity,
    isReady: () => core.isReady,
    hasConfig: () => core.config !== undefined,
    boards,
    doors: desk.doors,
    backlog,
  });
  const screen: VisitScreen = createVisitScreen({
    desk,
    service,
    presence,
    clock,
    isOnline: () => core.link?.isOnline() ?? false,
    config: () => core.config?.config,
    lockerId: identity.lockerId,
    listeners: core.listeners,
  });
  return { desk, boards, presence, service, screen, backlog };
}

function createKioskDesk(core: Core, tell: (event: DoorEvent) => void): Desk {
  const { journal, buses, timers, log, changed, identity } = core;
  const { lockerId } = identity;
  const { now } = core.clock;
  const tagKey = Buffer.from(identity.tagKey, "base64url");
  // Without a configuration it has never opened a door.
  const hasWorked = core.config !== undefined;
  return createDesk({
    journal,
    doors: createDoorRunner({ journal, buses, timers, now, log, tell, changed }, hasWorked),
    ids: createDeviceIds(lockerId, core.random),
    admit: {
      journal,
      throttle: createThrottleStore(journal),
      findSecret: createSecretFinder(tagKey, lockerId, journal.grants),
      lockerId,
      now,
    },
    config: () => configOf(core),
    now,
    nowMs: timers.nowMs,
    log,
    changed,
  });
}

function configOf(core: Core): KioskConfig {
  if (core.config === undefined) throw new TypeError("nobody is served without a configuration");
  return core.config.config;
}

function planDoors(core: Core, desk: Desk): void {
  if (core.config === undefined) return;
  const { config } = core.config;
  desk.doors.plan(wiredDoors(config), wallTimes(config));
}

function createLink(core: Core, parts: Parts): CloudLink | undefined {
  const { journal, timers, log, openSocket, changed } = core;
  if (openSocket === undefined) return undefined;
  const { now } = core.clock;
  const { desk, presence, service } = parts;
  const config = () => core.config;
  const limit = createRemoteOpeningLimit(journal, timers);
  return createCloudLink({
    journal,
    lockerId: core.identity.lockerId,
    version: core.version,
    bootReason: core.bootReason,
    now,
    timers,
    random: () => core.dice(diceSides) / diceSides,
    log,
    openSocket,
    signToken: core.signToken,
    hearServerTime: (at) => hearServerTime(core, at),
    setAccepted: (accepted) => setAccepted(core, accepted),
    configVersion: () => core.config?.version ?? 0,
    applyConfig: (version, newConfig) => {
      keepConfig(journal, { version, config: newConfig }, now());
      core.config = { version, config: newConfig };
      planDoors(core, desk);
      log.info({ version }, "configuration applied");
      changed();
    },
    status: createKioskStatus({ journal, service, doors: desk.doors, now, config }).frame,
    carryOut: createCommandDesk({ desk, presence, limit, service }),
    dropped: createDroppedFrames({ journal, timers, now }),
    changed,
  });
}

const diceSides = 1_000_000;

function setAccepted(core: Core, accepted: boolean): void {
  const { journal } = core;
  const told = accepted ? "yes" : "no";
  if (journal.kept.read("accepted") === told) return;
  journal.transact(() => journal.kept.write("accepted", told));
  core.changed();
}

function hearServerTime(core: Core, at: Temporal.Instant): void {
  const { journal, clock } = core;
  const step = clock.hearServer(at);
  journal.transact(() => {
    journal.kept.write("clock_floor_ms", String(clock.floorMs()));
    if (step !== undefined) recordClockStep(journal, step, clock.now());
  });
}

/** What was left open is settled before the first person is served. */
async function beginWork(core: Core, parts: Parts): Promise<void> {
  const { journal, bootReason, version } = core;
  const { now } = core.clock;
  const { doors } = parts.desk;
  await doors.look();
  parts.backlog.doNowOrLater(() => {
    const openingsSettled = settleOpenings({ journal, doors, now });
    journal.transact(() => {
      const data = { bootReason, version, openingsSettled };
      journal.facts.record({ type: "kiosk.started", data }, now());
      journal.kept.write("clean_stop", "no");
      journal.kept.write("machine_boot", core.machineBoot);
    });
    parts.screen.endForgottenVisit();
  });
  core.isReady = true;
}
