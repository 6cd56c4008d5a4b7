// A compartment as the rules see it. Broken and needs-check ones are never given out;
// that what lies in them may be taken out at any time is deliberate: goods come first.
import { can } from "../actions/allowed-actions.ts";
import type { CompartmentId, ParcelId } from "../ids.ts";
import { err, ok, type Result } from "../result.ts";
import type { SizeClass, SizeMm } from "../size/fit.ts";
import { unreachable } from "../unreachable.ts";

/** `needs-check`: something is unclear (unknown outcome, "empty", "occupied"); a person must look. */
export type CompartmentCondition = "usable" | "needs-check" | "broken";

/** Condition and occupancy as one word; trouble hides occupancy, because trouble decides. */
export type CompartmentState = "free" | "occupied" | "needs-check" | "broken";

/** Address of the lock, carried through the rules unread. */
export type LockAddress = {
  readonly bus: string;
  readonly board: number;
  readonly channel: number;
};

export type Compartment = {
  readonly compartmentId: CompartmentId;
  /** What is printed on the door. */
  readonly label: string;
  readonly sizeClass: SizeClass;
  readonly innerMm: SizeMm;
  readonly massMaxGrams: number;
  /** Height of the compartment's floor above the ground people stand on. */
  readonly floorHeightMm: number;
  readonly lock: LockAddress;
  readonly condition: CompartmentCondition;
  /** The parcel of the stay in it; null when nothing is known to be inside. */
  readonly occupant: ParcelId | null;
};

/** Why a compartment is doubted; by a kiosk from its sensors, or by a person standing there. */
export type CompartmentProblem =
  | "outcome_unknown"
  | "door_did_not_open"
  | "door_left_open"
  | "door_forced"
  | "wrong_door_opened"
  | "goods_without_stay"
  | "reported_empty"
  | "reported_not_mine"
  | "reported_occupied"
  | "reported_broken";

export type CompartmentCommand =
  | { readonly type: "occupy"; readonly at: Temporal.Instant; readonly parcelId: ParcelId }
  | { readonly type: "free"; readonly at: Temporal.Instant }
  | {
      readonly type: "reportProblem";
      readonly at: Temporal.Instant;
      readonly problem: CompartmentProblem;
    }
  /** Somebody who looked says that it does not work. */
  | { readonly type: "declareBroken"; readonly at: Temporal.Instant }
  | { readonly type: "markChecked"; readonly at: Temporal.Instant }
  | { readonly type: "repair"; readonly at: Temporal.Instant };

export type CompartmentEvent =
  | { readonly type: "occupied"; readonly at: Temporal.Instant; readonly parcelId: ParcelId }
  | { readonly type: "freed"; readonly at: Temporal.Instant }
  | {
      readonly type: "problem_reported";
      readonly at: Temporal.Instant;
      readonly problem: CompartmentProblem;
    }
  | { readonly type: "declared_broken"; readonly at: Temporal.Instant }
  | { readonly type: "checked"; readonly at: Temporal.Instant }
  | { readonly type: "repaired"; readonly at: Temporal.Instant };

export type CompartmentRefusal =
  | {
      readonly type: "not_allowed";
      readonly action: CompartmentCommand["type"];
      readonly state: CompartmentState;
    }
  | { readonly type: "not_occupied" };

type Decision = Result<readonly CompartmentEvent[], CompartmentRefusal>;

/** ADA 308.2 and 308.3: nothing to be reached below 15 in. */
export const reachMinMm = 380;

/** EN 301 549 8.3.2 and ADA 308: nothing to be reached above 1220 mm (48 in). */
export const reachMaxMm = 1220;

/** What may be done with a compartment now. */
export function decideCompartment(compartment: Compartment, command: CompartmentCommand): Decision {
  const state = compartmentState(compartment);
  if (!can(command.type, { state })) {
    return err({ type: "not_allowed", action: command.type, state });
  }
  switch (command.type) {
    case "occupy":
      return ok([{ type: "occupied", at: command.at, parcelId: command.parcelId }]);
    case "free":
      if (compartment.occupant === null) return err({ type: "not_occupied" });
      return ok([{ type: "freed", at: command.at }]);
    case "reportProblem":
      return ok([{ type: "problem_reported", at: command.at, problem: command.problem }]);
    case "declareBroken":
      return ok([{ type: "declared_broken", at: command.at }]);
    case "markChecked":
      return ok([{ type: "checked", at: command.at }]);
    case "repair":
      return ok([{ type: "repaired", at: command.at }]);
  }
}

/** The compartment after an event; events are never refused. */
export function evolveCompartment(compartment: Compartment, event: CompartmentEvent): Compartment {
  switch (event.type) {
    case "occupied":
      return { ...compartment, occupant: event.parcelId };
    case "freed":
      return { ...compartment, occupant: null };
    case "problem_reported":
      return { ...compartment, condition: conditionInDoubt(compartment.condition) };
    case "declared_broken":
      return { ...compartment, condition: "broken" };
    case "checked":
    case "repaired":
      return { ...compartment, condition: "usable" };
    default:
      return unreachable(event);
  }
}

/** Condition and occupancy as one word. */
export function compartmentState(
  compartment: Pick<Compartment, "condition" | "occupant">,
): CompartmentState {
  if (compartment.condition !== "usable") return compartment.condition;
  return compartment.occupant === null ? "free" : "occupied";
}

/**
 * True when the whole door opening lies within reach from a wheelchair: the floor not below
 * `reachMinMm`, the upper edge not above `upperReachMm`.
 */
export function isLow(
  compartment: Pick<Compartment, "floorHeightMm" | "innerMm">,
  upperReachMm: number = reachMaxMm,
): boolean {
  const topMm = compartment.floorHeightMm + compartment.innerMm.heightMm;
  return compartment.floorHeightMm >= reachMinMm && topMm <= upperReachMm;
}

// A new doubt does not make a broken compartment any better.
function conditionInDoubt(before: CompartmentCondition): CompartmentCondition {
  return before === "broken" ? "broken" : "needs-check";
}
