// What happened at a locker is never refused. Where it contradicts what was wished or known, the
// contradiction is named as an anomaly, from which the cloud makes an incident.
import { can } from "../actions/allowed-actions.ts";
import type { CourierId } from "../ids.ts";
import { unreachable } from "../unreachable.ts";
import {
  type CompartmentPlace,
  depositedEvent,
  type Parcel,
  type ParcelEvent,
  type ParcelState,
} from "./parcel.ts";

/** A fact about a parcel, as a kiosk (or a person standing at it) reports it. */
export type ParcelFact =
  | {
      readonly type: "deposited";
      readonly at: Temporal.Instant;
      readonly place: CompartmentPlace;
      /** Computed by the cloud from the site's hours; null keeps none. */
      readonly pickupDeadline: Temporal.Instant | null;
    }
  | {
      readonly type: "picked_up";
      readonly at: Temporal.Instant;
      readonly place: CompartmentPlace;
    }
  | {
      readonly type: "collected";
      readonly at: Temporal.Instant;
      readonly place: CompartmentPlace;
      readonly courierId: CourierId | null;
    }
  /** The door was opened and somebody says that the parcel is not inside. */
  | {
      readonly type: "found_missing";
      readonly at: Temporal.Instant;
      readonly place: CompartmentPlace;
    };

export type ParcelAnomaly =
  /** The fact does not follow from the state the parcel was thought to be in. */
  | {
      readonly type: "not_expected";
      readonly fact: ParcelFact["type"];
      readonly state: ParcelState;
    }
  | { readonly type: "other_locker"; readonly fact: ParcelFact["type"] }
  | { readonly type: "other_compartment"; readonly fact: ParcelFact["type"] }
  | { readonly type: "after_deadline"; readonly pickupDeadline: Temporal.Instant }
  | { readonly type: "parcel_missing" };

export type AppliedFact = {
  readonly events: readonly ParcelEvent[];
  readonly anomalies: readonly ParcelAnomaly[];
};

/** The events of a fact, always, and what is strange about it. */
export function applyFact(parcel: Parcel, fact: ParcelFact): AppliedFact {
  switch (fact.type) {
    case "deposited":
      return applyDeposit(parcel, fact);
    case "picked_up":
      return {
        events: [{ type: "picked_up", at: fact.at }],
        anomalies: [...removalAnomalies(parcel, fact), ...lateAnomalies(parcel, fact.at)],
      };
    case "collected":
      return {
        events: [{ type: "collected", at: fact.at, courierId: fact.courierId }],
        anomalies: removalAnomalies(parcel, fact),
      };
    case "found_missing":
      return {
        events: [{ type: "reported_missing", at: fact.at }],
        anomalies: [{ type: "parcel_missing" }, ...removalAnomalies(parcel, fact)],
      };
    default:
      return unreachable(fact);
  }
}

type DepositFact = Extract<ParcelFact, { type: "deposited" }>;
type RemovalFact = Exclude<ParcelFact, DepositFact>;

function applyDeposit(parcel: Parcel, fact: DepositFact): AppliedFact {
  const expected = can("deposit", parcel) || confirmsCarrier(parcel, fact);
  const anomalies: ParcelAnomaly[] = [];
  if (!expected) anomalies.push({ type: "not_expected", fact: fact.type, state: parcel.state });
  if (parcel.lockerId !== null && parcel.lockerId !== fact.place.lockerId) {
    anomalies.push({ type: "other_locker", fact: fact.type });
  }
  const state = isGoingBack(parcel.state) ? "returning" : "available_for_pickup";
  return { events: [depositedEvent(fact, state)], anomalies };
}

// The carrier's own device told of this deposit before the kiosk could.
function confirmsCarrier(parcel: Parcel, fact: DepositFact): boolean {
  return (
    (parcel.state === "available_for_pickup" || parcel.state === "overdue") &&
    parcel.place.type === "compartment" &&
    parcel.place.lockerId === fact.place.lockerId &&
    (parcel.place.compartmentId === null || parcel.place.compartmentId === fact.place.compartmentId)
  );
}

// A parcel nobody waits for any more is given to no recipient, wherever it lies: a courier fetches it.
function isGoingBack(state: ParcelState): boolean {
  return state === "cancelled" || state === "returning" || state === "returned";
}

function removalAnomalies(parcel: Parcel, fact: RemovalFact): ParcelAnomaly[] {
  const { place } = parcel;
  if (place.type !== "compartment" || !isExpectedRemoval(parcel, fact)) {
    return [{ type: "not_expected", fact: fact.type, state: parcel.state }];
  }
  if (place.lockerId !== fact.place.lockerId) return [{ type: "other_locker", fact: fact.type }];
  const known = place.compartmentId !== null && fact.place.compartmentId !== null;
  if (known && place.compartmentId !== fact.place.compartmentId) {
    return [{ type: "other_compartment", fact: fact.type }];
  }
  return [];
}

function isExpectedRemoval(parcel: Parcel, fact: RemovalFact): boolean {
  switch (fact.type) {
    case "picked_up":
      // Overdue is the cloud's word: a kiosk that was offline could not know it, so the time decides.
      return can("pickUp", parcel) || parcel.state === "overdue";
    case "collected":
      return can("collect", parcel);
    case "found_missing":
      return can("reportMissing", parcel);
  }
}

function lateAnomalies(parcel: Parcel, at: Temporal.Instant): ParcelAnomaly[] {
  const { pickupDeadline } = parcel;
  if (pickupDeadline === null || Temporal.Instant.compare(at, pickupDeadline) <= 0) return [];
  return [{ type: "after_deadline", pickupDeadline }];
}
