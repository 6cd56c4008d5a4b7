import type { ScreenStep } from "@pigeonhole/contract/kiosk-screen/screen-state";
import type { BoardWatch } from "./doors/board-watch.ts";
import type { DoorRunner } from "./doors/door-runner.ts";
import { type DeviceIdentity, fingerprintOf } from "./enrolment/device-identity.ts";
import type { Backlog } from "./journal/backlog.ts";
import type { Journal } from "./journal/journal.ts";

export type OutOfService = Extract<ScreenStep, { step: "out_of_service" }>;

/** Whether people can be served, and what to say when not. */
export type ServiceState = {
  outOfService(): OutOfService | undefined;
};

export type ServiceStateDeps = {
  readonly journal: Journal;
  readonly identity: DeviceIdentity;
  /** False until the doors were read once and what a crash left open is settled. */
  readonly isReady: () => boolean;
  readonly hasConfig: () => boolean;
  readonly boards: BoardWatch;
  readonly doors: DoorRunner;
  readonly backlog: Backlog;
};

/** The reason that must be mended first is the one that is shown. */
export function createServiceState(deps: ServiceStateDeps): ServiceState {
  const { journal } = deps;
  const say = (reason: OutOfService["reason"], fingerprint: string | null = null) =>
    ({ step: "out_of_service", reason, fingerprint }) as const;
  return {
    outOfService() {
      const problem = journal.problem();
      if (problem === "damaged") return say("journal_damaged");
      const isBehind = deps.doors.hasUnwritten() || deps.backlog.isBehind();
      if (problem !== undefined || isBehind) return say("disk_full");
      if (!deps.hasConfig()) return say("no_config", fingerprintOf(deps.identity));
      if (journal.kept.read("accepted") === "no") {
        return say("quarantined", fingerprintOf(deps.identity));
      }
      if (!deps.isReady() || deps.boards.areAllSilent()) return say("boards_silent");
      return undefined;
    },
  };
}
