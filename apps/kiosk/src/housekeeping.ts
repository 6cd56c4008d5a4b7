// What has to be looked at now and then, whoever stands there.
import type { Timers } from "@pigeonhole/boards/timing/timers";
import type { Presence } from "./access/presence.ts";
import type { DoorRunner } from "./doors/door-runner.ts";
import type { Backlog } from "./journal/backlog.ts";
import type { Journal } from "./journal/journal.ts";
import { recordClockStep } from "./platform/clock-fact.ts";
import type { DeviceClock } from "./platform/device-clock.ts";
import type { VisitScreen } from "./visits/visit-screen.ts";

export type Housekeeping = { start(): void; stop(): void };

export type HousekeepingDeps = {
  readonly journal: Journal;
  readonly timers: Timers;
  readonly clock: DeviceClock;
  readonly presence: Presence;
  readonly screen: VisitScreen;
  readonly doors: DoorRunner;
  readonly backlog: Backlog;
  readonly changed: () => void;
};

const tickMs = 500;
const probeEveryMs = 5_000;
const tidyEveryMs = 3_600_000;
/** Acknowledged facts that stay readable at the locker, for support. */
const factsKept = 20_000;
/** How long the bearer of a grant that left the list is still told why it does not work. */
const removedGrantsKeptHours = 14 * 24;
const endedStaysKeptHours = 90 * 24;

export function createHousekeeping(deps: HousekeepingDeps): Housekeeping {
  const { journal, timers, clock } = deps;
  let cancel: (() => void) | undefined;
  let probedAtMs = timers.nowMs();
  let tidiedAtMs = timers.nowMs();

  function tick(): void {
    cancel = timers.after(tickMs, tick);
    if (!isWritable()) return;
    catchUp();
    deps.screen.attempt(() => {
      noteClockStep();
      deps.screen.endOverdue();
      tidy();
    });
    if (deps.presence.rotate()) deps.changed();
  }

  /** After a failed write the disk is tried now and then, with nothing that matters. */
  function isWritable(): boolean {
    if (journal.problem() === undefined) return true;
    if (journal.problem() === "damaged" || timers.nowMs() - probedAtMs < probeEveryMs) return false;
    probedAtMs = timers.nowMs();
    return journal.probe();
  }

  function catchUp(): void {
    const { doors, backlog, screen } = deps;
    const wasBehind = doors.hasUnwritten() || backlog.isBehind() || screen.hasForgottenVisit();
    if (!wasBehind) return;
    doors.flush();
    if (!doors.hasUnwritten()) backlog.catchUp();
    if (!backlog.isBehind()) screen.attempt(screen.endForgottenVisit);
    deps.changed();
  }

  function noteClockStep(): void {
    const step = clock.checkWall();
    if (step === undefined) return;
    recordClockStep(journal, step, clock.now());
  }

  function tidy(): void {
    if (timers.nowMs() - tidiedAtMs < tidyEveryMs) return;
    tidiedAtMs = timers.nowMs();
    journal.transact(() => {
      journal.facts.prune(factsKept);
      journal.grants.forgetRemoved(clock.now().subtract({ hours: removedGrantsKeptHours }));
      journal.stays.forgetEnded(clock.now().subtract({ hours: endedStaysKeptHours }));
    });
  }

  return {
    start: tick,
    stop: () => cancel?.(),
  };
}
