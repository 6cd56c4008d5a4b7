// What the visits share: the state of the desk, the journal entries that begin and end a visit, and
// the way to a door. One visit at a time; a door left open does not keep it from ending.
import type { KioskConfig } from "@pigeonhole/contract/device/config";
import type { FactContent, FactType } from "@pigeonhole/contract/device/facts";
import type { ScreenRefusal } from "@pigeonhole/contract/kiosk-screen/screen-state";
import type { AdmitDeps } from "../access/admit.ts";
import type { DoorRunner } from "../doors/door-runner.ts";
import type { ListedGrant } from "../journal/grant-list.ts";
import type { Journal } from "../journal/journal.ts";
import type { Purpose } from "../journal/openings.ts";
import type { DeviceIds } from "../platform/device-ids.ts";
import type { KioskLog } from "../platform/logs.ts";
import type { DepositAttempt, DeskState, StepDoor, Visit, VisitEnd, VisitStep } from "./visit.ts";

export type DeskDeps = {
  readonly journal: Journal;
  readonly doors: DoorRunner;
  readonly ids: DeviceIds;
  readonly admit: AdmitDeps;
  readonly config: () => KioskConfig;
  readonly now: () => Temporal.Instant;
  readonly nowMs: () => number;
  readonly log: KioskLog;
  readonly changed: () => void;
};

/** A deposit whose courier left while the door still stood open; it is believed when it closes. */
export type TrustedDeposit = {
  readonly visitId: string;
  readonly courierId: string | null;
  readonly attempt: DepositAttempt;
};

export type Desk = DeskDeps & {
  state: DeskState;
  /** When the last refusal was shown, by the monotonic clock. */
  refusedAtMs: number;
  /** By opening. */
  readonly trustedDeposits: Map<string, TrustedDeposit>;
  /** Openings of deposits whose door was left standing open for another one: nothing went in. */
  readonly leftOpenings: Set<string>;
  /** Openings behind which somebody found nothing or a stranger's parcel; closing proves nothing. */
  readonly disputedOpenings: Set<string>;
};

export function createDesk(deps: DeskDeps): Desk {
  return {
    ...deps,
    state: { visit: null, refusal: null },
    refusedAtMs: 0,
    trustedDeposits: new Map(),
    leftOpenings: new Set(),
    disputedOpenings: new Set(),
  };
}

export function recordFact<Type extends FactType>(
  desk: Pick<Desk, "journal" | "now">,
  type: Type,
  data: LooseData<Extract<FactContent, { type: Type }>["data"]>,
): void {
  desk.journal.facts.record({ type, data } as unknown as FactContent, desk.now());
}

/** Ids inside the kiosk are plain text; the contract's prefixes are checked where frames are read. */
type LooseData<Data> = {
  readonly [Key in keyof Data]: Data[Key] extends string
    ? string
    : Data[Key] extends string | null
      ? string | null
      : Data[Key];
};

export function newVisit(
  desk: Desk,
  kind: Visit["kind"],
  listed: ListedGrant,
  step: VisitStep,
): Visit {
  const { grant } = listed;
  return {
    visitId: desk.ids("vis"),
    kind,
    grantId: grant.grantId,
    courierId: grant.courierId,
    language: grant.language,
    step,
    touchedAtMs: desk.nowMs(),
    depositedNow: 0,
    opened: {},
    skipped: [],
    commandId: null,
  };
}

/** The entries that begin a visit; the caller's transaction commits them. */
export function recordVisitStart(desk: Desk, visit: Visit): void {
  const { visitId, kind, grantId, courierId } = visit;
  recordFact(desk, "visit.started", { visitId, kind, grantId, courierId });
  desk.journal.kept.write("visit", visitId);
  desk.journal.grants.noteUse(grantId, desk.now());
}

export function endVisit(desk: Desk, outcome: VisitEnd): void {
  const { visit } = desk.state;
  if (visit === null) return;
  desk.journal.transact(() => {
    recordFact(desk, "visit.ended", { visitId: visit.visitId, outcome });
    desk.journal.kept.remove("visit");
  });
  desk.state = { visit: null, refusal: null };
  desk.changed();
}

export function setStep(desk: Desk, visit: Visit, step: VisitStep): void {
  desk.state = { visit: { ...visit, step, touchedAtMs: desk.nowMs() }, refusal: null };
  desk.changed();
}

export function refuse(desk: Desk, refusal: ScreenRefusal): void {
  desk.state = { ...desk.state, refusal };
  desk.refusedAtMs = desk.nowMs();
  desk.changed();
}

export type WantedOpening = {
  readonly compartmentId: string;
  readonly purpose: Purpose;
  readonly stayId: string | null;
  /** Committed with the intent, before it. */
  readonly before?: () => void;
};

/** Commits the intent and sends the one pulse; the answer is the door of the next step. */
export function openDoor(desk: Desk, visit: Visit, wanted: WantedOpening): StepDoor {
  const openingId = desk.ids("opn");
  const { compartmentId, purpose, stayId } = wanted;
  desk.doors.open(
    {
      openingId,
      compartmentId,
      purpose,
      stayId,
      visitId: visit.visitId,
      grantId: visit.grantId,
      commandId: visit.commandId,
    },
    wanted.before,
  );
  return { openingId, compartmentId, phase: "opening", openedAt: null, remind: false };
}

export function doorLabel(desk: Pick<Desk, "config">, compartmentId: string): string {
  for (const { compartments } of desk.config().layout.modules) {
    const found = compartments.find((one) => one.compartmentId === compartmentId);
    if (found !== undefined) return found.label;
  }
  return "?";
}
