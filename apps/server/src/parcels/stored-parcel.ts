import type { CarrierId, CompartmentId, CourierId, LockerId } from "@pigeonhole/domain/ids";
import type {
  Parcel,
  ParcelEvent,
  ParcelPlace,
  ParcelState,
} from "@pigeonhole/domain/parcel/parcel";
import { evolveParcel } from "@pigeonhole/domain/parcel/parcel";
import type { ParcelMeasures, SizeClass } from "@pigeonhole/domain/size/fit";
import { unreachable } from "@pigeonhole/domain/unreachable";
import { toInstant, toInstantOrNull } from "../platform/postgres/row-values.ts";

/** A parcel with what the cloud keeps beside the rules' own facts. */
export type StoredParcel = Parcel & {
  readonly lockerId: LockerId;
  readonly siteId: string;
  readonly shopId: string;
  readonly reference: string;
  readonly reservationId: string | null;
  /** The class that is reserved. */
  readonly sizeClass: SizeClass;
  readonly sizeMm: ParcelMeasures["sizeMm"];
  readonly massGrams: number | null;
  readonly needsLow: boolean;
  readonly carrierId: CarrierId | null;
  readonly carrierTrackingNumber: string | null;
  readonly language: "en" | "de" | "pl";
  readonly metadata: Readonly<Record<string, string>>;
  /** Hours and zone of the site, from which deadlines are computed. */
  readonly siteHours: { readonly openingHours: string; readonly timeZone: string };
};

/** The stored parcel after events; what the rules do not know stays as it is. */
export function evolveStoredParcel(
  stored: StoredParcel,
  events: readonly ParcelEvent[],
): StoredParcel {
  const parcel = events.reduce<Parcel>(evolveParcel, stored);
  return { ...stored, ...parcel, lockerId: stored.lockerId };
}

export type ParcelRow = {
  readonly id: string;
  readonly tracking_number: string;
  readonly shop_id: string;
  readonly reference: string;
  readonly locker_id: string;
  readonly site_id: string;
  readonly reservation_id: string | null;
  readonly state: string;
  readonly place: string;
  readonly place_carrier_id: string | null;
  readonly place_courier_id: string | null;
  readonly place_locker_id: string | null;
  readonly compartment_id: string | null;
  readonly size_class: string;
  readonly width_mm: number | null;
  readonly height_mm: number | null;
  readonly depth_mm: number | null;
  readonly mass_grams: number | null;
  readonly needs_low: boolean;
  readonly carrier_id: string | null;
  readonly carrier_tracking_number: string | null;
  readonly moved_at: string;
  readonly deposited_at: string | null;
  readonly ended_at: string | null;
  readonly delivery_attempts_failed: number;
  readonly pickup_deadline: string | null;
  readonly created_at: string;
  readonly metadata: Record<string, string>;
  readonly language: string | null;
  readonly opening_hours: string;
  readonly time_zone: string;
};

/** Columns and tables of a `ParcelRow`; a caller adds its own `where`. */
export const parcelSelect = `
  select p.id, p.tracking_number, p.shop_id, p.reference, p.locker_id, p.site_id, p.reservation_id,
         p.state, p.place, p.place_carrier_id, p.place_courier_id, p.place_locker_id,
         p.compartment_id, p.size_class, p.width_mm, p.height_mm, p.depth_mm, p.mass_grams,
         p.needs_low, p.carrier_id, p.carrier_tracking_number, p.moved_at, p.deposited_at,
         p.ended_at, p.delivery_attempts_failed, p.pickup_deadline, p.created_at, p.metadata,
         c.language, s.opening_hours, s.time_zone
    from parcels p
    join network.sites s on s.id = p.site_id
    left join contacts c on c.parcel_id = p.id`;

export function rowToStoredParcel(row: ParcelRow): StoredParcel {
  return {
    parcelId: row.id as StoredParcel["parcelId"],
    trackingNumber: row.tracking_number as StoredParcel["trackingNumber"],
    state: row.state as ParcelState,
    place: rowToPlace(row),
    lockerId: row.locker_id as LockerId,
    announcedAt: toInstant(row.created_at),
    depositedAt: toInstantOrNull(row.deposited_at),
    pickupDeadline: toInstantOrNull(row.pickup_deadline),
    endedAt: toInstantOrNull(row.ended_at),
    movedAt: toInstant(row.moved_at),
    deliveryAttemptsFailed: row.delivery_attempts_failed,
    siteId: row.site_id,
    shopId: row.shop_id,
    reference: row.reference,
    reservationId: row.reservation_id,
    sizeClass: row.size_class as SizeClass,
    sizeMm: rowToSize(row),
    massGrams: row.mass_grams,
    needsLow: row.needs_low,
    carrierId: row.carrier_id as CarrierId | null,
    carrierTrackingNumber: row.carrier_tracking_number,
    language: (row.language ?? "en") as StoredParcel["language"],
    metadata: row.metadata,
    siteHours: { openingHours: row.opening_hours, timeZone: row.time_zone },
  };
}

function rowToSize(row: ParcelRow): StoredParcel["sizeMm"] {
  const { width_mm: widthMm, height_mm: heightMm, depth_mm: depthMm } = row;
  if (widthMm === null || heightMm === null || depthMm === null) return null;
  return { widthMm, heightMm, depthMm };
}

function rowToPlace(row: ParcelRow): ParcelPlace {
  const type = row.place as ParcelPlace["type"];
  switch (type) {
    case "shop":
    case "sender":
    case "recipient":
    case "lost":
      return { type };
    case "carrier":
      return { type, carrierId: row.place_carrier_id as CarrierId | null };
    case "courier":
      return { type, courierId: row.place_courier_id as CourierId | null };
    case "compartment":
      return {
        type,
        lockerId: (row.place_locker_id ?? row.locker_id) as LockerId,
        compartmentId: row.compartment_id as CompartmentId | null,
      };
    default:
      return unreachable(type);
  }
}

export type PlaceColumns = {
  readonly place: string;
  readonly place_carrier_id: string | null;
  readonly place_courier_id: string | null;
  readonly place_locker_id: string | null;
  readonly compartment_id: string | null;
};

export function placeToColumns(place: ParcelPlace): PlaceColumns {
  return {
    place: place.type,
    place_carrier_id: place.type === "carrier" ? place.carrierId : null,
    place_courier_id: place.type === "courier" ? place.courierId : null,
    place_locker_id: place.type === "compartment" ? place.lockerId : null,
    compartment_id: place.type === "compartment" ? place.compartmentId : null,
  };
}
