// Carries out what the transition function decides: journal first, then one pulse, then the outcome.
// INVARIANT: `unlock` is called once per opening, and only after its intent is committed.
import type { LockBoardDriver } from "@pigeonhole/boards/driver/lock-board-driver";
import type { Timers } from "@pigeonhole/boards/timing/timers";
import type { FactContent } from "@pigeonhole/contract/device/facts";
import type { LockAddress } from "@pigeonhole/contract/layout";
import type { Journal } from "../journal/journal.ts";
import type { KioskLog } from "../platform/logs.ts";
import {
  type Actuation,
  type DoorEvent,
  type DoorReadingInput,
  transitionWall,
  type WallInput,
} from "./door-transition.ts";
import { createEffectWriter } from "./effect-writer.ts";
import { createLookLoop } from "./look-loop.ts";
import {
  type DoorState,
  isMoving,
  type OpeningOrigin,
  startWall,
  type WallState,
  type WallTimes,
} from "./wall-state.ts";

/** A compartment and the lock that moves its door. */
export type WiredDoor = { readonly compartmentId: string; readonly lock: LockAddress };

export type DoorRunnerDeps = {
  readonly journal: Journal;
  readonly buses: ReadonlyMap<string, LockBoardDriver>;
  readonly timers: Timers;
  readonly now: () => Temporal.Instant;
  readonly log: KioskLog;
  readonly tell: (event: DoorEvent) => void;
  /** Called when a compartment is doubted or a door changes, so that others look again. */
  readonly changed: () => void;
};

export type DoorRunner = {
  /**
   * Commits the intent, then sends one pulse. `before` is committed with the intent. Throws
   * `JournalWriteError` when nothing could be committed; then nothing is sent.
   */
  open(origin: OpeningOrigin, before?: () => void): void;
  /** Goes on watching a door that was open before a restart. */
  resume(origin: OpeningOrigin, openForMs: number): void;
  plan(doors: readonly WiredDoor[], times: WallTimes): void;
  door(compartmentId: string): DoorState | undefined;
  /** Reads every bus once and takes the readings in. */
  look(): Promise<void>;
  start(): void;
  stop(): void;
  /** True when something that happened could not be written yet. */
  hasUnwritten(): boolean;
  /** Writes what could not be written before, as far as the journal allows. */
  flush(): void;
};

/** While a door is expected to move; people notice a screen that follows after a quarter second. */
export const fastLookMs = 120;
/** Otherwise: a forced door is read twice, and told, in under 5 seconds. */
export const slowLookMs = 3_000;
/** Until a configuration says otherwise; no door is known before that anyway. */
const timesBeforeConfig: WallTimes = { openWatchMs: 5_000, remindMs: [], leftOpenMs: 180_000 };

export function createDoorRunner(deps: DoorRunnerDeps, openMeansForced: boolean): DoorRunner {
  const { journal, timers, log } = deps;
  const writer = createEffectWriter(deps);
  const loop = createLookLoop({
    timers,
    log,
    look,
    waitMs: () => (isMoving(state) ? fastLookMs : slowLookMs),
  });
  let state: WallState = startWall([], timesBeforeConfig, openMeansForced);
  let wired: readonly WiredDoor[] = [];

  function take(input: WallInput): void {
    const step = transitionWall(state, input);
    const isSeen = isSensedOtherwise(state, step.state);
    state = step.state;
    if (step.effects.length === 0 && !isSeen) return;
    writer.write(step.effects);
    for (const effect of step.effects) if (effect.type === "tell") deps.tell(effect.event);
    deps.changed();
  }

  async function pulse(origin: OpeningOrigin): Promise<void> {
    const actuation = await unlockOnce(deps, wired, origin.compartmentId);
    take({ type: "pulsed", openingId: origin.openingId, actuation, atMs: timers.nowMs() });
    loop.hurry();
  }

  async function look(): Promise<void> {
    for (const name of new Set(wired.map((door) => door.lock.bus))) {
      const readings = await deps.buses.get(name)?.readDoors();
      if (readings === undefined) continue;
      const doors = wired.filter((door) => door.lock.bus === name);
      take({ type: "read", readings: match(doors, readings), atMs: timers.nowMs() });
    }
  }

  return {
    open(origin, before) {
      const at = deps.now();
      journal.transact(() => {
        before?.();
        journal.facts.record(intentOf(origin), at);
        journal.openings.begin({ ...origin, intendedAt: at.toString() });
      });
      take({ type: "intended", origin, atMs: timers.nowMs() });
      pulse(origin).catch((error: unknown) => log.error({ error }, "an opening was not settled"));
    },
    resume(origin, openForMs) {
      take({ type: "resumed", origin, openForMs, atMs: timers.nowMs() });
    },
    plan(doors, times) {
      wired = doors;
      take({ type: "replanned", compartmentIds: doors.map((door) => door.compartmentId), times });
      loop.hurry();
    },
    door: (compartmentId) => state.doors[compartmentId],
    look,
    start: loop.start,
    stop: loop.stop,
    hasUnwritten: writer.hasUnwritten,
    flush: () => writer.write([]),
  };
}

/** A board or wire that fails is an outcome, not an error: somebody waits before the door. */
async function unlockOnce(
  deps: DoorRunnerDeps,
  wired: readonly WiredDoor[],
  compartmentId: string,
): Promise<Actuation> {
  const lock = wired.find((door) => door.compartmentId === compartmentId)?.lock;
  const bus = lock === undefined ? undefined : deps.buses.get(lock.bus);
  if (lock === undefined || bus === undefined) {
    deps.log.error({ compartmentId, bus: lock?.bus }, "no lock is wired for this compartment");
    return "refused";
  }
  try {
    return await bus.unlock({ board: lock.board, channel: lock.channel });
  } catch (error) {
    deps.log.error({ error, compartmentId }, "the lock could not be asked");
    return isNothingSent(error) ? "refused" : "unknown";
  }
}

function isNothingSent(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "boards.lock_not_in_profile";
}

function intentOf(origin: OpeningOrigin): FactContent {
  const { openingId, visitId, grantId, commandId, compartmentId, purpose } = origin;
  return {
    type: "opening.intended",
    data: { openingId, visitId, grantId, commandId, compartmentId, purpose },
  } as FactContent;
}

function isSensedOtherwise(before: WallState, after: WallState): boolean {
  return Object.values(after.doors).some((door) => {
    const known = before.doors[door.compartmentId];
    return known?.sensed !== door.sensed || known.goods !== door.goods;
  });
}

type BusReadings = Awaited<ReturnType<LockBoardDriver["readDoors"]>>;

function match(doors: readonly WiredDoor[], readings: BusReadings): DoorReadingInput[] {
  const byLock = new Map(readings.map((one) => [`${one.lock.board}/${one.lock.channel}`, one]));
  return doors.map(({ compartmentId, lock }) => {
    const reading = byLock.get(`${lock.board}/${lock.channel}`);
    return {
      compartmentId,
      door: reading?.door ?? "unknown",
      goods: reading?.goods ?? "unknown",
    };
  });
}
