// A kiosk that has an identity and a journal: wires doors, visits, access and the link together.
import type { KioskConfig } from "@pigeonhole/contract/device/config";
import type { HelloFrame } from "@pigeonhole/contract/device/frames";
import { createPresence } from "./access/presence.ts";
import { createSecretFinder } from "./access/secret-tags.ts";
import { createThrottleStore } from "./access/throttle-store.ts";
import { type CloudLink, createCloudLink } from "./cloud-link/cloud-link.ts";
import { createCommandDesk } from "./cloud-link/command-desk.ts";
import { createDroppedFrames } from "./cloud-link/dropped-frames.ts";
import { createRemoteOpeningLimit } from "./cloud-link/remote-opening-limit.ts";
import type { Kiosk, KioskDeps } from "./create-kiosk.ts";
import { createBoardWatch } from "./doors/board-watch.ts";
import { createDoorRunner } from "./doors/door-runner.ts";
import { settleOpenings } from "./doors/settle-openings.ts";
import type { DeviceIdentity } from "./enrolment/device-identity.ts";
import { createHousekeeping } from "./housekeeping.ts";
import type { Journal } from "./journal/journal.ts";
import { JournalWriteError } from "./journal/journal-failure.ts";
import {
  type KeptConfig,
  keepConfig,
  readKeptConfig,
  wallTimes,
  wiredDoors,
} from "./kiosk-config.ts";
import { createKioskStatus } from "./kiosk-status.ts";
import { createDeviceClock } from "./platform/device-clock.ts";
import { createDeviceIds, createDice } from "./platform/device-ids.ts";
import { createServiceState } from "./service-state.ts";
import { createDesk, type Desk } from "./visits/desk.ts";
import { onDoorEvent } from "./visits/on-door-event.ts";
import { createVisitScreen } from "./visits/visit-screen.ts";

export type ServingDeps = Omit<KioskDeps, "journal" | "identity"> & {
  readonly identity: DeviceIdentity & { readonly lockerId: string };
  readonly journal: Journal;
  readonly isNew: boolean;
};

export function createServingKiosk(deps: ServingDeps): Kiosk {
  const parts = assemble(deps);
  const { journal } = deps;
  return {
    screen: parts.screen,
    async start() {
      await Promise.all([...deps.buses.values()].map((bus) => bus.open()));
      await beginWork(deps, parts);
    },
    async stop(how = "clean") {
      parts.link?.stop();
      parts.housekeeping.stop();
      parts.boards.stop();
      parts.doors.stop();
      if (how === "clean") await Promise.all([...deps.buses.values()].map((bus) => bus.close()));
      journal.close(how);
    },
  };
}

type Parts = ReturnType<typeof assemble>;

/** What was left open is settled before the first person is served. */
async function beginWork(deps: ServingDeps, parts: Parts): Promise<void> {
  const { journal, log } = deps;
  const now = parts.clock.now;
  await parts.doors.look();
  try {
    const openingsSettled = settleOpenings({ journal, doors: parts.doors, now });
    journal.transact(() => {
      const { bootReason } = parts;
      journal.facts.record(
        { type: "kiosk.started", data: { bootReason, version: deps.version, openingsSettled } },
        now(),
      );
      journal.kept.write("clean_stop", "no");
      journal.kept.write("machine_boot", deps.machineBoot);
    });
    parts.endForgottenVisit();
  } catch (error) {
    // A full disk at start: nothing is served until it takes entries, and then it is settled again.
    if (!(error instanceof JournalWriteError)) throw error;
    log.error({ error }, "the start could not be journalled");
  }
  parts.doors.start();
  parts.boards.start();
  parts.housekeeping.start();
  parts.link?.start();
}

function assemble(deps: ServingDeps) {
  const { journal, timers, log, identity } = deps;
  const { lockerId } = identity;
  const bootReason = bootReasonOf(deps);
  const clock = createDeviceClock({
    wall: deps.now,
    timers,
    floorMs: Number(journal.kept.read("clock_floor_ms") ?? 0),
  });
  const now = () => clock.now();
  const listeners = new Set<() => void>();
  let link: CloudLink | undefined;
  const changed = () => {
    for (const listener of listeners) listener();
    link?.nudge();
  };
  let config: KeptConfig | undefined = readKeptConfig(journal);
  const knownConfig = (): KioskConfig => {
    if (config === undefined) throw new TypeError("nobody is served without a configuration");
    return config.config;
  };

  const desk: Desk = createDesk({
    journal,
    doors: createDoorRunner(
      {
        journal,
        buses: deps.buses,
        timers,
        now,
        log,
        tell: (event) => takeDoorEvent(event),
        changed,
      },
      bootReason !== "first_start",
    ),
    ids: createDeviceIds(lockerId, deps.random),
    admit: {
      journal,
      throttle: createThrottleStore(journal),
      findSecret: createSecretFinder(
        Buffer.from(identity.tagKey, "base64url"),
        lockerId,
        journal.grants,
      ),
      lockerId,
      now,
    },
    config: knownConfig,
    now,
    nowMs: timers.nowMs,
    log,
    changed,
  });
  const { doors } = desk;
  const dice = createDice(deps.random);
  const presence = createPresence(dice, now);
  const boards = createBoardWatch({ buses: deps.buses, journal, timers, now, changed });
  const service = createServiceState({
    journal,
    identity,
    hasConfig: () => config !== undefined,
    boards,
    clock,
    doors,
  });
  const screen = createVisitScreen({
    desk,
    service,
    presence,
    clock,
    isOnline: () => link?.isOnline() ?? false,
    config: () => config?.config,
    lockerId,
    listeners,
  });

  /** What happened at a door is in the journal already; what follows from it may have to wait. */
  function takeDoorEvent(event: Parameters<typeof onDoorEvent>[1]): void {
    screen.attempt(() => onDoorEvent(desk, event));
  }

  function plan(): void {
    if (config !== undefined) doors.plan(wiredDoors(config.config), wallTimes(config.config));
  }

  function hearServerTime(at: Temporal.Instant): void {
    const step = clock.hearServer(at);
    journal.transact(() => {
      journal.kept.write("clock_floor_ms", String(clock.floorMs()));
      if (step === undefined) return;
      const { from, to, accepted } = step;
      journal.facts.record(
        { type: "clock.stepped", data: { fromAt: from.toString(), toAt: to.toString(), accepted } },
        now(),
      );
    });
  }

  const status = createKioskStatus({ journal, service, doors, now, config: () => config });
  const dropped = createDroppedFrames({ journal, timers, now });
  const limit = createRemoteOpeningLimit(journal, timers);
  if (deps.openSocket !== undefined) {
    link = createCloudLink({
      journal,
      lockerId,
      version: deps.version,
      bootReason,
      now,
      timers,
      random: () => dice(1_000_000) / 1_000_000,
      log,
      openSocket: deps.openSocket,
      signToken: deps.signToken,
      hearServerTime,
      setAccepted: (accepted) => {
        const told = accepted ? "yes" : "no";
        if (journal.kept.read("accepted") === told) return;
        journal.transact(() => journal.kept.write("accepted", told));
        changed();
      },
      configVersion: () => config?.version ?? 0,
      applyConfig: (version, newConfig) => {
        keepConfig(journal, { version, config: newConfig }, now());
        config = { version, config: newConfig };
        plan();
        log.info({ version }, "configuration applied");
        changed();
      },
      status: status.frame,
      carryOut: createCommandDesk({ desk, presence, limit, service }),
      dropped,
      changed,
    });
  }
  const housekeeping = createHousekeeping({ journal, timers, clock, presence, screen, changed });
  plan();
  return {
    clock,
    doors,
    boards,
    link,
    housekeeping,
    screen,
    bootReason,
    endForgottenVisit: screen.endForgottenVisit,
  };
}

function bootReasonOf(deps: ServingDeps): HelloFrame["bootReason"] {
  const { journal } = deps;
  if (journal.kept.read("machine_boot") === undefined) return "first_start";
  if (journal.kept.read("clean_stop") === "yes") return "clean_stop";
  return journal.kept.read("machine_boot") === deps.machineBoot ? "crash" : "power_lost";
}
