// Scans come in batches, late, twice and out of order. One that is older than what moved the parcel
// last, or that contradicts what a kiosk has seen, is kept as history and changes nothing.
import { err, ok } from "../result.ts";
import { assert, unreachable } from "../unreachable.ts";
import type { CarrierScan, Parcel, ParcelDecision, ParcelPlace, ScanEffect } from "./parcel.ts";

/** A carrier's clock may run ahead of ours by this much before a scan is refused. */
export const scanAheadMaxMinutes = 5;

/** Scans older than this are refused: they belong to a number that was used again, or to a broken clock. */
export const scanAgeMaxDays = 90;

/** The event of one scan; only times that cannot be true and a locker nobody named are refused. */
export function decideCarrierScan(parcel: Parcel, scan: CarrierScan): ParcelDecision {
  const latest = scan.receivedAt.add({ minutes: scanAheadMaxMinutes });
  if (Temporal.Instant.compare(scan.at, latest) > 0) {
    return err({ type: "scan_from_future", at: scan.at });
  }
  const earliest = scan.receivedAt.subtract({ hours: scanAgeMaxDays * 24 });
  if (Temporal.Instant.compare(scan.at, earliest) < 0) {
    return err({ type: "scan_too_old", at: scan.at });
  }
  const lockerId = scan.lockerId ?? parcel.lockerId;
  if (scan.kind === "placed_in_locker" && lockerId === null) return err({ type: "locker_missing" });
  const effect = isHistoryOnly(parcel, scan) ? null : effectOf(parcel, scan);
  return ok([{ type: "carrier_scanned", at: scan.at, kind: scan.kind, effect }]);
}

// Once a parcel lies in a compartment, only the kiosk's facts (and a return that has begun) move it.
function isHistoryOnly(parcel: Parcel, scan: CarrierScan): boolean {
  if (Temporal.Instant.compare(scan.at, parcel.movedAt) < 0) return true;
  switch (parcel.state) {
    case "announced":
    case "in_transit":
    case "out_for_delivery":
      return false;
    case "returning":
      return scan.kind !== "returned_to_sender";
    case "available_for_pickup":
    case "overdue":
    case "delivered":
    case "returned":
    case "cancelled":
    case "lost":
      return true;
  }
}

function effectOf(parcel: Parcel, scan: CarrierScan): ScanEffect | null {
  const withCarrier: ParcelPlace = { type: "carrier", carrierId: scan.carrierId };
  switch (scan.kind) {
    case "accepted":
    case "in_transit":
    case "arrived_at_depot":
    case "delivery_attempt_failed":
      return { state: "in_transit", place: withCarrier, pickupDeadline: null };
    case "out_for_delivery":
      return {
        state: "out_for_delivery",
        place: { type: "courier", courierId: scan.courierId },
        pickupDeadline: null,
      };
    case "placed_in_locker":
      return placedInLocker(parcel, scan);
    case "returned_to_sender":
      return { state: "returned", place: { type: "shop" }, pickupDeadline: null };
    case "exception":
      return null;
    default:
      return unreachable(scan.kind);
  }
}

function placedInLocker(parcel: Parcel, scan: CarrierScan): ScanEffect {
  const lockerId = scan.lockerId ?? parcel.lockerId;
  assert(lockerId !== null, "a scan without a locker is refused before");
  return {
    state: "available_for_pickup",
    place: { type: "compartment", lockerId, compartmentId: null },
    pickupDeadline: scan.pickupDeadline,
  };
}
