// Which door opens for a parcel. Best fit first, larger ones after it; who needs a low door gets
// a low door or a refusal; nobody else takes a low one while a sister of the same class is free.
import type { Compartment } from "../compartment/compartment.ts";
import { compartmentState, isLow } from "../compartment/compartment.ts";
import type { CompartmentId } from "../ids.ts";
import { err, ok, type Result } from "../result.ts";
import {
  compareSizeClasses,
  fits,
  type ParcelMeasures,
  type SizeClass,
  volumeOf,
} from "../size/fit.ts";
import { type RoomDemand, roomCapacityOf, roomShortage } from "./room.ts";

/** The parcel to be placed. */
export type AllocationWish = ParcelMeasures & { readonly needsLow: boolean };

/**
 * A compartment that was tried in this visit: `does_not_fit` asks for more room than it has,
 * `unusable` (wrong door, occupied, broken) only leaves it out.
 */
export type TriedCompartment = {
  readonly compartmentId: CompartmentId;
  readonly why: "does_not_fit" | "unusable";
};

export type AllocationRequest = {
  readonly parcel: AllocationWish;
  readonly compartments: readonly Compartment[];
  readonly tried: readonly TriedCompartment[];
  /**
   * What other parcels on their way are promised here. A door is passed over when another one leaves
   * more of them a place; when that cannot be helped, the parcel that is here comes first.
   */
  readonly promised: readonly RoomDemand[];
};

export type AllocationRefusal =
  /** No compartment of this locker would ever take it. */
  | { readonly type: "nothing_fits" }
  /** Some would, but none within reach that is free now, or none within reach at all. */
  | { readonly type: "nothing_low_enough" }
  /** All that would take it are occupied or out of use. */
  | { readonly type: "full"; readonly occupied: number; readonly outOfUse: number };

export type Allocation = {
  readonly compartment: Compartment;
  /** The smallest class of this locker that takes the parcel. */
  readonly wantedClass: SizeClass;
  /** True when a larger class is given than was wanted. */
  readonly upgraded: boolean;
};

/** The compartment to open; the same request gives the same answer. */
export function allocateCompartment(
  request: AllocationRequest,
): Result<Allocation, AllocationRefusal> {
  const { parcel } = request;
  const fitting = request.compartments.filter((compartment) => mayHold(compartment, request));
  const [smallest] = fitting.toSorted(byPreference);
  if (smallest === undefined) return err({ type: "nothing_fits" });
  const free = fitting.filter((compartment) => compartmentState(compartment) === "free");
  const suitable = parcel.needsLow ? free.filter((compartment) => isLow(compartment)) : free;
  const compartment = kindestToPromises(suitable.toSorted(byPreference), request);
  if (compartment === undefined) return err(whyNothingIsFree(parcel, fitting, free));
  const wantedClass = smallest.sizeClass;
  return ok({
    compartment,
    wantedClass,
    upgraded: compareSizeClasses(compartment.sizeClass, wantedClass) > 0,
  });
}

function mayHold(compartment: Compartment, request: AllocationRequest): boolean {
  if (!fits(request.parcel, compartment)) return false;
  return request.tried.every((tried) => {
    if (tried.compartmentId === compartment.compartmentId) return false;
    if (tried.why === "unusable") return true;
    const tooSmall = request.compartments.find((one) => one.compartmentId === tried.compartmentId);
    return tooSmall === undefined || volumeOf(compartment.innerMm) > volumeOf(tooSmall.innerMm);
  });
}

// Candidates come in order of preference, so among equals the first one stays.
function kindestToPromises(
  candidates: readonly Compartment[],
  request: AllocationRequest,
): Compartment | undefined {
  // One answer for all compartments of a kind, because only their number counts.
  const shortages = new Map<string, number>();
  let best: { readonly compartment: Compartment; readonly shortage: number } | undefined;
  for (const compartment of candidates) {
    const kind = `${compartment.sizeClass} ${isLow(compartment)}`;
    const shortage = shortages.get(kind) ?? shortageWithout(compartment, request);
    shortages.set(kind, shortage);
    if (best === undefined || shortage < best.shortage) best = { compartment, shortage };
  }
  return best?.compartment;
}

function shortageWithout(compartment: Compartment, request: AllocationRequest): number {
  const others = request.compartments.filter((other) => other !== compartment);
  return roomShortage({ capacity: roomCapacityOf(others), demands: request.promised });
}

function whyNothingIsFree(
  parcel: AllocationWish,
  fitting: readonly Compartment[],
  free: readonly Compartment[],
): AllocationRefusal {
  const lowExists = fitting.some((compartment) => isLow(compartment));
  if (parcel.needsLow && (!lowExists || free.length > 0)) return { type: "nothing_low_enough" };
  const states = fitting.map(compartmentState);
  const occupied = states.filter((state) => state === "occupied").length;
  return { type: "full", occupied, outOfUse: states.length - occupied };
}

// Low ones come last within their class. Where only low ones count, this changes nothing.
function byPreference(a: Compartment, b: Compartment): number {
  return (
    compareSizeClasses(a.sizeClass, b.sizeClass) ||
    Number(isLow(a)) - Number(isLow(b)) ||
    volumeOf(a.innerMm) - volumeOf(b.innerMm) ||
    compareLabels(a, b)
  );
}

// Labels are unique in a locker and compared by code unit, never by locale, so that cloud and kiosk agree.
function compareLabels(a: Compartment, b: Compartment): number {
  if (a.label === b.label) return a.compartmentId < b.compartmentId ? -1 : 1;
  return a.label < b.label ? -1 : 1;
}
