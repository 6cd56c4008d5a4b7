// Putting in: a courier scans a label, a door opens, the parcel goes in, the door shuts.

import type { ScreenRefusal } from "@pigeonhole/contract/kiosk-screen/screen-state";
import type { AllocationRefusal } from "@pigeonhole/domain/allocation/allocate-compartment";
import { parseTrackingNumber } from "@pigeonhole/domain/tracking-number";
import type { DoorEvent } from "../doors/door-transition.ts";
import { doubtCompartment } from "../doors/effect-writer.ts";
import type { NeedsCheckReason } from "../journal/conditions.ts";
import type { ListedGrant } from "../journal/grant-list.ts";
import {
  type Desk,
  endVisit,
  newVisit,
  openDoor,
  recordFact,
  recordVisitStart,
  refuse,
  setStep,
  type TrustedDeposit,
} from "./desk.ts";
import { judgeDeposit } from "./judge-deposit.ts";
import { findRoom, triedAs } from "./room-for-parcel.ts";
import type { DepositAttempt, Visit, VisitStep } from "./visit.ts";

export function startCourierVisit(desk: Desk, listed: ListedGrant): void {
  const visit = newVisit(desk, "deposit", listed, { step: "courier_ready" });
  desk.journal.transact(() => recordVisitStart(desk, visit));
  setStep(desk, visit, { step: "courier_ready" });
}

const labelLength = { min: 4, max: 40 };

/** A label: our tracking number, however it was typed, or another number that the list knows. */
export function scanLabel(desk: Desk, visit: Visit, text: string): void {
  const label = readLabel(text);
  if (label === undefined) {
    refuse(desk, "label_unreadable");
    return;
  }
  const found = desk.journal.grants.findByLabel(label);
  if (found === undefined) {
    refuseDeposit(desk, visit, { label, parcelId: null, why: "not_expected" });
    return;
  }
  const { parcel } = found;
  const { parcelId } = parcel;
  const { stays } = desk.journal;
  if (stays.openOfParcel(parcelId) !== undefined || stays.hasEndedOfParcel(parcelId)) {
    refuseDeposit(desk, visit, { label, parcelId, why: "already_deposited" });
    return;
  }
  if (found.wasRemoved) {
    refuseDeposit(desk, visit, { label, parcelId, why: "cancelled" });
    return;
  }
  openForDeposit(desk, visit, { parcel, tried: [] });
}

function readLabel(text: string): string | undefined {
  const parsed = parseTrackingNumber(text);
  if (parsed.ok) return parsed.value;
  if (parsed.error.type === "wrong_check_character") return undefined;
  const label = text.trim();
  const isLabel = label.length >= labelLength.min && label.length <= labelLength.max;
  return isLabel && /^[^\p{Cc}]*$/u.test(label) ? label : undefined;
}

export function openForDeposit(desk: Desk, visit: Visit, attempt: DepositAttempt): void {
  const room = findRoom(desk, attempt);
  if (!room.ok) {
    refuseRoom(desk, visit, attempt, room.error);
    return;
  }
  const { compartmentId } = room.value.compartment;
  const door = openDoor(desk, visit, { compartmentId, purpose: "deposit", stayId: null });
  setStep(desk, visit, { step: "deposit_door", attempt, door });
}

function refuseRoom(
  desk: Desk,
  visit: Visit,
  attempt: DepositAttempt,
  refusal: AllocationRefusal,
): void {
  const { parcelId, trackingNumber } = attempt.parcel;
  const why = {
    nothing_fits: "does_not_fit",
    nothing_low_enough: "nothing_low_enough",
    full: "full",
  } as const;
  setStep(desk, visit, { step: "courier_ready" });
  refuseDeposit(desk, desk.state.visit ?? visit, {
    label: trackingNumber,
    parcelId,
    why: why[refusal.type],
  });
}

type DepositRefusal =
  | "not_expected"
  | "does_not_fit"
  | "full"
  | "nothing_low_enough"
  | "already_deposited"
  | "cancelled";

const shownRefusal: Readonly<Record<DepositRefusal, ScreenRefusal>> = {
  not_expected: "label_not_expected",
  already_deposited: "label_already_deposited",
  cancelled: "label_cancelled",
  does_not_fit: "nothing_fits",
  full: "locker_full",
  nothing_low_enough: "nothing_low_enough",
};

function refuseDeposit(
  desk: Desk,
  visit: Visit,
  refused: {
    readonly label: string;
    readonly parcelId: string | null;
    readonly why: DepositRefusal;
  },
): void {
  const { label, parcelId, why } = refused;
  const { visitId } = visit;
  recordFact(desk, "deposit.refused", { visitId, parcelId, trackingNumber: label, reason: why });
  refuse(desk, shownRefusal[why]);
}

type AtDepositDoor = Extract<VisitStep, { step: "deposit_door" | "deposit_check" }>;

export function isAtDepositDoor(step: VisitStep): step is AtDepositDoor {
  return step.step === "deposit_door" || step.step === "deposit_check";
}

/** The parcel keeps its promise of room; another door is looked for. */
export function changeDoor(
  desk: Desk,
  visit: Visit,
  step: AtDepositDoor,
  why: "does_not_fit" | "reported_occupied" | "reported_broken" | "wrong_door_opened",
): void {
  const compartmentId = compartmentOf(step);
  if (why !== "does_not_fit") doubt(desk, visit, compartmentId, why);
  const tried = triedAs(compartmentId, why === "does_not_fit" ? "does_not_fit" : "unusable");
  leaveOpening(desk, step);
  openForDeposit(desk, visit, { ...step.attempt, tried: [...step.attempt.tried, tried] });
}

/** A door that stands open belongs to its opening until it is shut, also across a power cut. */
function leaveOpening(desk: Desk, step: AtDepositDoor): void {
  if (step.step === "deposit_door") {
    desk.leftOpenings.add(step.door.openingId);
    return;
  }
  desk.journal.transact(() => desk.journal.openings.finish(step.openingId));
}

/** The same door once more, to put in what was forgotten. */
export function openDepositAgain(
  desk: Desk,
  visit: Visit,
  step: Extract<VisitStep, { step: "deposit_check" }>,
): void {
  const { attempt, compartmentId, openingId } = step;
  const door = openDoor(desk, visit, {
    compartmentId,
    purpose: "deposit",
    stayId: null,
    before: () => desk.journal.openings.finish(openingId),
  });
  setStep(desk, visit, { step: "deposit_door", attempt, door });
}

export function closeDepositDoor(desk: Desk, event: Extract<DoorEvent, { type: "closed" }>): void {
  const { origin, goods } = event;
  const { visit } = desk.state;
  const trusted = desk.trustedDeposits.get(origin.openingId);
  if (trusted !== undefined) {
    closeTrustedDoor(desk, event, trusted);
    return;
  }
  if (visit?.step.step === "deposit_door" && visit.step.door.openingId === origin.openingId) {
    const { attempt } = visit.step;
    const { compartmentId, openingId } = origin;
    const doubtful = judgeDeposit(event);
    setStep(desk, visit, {
      step: "deposit_check",
      attempt,
      compartmentId,
      openingId,
      doubt: doubtful,
      goods,
    });
    return;
  }
  // Nobody waits for this door any more. Who asked for another one took the parcel along; of anybody
  // else nobody knows without a sensor what was left behind it.
  const wasLeft = desk.leftOpenings.has(origin.openingId);
  const isDoubtful = wasLeft ? goods === "present" : goods !== "absent";
  desk.journal.transact(() => {
    if (isDoubtful) doubtGoods(desk, origin.compartmentId, origin.visitId);
    desk.journal.openings.finish(origin.openingId);
  });
  // Only now: with a full disk this is done again later, and must come to the same.
  desk.leftOpenings.delete(origin.openingId);
}

function closeTrustedDoor(
  desk: Desk,
  event: Extract<DoorEvent, { type: "closed" }>,
  trusted: TrustedDeposit,
): void {
  const { openingId, compartmentId } = event.origin;
  const isBelieved = judgeDeposit(event) === "none";
  desk.journal.transact(() => {
    if (isBelieved) recordDeposit(desk, trusted, { compartmentId, goods: event.goods });
    else if (event.goods !== "absent") doubtGoods(desk, compartmentId, trusted.visitId);
    desk.journal.openings.finish(openingId);
  });
  desk.trustedDeposits.delete(openingId);
}

/** The parcel is in: from here on its code works, with or without the network. */
export function confirmDeposit(
  desk: Desk,
  visit: Visit,
  step: Extract<VisitStep, { step: "deposit_check" }>,
): Visit {
  const { compartmentId, goods, openingId } = step;
  desk.journal.transact(() => {
    const { visitId, courierId } = visit;
    recordDeposit(desk, { visitId, courierId, attempt: step.attempt }, { compartmentId, goods });
    desk.journal.openings.finish(openingId);
  });
  const after = { ...visit, depositedNow: visit.depositedNow + 1 };
  setStep(desk, after, { step: "courier_ready" });
  return after;
}

function recordDeposit(
  desk: Desk,
  deposit: TrustedDeposit,
  place: { readonly compartmentId: string; readonly goods: "present" | "absent" | "unknown" },
): void {
  const { parcelId, trackingNumber } = deposit.attempt.parcel;
  const { compartmentId, goods } = place;
  const { visitId, courierId } = deposit;
  const stayId = desk.ids("sty");
  recordFact(desk, "deposit.confirmed", {
    visitId,
    stayId,
    parcelId,
    trackingNumber,
    compartmentId,
    courierId,
    goods,
  });
  desk.journal.stays.begin({ stayId, parcelId, compartmentId, trackingNumber }, desk.now());
}

/** The courier took the parcel back, or says so. */
export function cancelDeposit(desk: Desk, visit: Visit, step: AtDepositDoor): void {
  const { parcelId, trackingNumber } = step.attempt.parcel;
  const { visitId } = visit;
  desk.journal.transact(() => {
    recordFact(desk, "deposit.refused", { visitId, parcelId, trackingNumber, reason: "cancelled" });
    if (step.step !== "deposit_check") return;
    desk.journal.openings.finish(step.openingId);
    if (step.goods !== "absent") doubtGoods(desk, step.compartmentId, visitId);
  });
  setStep(desk, visit, { step: "courier_ready" });
}

/** Leaving confirms what there is no reason to doubt; the rest is looked at by a person. */
export function leaveDeposit(desk: Desk, visit: Visit, outcome: "completed" | "timed_out"): void {
  const { step } = visit;
  if (step.step === "deposit_check") {
    if (step.doubt === "none") confirmDeposit(desk, visit, step);
    else cancelDeposit(desk, visit, step);
  }
  if (step.step === "deposit_door" && outcome === "completed" && step.door.phase === "open") {
    const { visitId, courierId } = visit;
    desk.trustedDeposits.set(step.door.openingId, { visitId, courierId, attempt: step.attempt });
  }
  endVisit(desk, outcome);
}

function doubt(desk: Desk, visit: Visit, compartmentId: string, reason: NeedsCheckReason): void {
  const { visitId } = visit;
  desk.journal.transact(() =>
    doubtCompartment(desk.journal, { compartmentId, reason, visitId }, desk.now()),
  );
}

function doubtGoods(desk: Desk, compartmentId: string, visitId: string | null): void {
  const reason = "goods_without_stay";
  doubtCompartment(desk.journal, { compartmentId, reason, visitId }, desk.now());
}

function compartmentOf(step: AtDepositDoor): string {
  return step.step === "deposit_door" ? step.door.compartmentId : step.compartmentId;
}
