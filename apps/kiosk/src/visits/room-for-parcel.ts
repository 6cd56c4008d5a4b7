// Which door for this parcel, by the domain's rule, over what this locker knows of itself.
import type { KioskConfig } from "@pigeonhole/contract/device/config";
import {
  type Allocation,
  type AllocationRefusal,
  allocateCompartment,
  type TriedCompartment,
} from "@pigeonhole/domain/allocation/allocate-compartment";
import type { Compartment } from "@pigeonhole/domain/compartment/compartment";
import type { CompartmentId, ParcelId } from "@pigeonhole/domain/ids";
import type { Result } from "@pigeonhole/domain/result";
import type { DoorState } from "../doors/wall-state.ts";
import type { Journal } from "../journal/journal.ts";
import type { DepositAttempt } from "./visit.ts";

export type RoomDeps = {
  readonly journal: Journal;
  readonly config: () => KioskConfig;
  readonly doors: { readonly door: (compartmentId: string) => DoorState | undefined };
};

/** Promises that are looked at when a door is chosen; more than any wall has doors. */
const promisesMax = 500;

export function findRoom(
  deps: RoomDeps,
  attempt: DepositAttempt,
): Result<Allocation, AllocationRefusal> {
  const { parcel, tried } = attempt;
  return allocateCompartment({
    parcel: {
      sizeMm: parcel.sizeMm,
      massGrams: parcel.massGrams,
      sizeClass: parcel.sizeClass,
      needsLow: parcel.needsLow,
    },
    compartments: domainCompartments(deps),
    tried,
    promised: deps.journal.grants
      .expected(promisesMax)
      .filter((one) => one.parcelId !== parcel.parcelId),
  });
}

/** True when a larger door could be had if this one is too small. */
export function isLargerLeft(
  deps: RoomDeps,
  attempt: DepositAttempt,
  compartmentId: string,
): boolean {
  const tooSmall = triedAs(compartmentId, "does_not_fit");
  return findRoom(deps, { ...attempt, tried: [...attempt.tried, tooSmall] }).ok;
}

export function triedAs(compartmentId: string, why: TriedCompartment["why"]): TriedCompartment {
  return { compartmentId: compartmentId as CompartmentId, why };
}

function domainCompartments(deps: RoomDeps): Compartment[] {
  return deps.config().layout.modules.flatMap((module) =>
    module.compartments.map((plan) => {
      const { compartmentId } = plan;
      const occupant = deps.journal.stays.openIn(compartmentId)?.parcelId ?? null;
      const kept = deps.journal.conditions.of(compartmentId);
      // A door that stands open, cannot be seen, or has goods behind it without a stay is not
      // given out, whatever else is known of it.
      const isFit = isReady(deps.doors.door(compartmentId), occupant !== null);
      return {
        compartmentId: compartmentId as CompartmentId,
        label: plan.label,
        sizeClass: plan.sizeClass,
        innerMm: plan.innerMm,
        massMaxGrams: plan.massMaxGrams,
        floorHeightMm: plan.floorHeightMm,
        lock: plan.lock,
        condition: kept === "usable" && !isFit ? "needs-check" : kept,
        occupant: occupant as ParcelId | null,
      };
    }),
  );
}

function isReady(door: DoorState | undefined, isOccupied: boolean): boolean {
  if (door === undefined || door.sensed !== "closed") return false;
  return isOccupied || door.goods !== "present";
}
