// What happened at a door, brought to the visit it belongs to, or recorded without one when the
// person has left.
import type { DoorEvent } from "../doors/door-transition.ts";
import { closeCollectionDoor } from "./collection.ts";
import { closeDepositDoor } from "./deposit.ts";
import { type Desk, refuse, setStep } from "./desk.ts";
import { closePickupDoor, mayTryPickupAgain } from "./pickup.ts";
import { type StepDoor, triesMax, type Visit, type VisitStep } from "./visit.ts";

export function onDoorEvent(desk: Desk, event: DoorEvent): void {
  switch (event.type) {
    case "opened":
      showDoor(desk, event.origin.openingId, { phase: "open", openedAt: desk.now() });
      return;
    case "remind":
      showDoor(desk, event.origin.openingId, { remind: true });
      return;
    case "closed":
      close(desk, event);
      return;
    case "did_not_open":
      stayShut(desk, event.origin.openingId, event.outcome);
      return;
    case "wrong_door":
      stayShut(desk, event.origin.openingId, "wrong_door");
      refuseIfShown(desk, event.origin.openingId);
      return;
    case "left_open":
    case "forced":
      desk.changed();
      return;
  }
}

type DoorStep = Extract<VisitStep, { door: StepDoor }>;

/** The visit's step when it is about this opening. */
function stepAt(desk: Desk, openingId: string): { visit: Visit; step: DoorStep } | undefined {
  const { visit } = desk.state;
  if (visit === null || !("door" in visit.step)) return undefined;
  return visit.step.door.openingId === openingId ? { visit, step: visit.step } : undefined;
}

function showDoor(desk: Desk, openingId: string, change: Partial<StepDoor>): void {
  const at = stepAt(desk, openingId);
  if (at === undefined) return;
  const door: StepDoor = { ...at.step.door, ...change };
  // A late pull brings back the step that was given up.
  const step = at.step.step === "door_did_not_open" ? resumed(at.step, door) : { ...at.step, door };
  setStep(desk, at.visit, step);
}

function resumed(
  step: Extract<VisitStep, { step: "door_did_not_open" }>,
  door: StepDoor,
): VisitStep {
  const { wanted } = step;
  switch (wanted.type) {
    case "pickup":
      return { step: "pickup_door", stay: wanted.stay, door };
    case "collection":
      return { step: "collection_door", stay: wanted.stay, door };
    case "deposit":
      return { step: "deposit_door", attempt: wanted.attempt, door };
  }
}

function stayShut(
  desk: Desk,
  openingId: string,
  why: "did_not_open" | "unknown" | "wrong_door",
): void {
  const at = stepAt(desk, openingId);
  if (at === undefined) return;
  const { visit, step } = at;
  const door: StepDoor = { ...step.door, phase: why === "unknown" ? "unknown" : step.door.phase };
  const isWrongDoor = why === "wrong_door";
  switch (step.step) {
    case "pickup_door":
      setStep(desk, visit, {
        step: "door_did_not_open",
        door,
        wanted: { type: "pickup", stay: step.stay },
        canTryAgain: !isWrongDoor && mayTryPickupAgain(visit, step.stay),
      });
      return;
    case "collection_door":
      setStep(desk, visit, {
        step: "door_did_not_open",
        door,
        wanted: { type: "collection", stay: step.stay },
        canTryAgain: !isWrongDoor && mayTryPickupAgain(visit, step.stay),
      });
      return;
    case "deposit_door":
      setStep(desk, visit, {
        step: "door_did_not_open",
        door,
        wanted: { type: "deposit", attempt: step.attempt },
        canTryAgain: step.attempt.tried.length < triesMax,
      });
      return;
    case "door_did_not_open":
      setStep(desk, visit, { ...step, door });
      return;
  }
}

function refuseIfShown(desk: Desk, openingId: string): void {
  if (stepAt(desk, openingId) !== undefined) refuse(desk, "wrong_door_opened");
}

function close(desk: Desk, event: Extract<DoorEvent, { type: "closed" }>): void {
  switch (event.origin.purpose) {
    case "deposit":
      closeDepositDoor(desk, event);
      return;
    case "collection":
      closeCollectionDoor(desk, event);
      return;
    case "pickup":
    case "remote":
    case "reopening":
      closePickupDoor(desk, event);
      return;
  }
}
