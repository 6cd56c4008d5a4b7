import type { CompartmentId, CourierId, LockerId } from "@pigeonhole/domain/ids";
import type { CompartmentPlace } from "@pigeonhole/domain/parcel/parcel";
import {
  applyFact,
  type ParcelAnomaly,
  type ParcelFact,
} from "@pigeonhole/domain/parcel/parcel-facts";
import { computePickupDeadline } from "../../parcels/compute-deadline.ts";
import type { ParcelChange } from "../../parcels/store-parcels.ts";
import { evolveStoredParcel, type StoredParcel } from "../../parcels/stored-parcel.ts";
import type { NewIncident } from "./raise-incidents.ts";
import type { MeaningfulFact } from "./read-facts.ts";
import type { Situation } from "./situation.ts";

/**
 * What facts about parcels do, one after the other, over the believed situation. Pure but for the
 * maps of the situation, which it keeps up to date so that the next fact sees what the former did.
 */
export type Fold = {
  readonly situation: Situation;
  readonly now: Temporal.Instant;
  readonly changes: ParcelChange[];
  readonly incidents: NewIncident[];
};

type FactOf<Type extends MeaningfulFact["type"]> = Extract<MeaningfulFact, { readonly type: Type }>;
type ParcelTellingFact = FactOf<
  "deposit.confirmed" | "pickup.confirmed" | "collection.confirmed" | "pickup.disputed"
>;

/** Notes an incident of this fact. */
export function note(
  fold: Pick<Fold, "incidents" | "now">,
  fact: MeaningfulFact,
  incident: Partial<Pick<NewIncident, "compartmentId" | "parcelId" | "evidence">> & {
    readonly kind: string;
  },
): void {
  fold.incidents.push({
    lockerId: fact.lockerId,
    at: fact.at,
    recordedAt: fold.now,
    compartmentId: null,
    parcelId: null,
    evidence: fact.data,
    source: fact.source,
    ...incident,
  });
}

export function foldParcelFact(fold: Fold, fact: ParcelTellingFact): void {
  const { parcelId, compartmentId } = fact.data;
  const about = { parcelId, compartmentId };
  const parcel = fold.situation.parcels.get(parcelId);
  const compartment = fold.situation.compartments.get(compartmentId);
  if (compartment !== undefined && compartment.lockerId !== fact.lockerId) {
    note(fold, fact, { ...about, kind: "foreign_compartment" });
  } else if (parcel === undefined) {
    note(fold, fact, { ...about, kind: "parcel_unknown" });
  } else if (fact.type === "deposit.confirmed") {
    foldDeposit(fold, fact, parcel);
  } else {
    foldRemoval(fold, fact, parcel);
  }
}

function foldDeposit(fold: Fold, fact: FactOf<"deposit.confirmed">, parcel: StoredParcel): void {
  const { situation } = fold;
  const { parcelId, compartmentId, goods } = fact.data;
  const displaced = situation.occupants.get(compartmentId);
  if (displaced !== undefined && displaced !== parcelId) {
    note(fold, fact, {
      kind: "stay_displaced",
      compartmentId,
      parcelId: displaced,
      evidence: { displaced, deposited: parcelId },
    });
    situation.stays.delete(displaced);
  }
  if (goods === "absent") {
    note(fold, fact, { kind: "deposit_without_goods", parcelId, compartmentId });
  }
  const pauses = situation.pauses.get(fact.lockerId) ?? [];
  change(fold, fact, parcel, {
    type: "deposited",
    at: fact.at,
    place: placeOf(fact),
    pickupDeadline: computePickupDeadline(parcel, fact.at, pauses),
  });
  leaveCompartment(situation, parcelId);
  situation.occupants.set(compartmentId, parcelId);
  situation.stays.set(parcelId, { lockerId: fact.lockerId, compartmentId });
}

/**
 * A locker speaks for its own doors. When another locker's own facts say that the parcel lies
 * there, this one's word does not take it out of that door; people have to look.
 */
function foldRemoval(
  fold: Fold,
  fact: Exclude<ParcelTellingFact, FactOf<"deposit.confirmed">>,
  parcel: StoredParcel,
): void {
  const { situation } = fold;
  const { parcelId, compartmentId } = fact.data;
  const about = { parcelId, compartmentId };
  const liesAt = situation.stays.get(parcelId);
  if (liesAt !== undefined && liesAt.lockerId !== fact.lockerId) {
    note(fold, fact, { ...about, kind: "parcel_of_other_locker" });
    return;
  }
  if (fact.type === "pickup.disputed") note(fold, fact, { ...about, kind: "pickup_disputed" });
  else if (fact.data.goods === "present") note(fold, fact, { ...about, kind: "goods_left_behind" });
  const removal = removalOf(fact);
  if (removal === null) return;
  if (isToldAlready(parcel, removal)) {
    note(fold, fact, { ...about, kind: `${removal.type}_again` });
    return;
  }
  change(fold, fact, parcel, removal);
  leaveCompartment(situation, parcelId);
}

/** “Not mine” leaves the parcel where it is thought to be: only that another lies there is known. */
function removalOf(
  fact: Exclude<ParcelTellingFact, FactOf<"deposit.confirmed">>,
): Exclude<ParcelFact, { type: "deposited" }> | null {
  const { at } = fact;
  const place = placeOf(fact);
  if (fact.type === "pickup.confirmed") return { type: "picked_up", at, place };
  if (fact.type === "collection.confirmed") {
    const courierId = fact.data.courierId as CourierId | null;
    return { type: "collected", at, place, courierId };
  }
  return fact.data.complaint === "empty" ? { type: "found_missing", at, place } : null;
}

function isToldAlready(parcel: StoredParcel, removal: ParcelFact): boolean {
  if (parcel.place.type === "compartment") return false;
  if (removal.type === "picked_up") return parcel.state === "delivered";
  if (removal.type === "collected")
    return parcel.place.type === "courier" && parcel.state === "returning";
  return parcel.state === "lost";
}

function placeOf(fact: ParcelTellingFact): CompartmentPlace {
  return {
    type: "compartment",
    lockerId: fact.lockerId as LockerId,
    compartmentId: fact.data.compartmentId as CompartmentId,
  };
}

function leaveCompartment(situation: Situation, parcelId: string): void {
  const stay = situation.stays.get(parcelId);
  if (stay === undefined) return;
  situation.stays.delete(parcelId);
  situation.occupants.delete(stay.compartmentId);
}

function change(
  fold: Fold,
  fact: ParcelTellingFact,
  parcel: StoredParcel,
  parcelFact: ParcelFact,
): void {
  const { events, anomalies } = applyFact(parcel, parcelFact);
  const next = evolveStoredParcel(parcel, events);
  fold.situation.parcels.set(parcel.parcelId, next);
  fold.changes.push({
    parcel,
    events,
    next,
    at: fold.now,
    source: fact.source,
    ...(fact.type === "deposit.confirmed" ? { stayId: fact.data.stayId } : {}),
  });
  const { parcelId, compartmentId } = fact.data;
  for (const anomaly of anomalies) {
    note(fold, fact, {
      kind: incidentKind(anomaly),
      parcelId,
      compartmentId,
      evidence: { ...fact.data, stateBefore: parcel.state },
    });
  }
}

function incidentKind(anomaly: ParcelAnomaly): string {
  return anomaly.type === "not_expected" ? `${anomaly.fact}_not_expected` : anomaly.type;
}
