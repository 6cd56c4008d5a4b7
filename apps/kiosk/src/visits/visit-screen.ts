// The front of the visits: what the screen sees and does, and what the clock ends.
import { defaultKioskPolicies, type KioskConfig } from "@pigeonhole/contract/device/config";
import type {
  ScreenActionRequest,
  ScreenSetting,
  ScreenState,
  ScreenStep,
} from "@pigeonhole/contract/kiosk-screen/screen-state";
import type { Presence } from "../access/presence.ts";
import type { KioskScreen } from "../create-kiosk.ts";
import { JournalWriteError } from "../journal/journal-failure.ts";
import type { DeviceClock } from "../platform/device-clock.ts";
import type { ServiceState } from "../service-state.ts";
import { act } from "./act.ts";
import { type Desk, recordFact, refuse } from "./desk.ts";
import { allowedNow, screenStepOf } from "./screen-steps.ts";
import { endOverdueVisit, forgetOldRefusal, visitLimit } from "./visit-limits.ts";

export type VisitScreen = KioskScreen & {
  /** Runs what needs the journal; a full disk ends the visit and takes the kiosk out of service. */
  attempt(work: () => void): void;
  endOverdue(): void;
  /** The journal takes no entry: whoever is served is told so, and nobody else is. */
  giveUp(error: JournalWriteError): void;
  hasForgottenVisit(): boolean;
  /** A visit that a crash or a full disk cut off gets its end in the journal. */
  endForgottenVisit(): void;
};

export type VisitScreenDeps = {
  readonly desk: Desk;
  readonly service: ServiceState;
  readonly presence: Presence;
  readonly clock: DeviceClock;
  readonly isOnline: () => boolean;
  readonly config: () => KioskConfig | undefined;
  readonly lockerId: string;
  readonly listeners: Set<() => void>;
};

export function createVisitScreen(deps: VisitScreenDeps): VisitScreen {
  const { desk, service, listeners } = deps;
  let revision = 0;
  listeners.add(() => {
    revision += 1;
  });

  function attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof JournalWriteError)) throw error;
      giveUp(error);
    }
  }

  function giveUp(error: JournalWriteError): void {
    desk.log.error({ error }, "the journal takes no entry; nobody is served");
    desk.state = { visit: null, refusal: null };
    refuse(desk, "out_of_service");
    desk.changed();
  }

  function state(): ScreenState {
    const out = service.outOfService();
    // A visit goes on where it can; only what makes openings impossible takes the screen.
    const isStopped = out?.reason === "disk_full" || out?.reason === "journal_damaged";
    const visit = isStopped ? null : desk.state.visit;
    const now = deps.clock.now();
    const screen = visit !== null ? screenStepOf(desk, visit) : (out ?? idleStep(deps, now));
    return {
      revision,
      serverNow: now.toString(),
      visitId: (visit?.visitId ?? null) as ScreenState["visitId"],
      language: visit?.language ?? null,
      ...limitsOf(deps, now),
      allowedActions: screen.step === "out_of_service" ? [] : allowedNow(desk),
      refusal: desk.state.refusal,
      screen,
    };
  }

  return {
    attempt,
    giveUp,
    endOverdue() {
      endOverdueVisit(desk);
      forgetOldRefusal(desk);
    },
    hasForgottenVisit: () => forgottenVisit(desk) !== undefined,
    endForgottenVisit() {
      const visitId = forgottenVisit(desk);
      if (visitId === undefined) return;
      desk.journal.transact(() => {
        recordFact(desk, "visit.ended", { visitId, outcome: "interrupted" });
        desk.journal.kept.remove("visit");
      });
    },
    setting: () => settingOf(deps),
    state,
    act(request: ScreenActionRequest) {
      if (desk.state.visit === null && service.outOfService() !== undefined) {
        refuse(desk, "out_of_service");
      } else {
        attempt(() => act(desk, request));
      }
      return state();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function forgottenVisit(desk: Desk): string | undefined {
  const visitId = desk.journal.kept.read("visit");
  return visitId === desk.state.visit?.visitId ? undefined : visitId;
}

function idleStep(deps: VisitScreenDeps, now: Temporal.Instant): ScreenStep {
  const throttledUntil = deps.desk.admit.throttle.waitUntil(now);
  return {
    step: "idle",
    presenceCode: deps.presence.shown(),
    throttledUntil: throttledUntil?.toString() ?? null,
  };
}

function limitsOf(
  deps: VisitScreenDeps,
  now: Temporal.Instant,
): Pick<ScreenState, "endsAt" | "warnAt"> {
  const { visit } = deps.desk.state;
  if (visit === null) return { endsAt: null, warnAt: null };
  const { endsAtMs, warnAtMs } = visitLimit(visit, deps.desk.config().policies);
  const nowMs = deps.desk.nowMs();
  const at = (ms: number) => now.add({ milliseconds: Math.round(ms - nowMs) }).toString();
  return { endsAt: at(endsAtMs), warnAt: at(warnAtMs) };
}

function settingOf(deps: VisitScreenDeps): ScreenSetting {
  const config = deps.config();
  return {
    lockerId: deps.lockerId as ScreenSetting["lockerId"],
    lockerName: config?.lockerName ?? "",
    siteName: config?.siteName ?? "",
    supportPhone: config?.supportPhone ?? null,
    languages: config?.languages ?? ["en", "de", "pl"],
    layout: config?.layout ?? null,
    policies: config?.policies ?? defaultKioskPolicies,
    online: deps.isOnline(),
  };
}
