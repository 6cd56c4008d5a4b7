import type { Reservation as ReservationView } from "@pigeonhole/contract/http/parcels";
import { allowedActions } from "@pigeonhole/domain/actions/allowed-actions";
import type { SizeClass } from "@pigeonhole/domain/size/fit";
import { toWireInstantOrNull } from "../platform/postgres/row-values.ts";

export type ReservationRow = {
  readonly id: string;
  readonly locker_id: string;
  readonly shop_id: string;
  readonly parcel_id: string | null;
  readonly kind: "soft" | "hard";
  readonly state: ReservationView["state"];
  readonly size_class: SizeClass;
  readonly needs_low: boolean;
  readonly ends_at: string | null;
};

export const reservationColumns =
  "id, locker_id, shop_id, parcel_id, kind, state, size_class, needs_low, ends_at";

/** One whose last instant has passed is told as expired, whether the sweep has seen it or not. */
export function reservationView(row: ReservationRow, now: Temporal.Instant): ReservationView {
  const state = isOver(row, now) ? "expired" : row.state;
  return {
    id: row.id as ReservationView["id"],
    lockerId: row.locker_id as ReservationView["lockerId"],
    kind: row.kind,
    state,
    sizeClass: row.size_class,
    needsLowCompartment: row.needs_low,
    endsAt: toWireInstantOrNull(row.ends_at),
    allowedActions: allowedActions("reservation", state).filter((action) =>
      actionsOfShops.has(action),
    ),
  };
}

/** A shop turns it hard by announcing a parcel with it, or releases it; the rest happens by itself. */
const actionsOfShops: ReadonlySet<string> = new Set(["harden", "release"]);

export function isOver(row: ReservationRow, now: Temporal.Instant): boolean {
  if (row.state !== "held" || row.ends_at === null) return false;
  return Temporal.Instant.compare(Temporal.Instant.from(row.ends_at), now) < 0;
}
