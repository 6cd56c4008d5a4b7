// The desk as the screen shows it.
import type {
  ScreenAction,
  ScreenDoor,
  ScreenStep,
} from "@pigeonhole/contract/kiosk-screen/screen-state";
import { allowedScreenActions, type StepConditions } from "./allowed-screen-actions.ts";
import { collectionLeft } from "./collection.ts";
import { type Desk, doorLabel } from "./desk.ts";
import { mayOpenAgain, staysLeft } from "./pickup.ts";
import { isLargerLeft } from "./room-for-parcel.ts";
import type { StepDoor, Visit, VisitStep } from "./visit.ts";

/** What may be done at the desk now. */
export function allowedNow(desk: Desk): ScreenAction[] {
  const { visit } = desk.state;
  if (visit === null) return allowedScreenActions("idle", nothing);
  return allowedScreenActions(visit.step.step, conditionsOf(desk, visit));
}

const nothing: StepConditions = {
  left: 0,
  overdue: 0,
  mayOpenAgain: false,
  mayTryAgain: false,
  mayJudgeDoor: false,
  isDoubtful: false,
};

function conditionsOf(desk: Desk, visit: Visit): StepConditions {
  const { step } = visit;
  const isCourier = visit.kind === "deposit";
  return {
    left: isCourier ? 0 : staysLeft(desk, visit).length,
    overdue: step.step === "courier_ready" ? collectionLeft(desk, visit).length : 0,
    mayOpenAgain: step.step === "deposit_check" || mayOpenAgain(desk, visit),
    mayTryAgain: step.step === "door_did_not_open" && step.canTryAgain,
    mayJudgeDoor: !("door" in step) || step.door.phase !== "opening",
    isDoubtful: step.step === "deposit_check" && step.doubt !== "none",
  };
}

/** The step of a visit in the contract's words. */
export function screenStepOf(desk: Desk, visit: Visit): ScreenStep {
  const { step } = visit;
  switch (step.step) {
    case "choose_parcels":
      return { step: "choose_parcels", parcels: choices(desk, visit) };
    case "pickup_door":
      return pickupDoor(desk, visit, step);
    case "pickup_done":
      return pickupDone(desk, visit, step);
    case "problem_noted":
      return { step: "problem_noted", problem: step.problem, reference: referenceOf(visit) };
    case "courier_ready":
      return {
        step: "courier_ready",
        expected: desk.journal.grants.countExpected(),
        depositedNow: visit.depositedNow,
        overdue: collectionLeft(desk, visit).length,
      };
    case "deposit_door":
      return {
        step: "deposit_door",
        door: screenDoor(desk, step.door),
        trackingNumber: step.attempt.parcel.trackingNumber,
        largerLeft: isLargerLeft(desk, step.attempt, step.door.compartmentId),
      };
    case "deposit_check":
      return {
        step: "deposit_check",
        trackingNumber: step.attempt.parcel.trackingNumber,
        label: doorLabel(desk, step.compartmentId),
        doubt: step.doubt,
      };
    case "collection_door":
      return {
        step: "collection_door",
        door: screenDoor(desk, step.door),
        trackingNumber: step.stay.trackingNumber,
        left: Math.max(0, collectionLeft(desk, visit).length - 1),
      };
    case "door_did_not_open":
      return {
        step: "door_did_not_open",
        door: screenDoor(desk, step.door),
        canTryAgain: step.canTryAgain,
      };
  }
}

type Choice = Extract<ScreenStep, { step: "choose_parcels" }>["parcels"][number];

function choices(desk: Desk, visit: Visit): Choice[] {
  return staysLeft(desk, visit).map(
    ({ parcelId, trackingNumber, stayId, compartmentId }) =>
      ({
        parcelId,
        trackingNumber,
        stayId,
        compartmentId,
        label: doorLabel(desk, compartmentId),
      }) as Choice,
  );
}

function pickupDoor(
  desk: Desk,
  visit: Visit,
  step: Extract<VisitStep, { step: "pickup_door" }>,
): ScreenStep {
  const others = staysLeft(desk, visit).filter((stay) => stay.stayId !== step.stay.stayId).length;
  const position = Math.max(1, Object.keys(visit.opened).length);
  return {
    step: "pickup_door",
    door: screenDoor(desk, step.door),
    trackingNumber: step.stay.trackingNumber,
    position,
    total: Math.max(position, position + others),
  };
}

function pickupDone(
  desk: Desk,
  visit: Visit,
  step: Extract<VisitStep, { step: "pickup_done" }>,
): ScreenStep {
  const reopenMs = desk.config().policies.reopenSeconds * 1_000;
  const leftMs = Math.max(0, Math.round(step.closedAtMs + reopenMs - desk.nowMs()));
  return {
    step: "pickup_done",
    label: doorLabel(desk, step.stay.compartmentId),
    left: staysLeft(desk, visit).length,
    openAgainUntil: mayOpenAgain(desk, visit)
      ? desk.now().add({ milliseconds: leftMs }).toString()
      : null,
  };
}

/** Short enough to be said on the phone; the support desk finds the visit by it. */
function referenceOf(visit: Visit): string {
  const tail = visit.visitId.slice(-6).toUpperCase();
  return `${tail.slice(0, 3)}-${tail.slice(3)}`;
}

function screenDoor(desk: Desk, door: StepDoor): ScreenDoor {
  return {
    compartmentId: door.compartmentId as ScreenDoor["compartmentId"],
    label: doorLabel(desk, door.compartmentId),
    state: door.phase,
    openedAt: door.openedAt?.toString() ?? null,
    remind: door.remind,
  };
}
