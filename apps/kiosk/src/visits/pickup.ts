// Taking out: all parcels of a grant, one door after another.
import { staysOfGrant } from "../access/domain-grant.ts";
import type { DoorEvent } from "../doors/door-transition.ts";
import { doubtCompartment } from "../doors/effect-writer.ts";
import type { ListedGrant } from "../journal/grant-list.ts";
import type { KeptStay } from "../journal/stays.ts";
import {
  type Desk,
  endVisit,
  newVisit,
  openDoor,
  recordFact,
  recordVisitStart,
  refuse,
  setStep,
} from "./desk.ts";
import { reopeningsMax, triesMax, type Visit } from "./visit.ts";

/** What is still behind doors for this visit. */
export function staysLeft(desk: Desk, visit: Visit): KeptStay[] {
  const listed = desk.journal.grants.find(visit.grantId);
  if (listed === undefined) return [];
  return staysOfGrant(listed, desk.journal.stays).filter(
    (stay) => !visit.skipped.includes(stay.stayId),
  );
}

/** One parcel: its door opens at once. Several: the person chooses where to begin. */
export function startPickup(desk: Desk, listed: ListedGrant): void {
  const visit = newVisit(desk, "pickup", listed, { step: "choose_parcels" });
  const [only, ...others] = staysLeft(desk, visit);
  if (only === undefined) {
    refuse(desk, "code_already_collected");
    return;
  }
  if (others.length > 0) {
    desk.journal.transact(() => recordVisitStart(desk, visit));
    setStep(desk, visit, { step: "choose_parcels" });
    return;
  }
  openForPickup(desk, visit, { stay: only, purpose: "pickup", isFirst: true });
}

export function openForPickup(
  desk: Desk,
  visit: Visit,
  wanted: {
    readonly stay: KeptStay;
    readonly purpose: "pickup" | "reopening" | "remote";
    readonly isFirst?: boolean;
    readonly before?: () => void;
  },
): void {
  const { stay, purpose } = wanted;
  const door = openDoor(desk, visit, {
    compartmentId: stay.compartmentId,
    purpose,
    stayId: stay.stayId,
    before: () => {
      if (wanted.isFirst === true) recordVisitStart(desk, visit);
      wanted.before?.();
    },
  });
  const opened = { ...visit.opened, [stay.stayId]: (visit.opened[stay.stayId] ?? 0) + 1 };
  setStep(desk, { ...visit, opened }, { step: "pickup_door", stay, door });
}

export function chooseParcel(desk: Desk, visit: Visit, parcelId: string): void {
  const stay = staysLeft(desk, visit).find((one) => one.parcelId === parcelId);
  if (stay === undefined) {
    refuse(desk, "not_allowed_now");
    return;
  }
  openForPickup(desk, visit, { stay, purpose: purposeOf(visit) });
}

export function takeNext(desk: Desk, visit: Visit): void {
  const [stay] = staysLeft(desk, visit);
  if (stay === undefined) {
    refuse(desk, "not_allowed_now");
    return;
  }
  openForPickup(desk, visit, { stay, purpose: purposeOf(visit) });
}

/** A new opening under the same grant, for a minute and a few times only. */
export function openAgain(desk: Desk, visit: Visit): void {
  if (!mayOpenAgain(desk, visit) || visit.step.step !== "pickup_done") {
    refuse(desk, "not_allowed_now");
    return;
  }
  const { stay, isTaken } = visit.step;
  openForPickup(desk, visit, { stay, purpose: isTaken ? "reopening" : purposeOf(visit) });
}

export function mayOpenAgain(
  desk: Pick<Desk, "config" | "nowMs" | "journal">,
  visit: Visit,
): boolean {
  if (visit.step.step !== "pickup_done") return false;
  const { stay, closedAtMs, isTaken } = visit.step;
  const elapsedMs = desk.nowMs() - closedAtMs;
  if (elapsedMs > desk.config().policies.reopenSeconds * 1_000) return false;
  // Somebody else's parcel may lie there by now.
  const occupant = desk.journal.stays.openIn(stay.compartmentId);
  if (isTaken && occupant !== undefined) return false;
  return (visit.opened[stay.stayId] ?? 0) <= reopeningsMax;
}

export function tryPickupAgain(desk: Desk, visit: Visit, stay: KeptStay): void {
  openForPickup(desk, visit, { stay, purpose: purposeOf(visit) });
}

/** “It is empty”, “it is not mine”: nothing is closed, nobody is blamed, a person will look. */
export function dispute(desk: Desk, visit: Visit, complaint: "empty" | "not_mine"): void {
  const { step } = visit;
  if (step.step !== "pickup_door" && step.step !== "pickup_done") {
    refuse(desk, "not_allowed_now");
    return;
  }
  const { stayId, parcelId, compartmentId } = step.stay;
  const { visitId } = visit;
  desk.journal.transact(() => {
    recordFact(desk, "pickup.disputed", { visitId, stayId, parcelId, compartmentId, complaint });
    const reason = complaint === "empty" ? "reported_empty" : "reported_not_mine";
    doubtCompartment(desk.journal, { compartmentId, reason, visitId }, desk.now());
    if (step.step === "pickup_door") desk.journal.openings.dispute(step.door.openingId);
  });
  if (step.step === "pickup_door") desk.disputedOpenings.add(step.door.openingId);
  const skipped = [...visit.skipped, stayId];
  setStep(desk, { ...visit, skipped }, { step: "problem_noted", problem: complaint });
}

/** A door that was opened for a pickup is shut: whoever is still there, the parcel is out now. */
export function closePickupDoor(desk: Desk, event: Extract<DoorEvent, { type: "closed" }>): void {
  const { origin, goods } = event;
  const stay = desk.journal.stays.open().find((one) => one.stayId === origin.stayId);
  const isDisputed = desk.disputedOpenings.has(origin.openingId);
  const isTaken = goods !== "present" && !isDisputed;
  desk.journal.transact(() => {
    if (stay !== undefined && isTaken) confirmPickup(desk, stay, event);
    desk.journal.openings.finish(origin.openingId);
  });
  desk.disputedOpenings.delete(origin.openingId);
  const { visit } = desk.state;
  if (visit?.step.step !== "pickup_door" || visit.step.door.openingId !== origin.openingId) return;
  const { stay: shown } = visit.step;
  setStep(desk, visit, {
    step: "pickup_done",
    stay: shown,
    isTaken,
    closedAtMs: desk.nowMs(),
  });
}

export function confirmPickup(
  desk: Pick<Desk, "journal" | "now">,
  stay: KeptStay,
  event: Pick<Extract<DoorEvent, { type: "closed" }>, "origin" | "goods">,
): void {
  const { visitId, grantId } = event.origin;
  if (visitId === null || grantId === null) return;
  const { stayId, parcelId, compartmentId } = stay;
  const { goods } = event;
  recordFact(desk, "pickup.confirmed", {
    visitId,
    stayId,
    parcelId,
    compartmentId,
    grantId,
    goods,
  });
  desk.journal.stays.end(stayId, "pickup", desk.now());
  const listed = desk.journal.grants.find(grantId);
  const isLast = listed !== undefined && staysOfGrant(listed, desk.journal.stays).length === 0;
  if (isLast) desk.journal.grants.noteUsedUp(grantId, desk.now());
}

/** Every way to leave a pickup: what is done is done, what is left stays on the list. */
export function leavePickup(desk: Desk, visit: Visit, how: "finish" | "cancel"): void {
  const tookSomething = Object.keys(visit.opened).length > 0;
  endVisit(desk, how === "finish" || tookSomething ? "completed" : "cancelled");
}

export function mayTryPickupAgain(visit: Visit, stay: KeptStay): boolean {
  return (visit.opened[stay.stayId] ?? 0) < triesMax;
}

function purposeOf(visit: Visit): "pickup" | "remote" {
  return visit.kind === "remote" ? "remote" : "pickup";
}
