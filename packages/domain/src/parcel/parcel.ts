// The life of one parcel. Wishes (cancel, extend, may I take it?) go through `decideParcel` and can
// be refused; what physically happened goes through `applyFact` (parcel-facts.ts) and never is.
import { can } from "../actions/allowed-actions.ts";
import type { CarrierId, CompartmentId, CourierId, LockerId, ParcelId } from "../ids.ts";
import { err, ok, type Result } from "../result.ts";
import type { TrackingNumber } from "../tracking-number.ts";
import { unreachable } from "../unreachable.ts";
import { decideCarrierScan } from "./carrier-scan.ts";

/** EasyPost's words where they have one, because they are the best known on the wire. */
export type ParcelState =
  | "announced"
  | "in_transit"
  | "out_for_delivery"
  | "available_for_pickup"
  | "delivered"
  | "overdue"
  | "returning"
  | "returned"
  | "cancelled"
  | "lost";

/** Where the parcel is: with someone, in one compartment, or lost because a person said so. */
export type ParcelPlace =
  | { readonly type: "shop" }
  | { readonly type: "sender" }
  | { readonly type: "recipient" }
  | { readonly type: "carrier"; readonly carrierId: CarrierId | null }
  | { readonly type: "courier"; readonly courierId: CourierId | null }
  | CompartmentPlace
  | { readonly type: "lost" };

/** `compartmentId` is null while only the carrier has told of the deposit and the kiosk has not. */
export type CompartmentPlace = {
  readonly type: "compartment";
  readonly lockerId: LockerId;
  readonly compartmentId: CompartmentId | null;
};

export type Parcel = {
  readonly parcelId: ParcelId;
  readonly trackingNumber: TrackingNumber;
  readonly state: ParcelState;
  readonly place: ParcelPlace;
  /** The locker it is meant for; null while none is chosen. */
  readonly lockerId: LockerId | null;
  readonly announcedAt: Temporal.Instant;
  readonly depositedAt: Temporal.Instant | null;
  readonly pickupDeadline: Temporal.Instant | null;
  /** When it was delivered, returned, cancelled or lost. */
  readonly endedAt: Temporal.Instant | null;
  /** Time of the newest scan or fact that moved it; older scans are history only. */
  readonly movedAt: Temporal.Instant;
  readonly deliveryAttemptsFailed: number;
};

/** What a carrier can tell. `placed_in_locker` comes from the carrier's own device: the kiosk may be offline. */
export type CarrierScanKind =
  | "accepted"
  | "in_transit"
  | "arrived_at_depot"
  | "out_for_delivery"
  | "placed_in_locker"
  | "delivery_attempt_failed"
  | "returned_to_sender"
  | "exception";

export type CarrierScan = {
  readonly type: "recordCarrierScan";
  readonly kind: CarrierScanKind;
  /** When the carrier says it happened. */
  readonly at: Temporal.Instant;
  /** When we were told. */
  readonly receivedAt: Temporal.Instant;
  readonly carrierId: CarrierId | null;
  readonly courierId: CourierId | null;
  /** Only for `placed_in_locker`; null means the locker the parcel is meant for. */
  readonly lockerId: LockerId | null;
  /** Only for `placed_in_locker`: the deadline to promise until the kiosk is heard. */
  readonly pickupDeadline: Temporal.Instant | null;
};

export type ParcelCommand =
  | CarrierScan
  | {
      readonly type: "deposit";
      readonly at: Temporal.Instant;
      readonly place: CompartmentPlace;
      readonly pickupDeadline: Temporal.Instant | null;
    }
  | { readonly type: "pickUp"; readonly at: Temporal.Instant }
  | { readonly type: "passDeadline"; readonly at: Temporal.Instant }
  | {
      readonly type: "extend";
      readonly at: Temporal.Instant;
      readonly pickupDeadline: Temporal.Instant;
    }
  | {
      readonly type: "collect";
      readonly at: Temporal.Instant;
      readonly courierId: CourierId | null;
    }
  | { readonly type: "cancel"; readonly at: Temporal.Instant }
  | { readonly type: "sendBack"; readonly at: Temporal.Instant }
  | { readonly type: "reportMissing"; readonly at: Temporal.Instant };

export type ParcelEvent =
  | { readonly type: "announced"; readonly at: Temporal.Instant }
  | {
      readonly type: "carrier_scanned";
      readonly at: Temporal.Instant;
      readonly kind: CarrierScanKind;
      /** What the scan changes; null for one that is only history (late, or after the end). */
      readonly effect: ScanEffect | null;
    }
  | {
      readonly type: "deposited";
      readonly at: Temporal.Instant;
      readonly place: CompartmentPlace;
      readonly pickupDeadline: Temporal.Instant | null;
      readonly state: "available_for_pickup" | "returning";
    }
  | { readonly type: "picked_up"; readonly at: Temporal.Instant }
  | { readonly type: "became_overdue"; readonly at: Temporal.Instant }
  | {
      readonly type: "deadline_extended";
      readonly at: Temporal.Instant;
      readonly pickupDeadline: Temporal.Instant;
    }
  | {
      readonly type: "collected";
      readonly at: Temporal.Instant;
      readonly courierId: CourierId | null;
    }
  | { readonly type: "cancelled"; readonly at: Temporal.Instant }
  | { readonly type: "return_started"; readonly at: Temporal.Instant }
  | { readonly type: "reported_missing"; readonly at: Temporal.Instant };

export type ScanEffect = {
  readonly state: ParcelState;
  readonly place: ParcelPlace;
  readonly pickupDeadline: Temporal.Instant | null;
};

export type ParcelRefusal =
  | {
      readonly type: "not_allowed";
      readonly action: ParcelCommand["type"];
      readonly state: ParcelState;
    }
  | { readonly type: "pickup_deadline_passed"; readonly pickupDeadline: Temporal.Instant }
  | { readonly type: "pickup_deadline_not_passed"; readonly pickupDeadline: Temporal.Instant }
  | { readonly type: "no_pickup_deadline" }
  | { readonly type: "deadline_not_later"; readonly pickupDeadline: Temporal.Instant }
  | { readonly type: "scan_from_future"; readonly at: Temporal.Instant }
  | { readonly type: "scan_too_old"; readonly at: Temporal.Instant }
  | { readonly type: "locker_missing" };

export type ParcelDecision = Result<readonly ParcelEvent[], ParcelRefusal>;

export type Announcement = {
  readonly parcelId: ParcelId;
  readonly trackingNumber: TrackingNumber;
  readonly lockerId: LockerId | null;
  readonly from: "shop" | "sender";
  readonly at: Temporal.Instant;
};

/** A parcel that a shop or sender says will come. */
export function announceParcel(announcement: Announcement): {
  readonly parcel: Parcel;
  readonly event: ParcelEvent;
} {
  const { parcelId, trackingNumber, lockerId, at } = announcement;
  const parcel: Parcel = {
    parcelId,
    trackingNumber,
    state: "announced",
    place: { type: announcement.from },
    lockerId,
    announcedAt: at,
    depositedAt: null,
    pickupDeadline: null,
    endedAt: null,
    movedAt: at,
    deliveryAttemptsFailed: 0,
  };
  return { parcel, event: { type: "announced", at } };
}

/** Answers a wish or a carrier's scan. The action table speaks first, then the deadlines. */
export function decideParcel(parcel: Parcel, command: ParcelCommand): ParcelDecision {
  if (!can(command.type, parcel)) {
    return err({ type: "not_allowed", action: command.type, state: parcel.state });
  }
  switch (command.type) {
    case "recordCarrierScan":
      return decideCarrierScan(parcel, command);
    case "deposit":
      return ok([depositedEvent(command, "available_for_pickup")]);
    case "pickUp":
      return decidePickUp(parcel, command.at);
    case "passDeadline":
      return decidePassDeadline(parcel, command.at);
    case "extend":
      return decideExtend(parcel, command);
    case "collect":
      return ok([{ type: "collected", at: command.at, courierId: command.courierId }]);
    case "cancel":
      return ok([{ type: "cancelled", at: command.at }]);
    case "sendBack":
      return ok([{ type: "return_started", at: command.at }]);
    case "reportMissing":
      return ok([{ type: "reported_missing", at: command.at }]);
  }
}

/** The parcel after an event; events are never refused. */
export function evolveParcel(parcel: Parcel, event: ParcelEvent): Parcel {
  switch (event.type) {
    case "announced":
      return parcel;
    case "carrier_scanned":
      return afterScan(parcel, event);
    case "deposited":
      return afterDeposit(parcel, event);
    case "picked_up":
      return ended(parcel, event.at, { state: "delivered", place: { type: "recipient" } });
    case "became_overdue":
      return { ...parcel, state: "overdue" };
    case "deadline_extended":
      return { ...parcel, state: "available_for_pickup", pickupDeadline: event.pickupDeadline };
    case "collected":
      return {
        ...parcel,
        state: "returning",
        place: { type: "courier", courierId: event.courierId },
        movedAt: event.at,
        endedAt: null,
      };
    case "cancelled":
      return ended(parcel, event.at, { state: "cancelled", place: parcel.place });
    case "return_started":
      return { ...parcel, state: "returning" };
    case "reported_missing":
      return ended(parcel, event.at, { state: "lost", place: { type: "lost" } });
    default:
      return unreachable(event);
  }
}

/** The event of a deposit, from a wish or a fact. */
export function depositedEvent(
  deposit: Pick<Extract<ParcelCommand, { type: "deposit" }>, "at" | "place" | "pickupDeadline">,
  state: "available_for_pickup" | "returning",
): ParcelEvent {
  const { at, place, pickupDeadline } = deposit;
  return { type: "deposited", at, place, pickupDeadline, state };
}

// A recipient standing at the door at the exact deadline is let in; the sweep takes the parcel after it.
function decidePickUp(parcel: Parcel, at: Temporal.Instant): ParcelDecision {
  const { pickupDeadline } = parcel;
  if (pickupDeadline !== null && Temporal.Instant.compare(at, pickupDeadline) > 0) {
    return err({ type: "pickup_deadline_passed", pickupDeadline });
  }
  return ok([{ type: "picked_up", at }]);
}

function decidePassDeadline(parcel: Parcel, at: Temporal.Instant): ParcelDecision {
  const { pickupDeadline } = parcel;
  if (pickupDeadline === null) return err({ type: "no_pickup_deadline" });
  if (Temporal.Instant.compare(at, pickupDeadline) <= 0) {
    return err({ type: "pickup_deadline_not_passed", pickupDeadline });
  }
  return ok([{ type: "became_overdue", at }]);
}

function decideExtend(
  parcel: Parcel,
  command: Extract<ParcelCommand, { type: "extend" }>,
): ParcelDecision {
  const before = parcel.pickupDeadline;
  const after = command.pickupDeadline;
  if (before !== null && Temporal.Instant.compare(after, before) <= 0) {
    return err({ type: "deadline_not_later", pickupDeadline: before });
  }
  if (Temporal.Instant.compare(after, command.at) < 0) {
    return err({ type: "pickup_deadline_passed", pickupDeadline: after });
  }
  return ok([{ type: "deadline_extended", at: command.at, pickupDeadline: after }]);
}

function afterScan(
  parcel: Parcel,
  event: Extract<ParcelEvent, { type: "carrier_scanned" }>,
): Parcel {
  const failed = event.kind === "delivery_attempt_failed" ? 1 : 0;
  const deliveryAttemptsFailed = parcel.deliveryAttemptsFailed + failed;
  if (event.effect === null) return { ...parcel, deliveryAttemptsFailed };
  const arrived = event.effect.state === "available_for_pickup";
  return {
    ...parcel,
    ...event.effect,
    deliveryAttemptsFailed,
    movedAt: event.at,
    depositedAt: arrived ? event.at : parcel.depositedAt,
    endedAt: event.effect.state === "returned" ? event.at : null,
  };
}

function afterDeposit(parcel: Parcel, event: Extract<ParcelEvent, { type: "deposited" }>): Parcel {
  const { at, place, state, pickupDeadline } = event;
  return { ...parcel, state, place, pickupDeadline, depositedAt: at, movedAt: at, endedAt: null };
}

function ended(
  parcel: Parcel,
  at: Temporal.Instant,
  end: { readonly state: ParcelState; readonly place: ParcelPlace },
): Parcel {
  return { ...parcel, ...end, endedAt: at, movedAt: at };
}
