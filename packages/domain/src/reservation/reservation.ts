// Room of a size class at a locker held for a parcel: soft in checkout for minutes, hard once ordered.
import { can } from "../actions/allowed-actions.ts";
import type { LockerId, ParcelId, ReservationId } from "../ids.ts";
import { err, ok, type Result } from "../result.ts";
import type { SizeClass } from "../size/fit.ts";
import { assert, unreachable } from "../unreachable.ts";

export type ReservationState = "held" | "fulfilled" | "released" | "expired";

export type Reservation = {
  readonly reservationId: ReservationId;
  readonly lockerId: LockerId;
  readonly sizeClass: SizeClass;
  readonly needsLow: boolean;
  readonly kind: "soft" | "hard";
  readonly state: ReservationState;
  /** Only hard ones are for a certain parcel. */
  readonly parcelId: ParcelId | null;
  readonly heldFrom: Temporal.Instant;
  /** Last instant it holds, inclusive; null for one that holds until it is fulfilled or released. */
  readonly heldUntil: Temporal.Instant | null;
};

export type ReservationCommand =
  | { readonly type: "harden"; readonly at: Temporal.Instant; readonly parcelId: ParcelId }
  | { readonly type: "fulfil"; readonly at: Temporal.Instant }
  | { readonly type: "release"; readonly at: Temporal.Instant }
  | { readonly type: "expire"; readonly at: Temporal.Instant };

export type ReservationEvent =
  | { readonly type: "hardened"; readonly at: Temporal.Instant; readonly parcelId: ParcelId }
  | { readonly type: "fulfilled"; readonly at: Temporal.Instant }
  | { readonly type: "released"; readonly at: Temporal.Instant }
  | { readonly type: "expired"; readonly at: Temporal.Instant };

export type ReservationRefusal =
  | {
      readonly type: "not_allowed";
      readonly action: ReservationCommand["type"];
      readonly state: ReservationState;
    }
  | { readonly type: "reservation_expired"; readonly heldUntil: Temporal.Instant }
  | { readonly type: "not_expired_yet"; readonly heldUntil: Temporal.Instant | null }
  | { readonly type: "already_hard"; readonly parcelId: ParcelId | null };

/** How long a checkout may hold room when it does not say. */
export const softHoldDefaultMinutes = 20;

/** The longest a checkout may hold room without an order. */
export const softHoldMaxMinutes = 60;

type Wish = Pick<Reservation, "reservationId" | "lockerId" | "sizeClass" | "needsLow">;
type Decision = Result<readonly ReservationEvent[], ReservationRefusal>;

/** Room for a checkout, from `at` for `minutes` (1 to `softHoldMaxMinutes`). */
export function holdSoft(
  wish: Wish & { readonly at: Temporal.Instant; readonly minutes: number },
): Reservation {
  const { at, minutes, ...rest } = wish;
  assert(minutes >= 1 && minutes <= softHoldMaxMinutes, "a soft reservation holds 1 to 60 minutes");
  const heldUntil = at.add({ minutes });
  return { ...rest, kind: "soft", state: "held", parcelId: null, heldFrom: at, heldUntil };
}

/** Room for an announced parcel; `heldUntil` null holds until fulfilled or released. */
export function holdHard(
  wish: Wish & {
    readonly at: Temporal.Instant;
    readonly parcelId: ParcelId;
    readonly heldUntil: Temporal.Instant | null;
  },
): Reservation {
  const { at, ...rest } = wish;
  return { ...rest, kind: "hard", state: "held", heldFrom: at };
}

/** What may be done with a reservation now. */
export function decideReservation(reservation: Reservation, command: ReservationCommand): Decision {
  const { state } = reservation;
  if (!can(command.type, reservation)) {
    return err({ type: "not_allowed", action: command.type, state });
  }
  switch (command.type) {
    case "harden":
      return decideHarden(reservation, command);
    case "fulfil":
      return ok([{ type: "fulfilled", at: command.at }]);
    case "release":
      return ok([{ type: "released", at: command.at }]);
    case "expire":
      if (isHolding(reservation, command.at)) {
        return err({ type: "not_expired_yet", heldUntil: reservation.heldUntil });
      }
      return ok([{ type: "expired", at: command.at }]);
  }
}

/** The reservation after an event. */
export function evolveReservation(reservation: Reservation, event: ReservationEvent): Reservation {
  switch (event.type) {
    case "hardened":
      return { ...reservation, kind: "hard", parcelId: event.parcelId, heldUntil: null };
    case "fulfilled":
    case "released":
    case "expired":
      return { ...reservation, state: event.type };
    default:
      return unreachable(event);
  }
}

/** True while it takes room: held, and not past its last instant (whether a job noticed or not). */
export function isHolding(reservation: Reservation, at: Temporal.Instant): boolean {
  if (reservation.state !== "held") return false;
  const { heldUntil } = reservation;
  return heldUntil === null || Temporal.Instant.compare(at, heldUntil) <= 0;
}

function decideHarden(
  reservation: Reservation,
  command: Extract<ReservationCommand, { type: "harden" }>,
): Decision {
  const { heldUntil, parcelId } = reservation;
  if (reservation.kind === "hard") return err({ type: "already_hard", parcelId });
  if (heldUntil !== null && !isHolding(reservation, command.at)) {
    return err({ type: "reservation_expired", heldUntil });
  }
  return ok([{ type: "hardened", at: command.at, parcelId: command.parcelId }]);
}
