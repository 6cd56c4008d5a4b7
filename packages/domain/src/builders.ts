// Plain values with defaults, for the tests of everything that follows these rules.
import type { Compartment } from "./compartment/compartment.ts";
import type { Grant } from "./grant/grant.ts";
import { composeId, type Id, type IdPrefix, networkRegion } from "./ids.ts";
import { announceParcel, type Parcel } from "./parcel/parcel.ts";
import type { Reservation } from "./reservation/reservation.ts";
import type { Stay } from "./stay/stay.ts";
import { composeTrackingNumber } from "./tracking-number.ts";

/** A Monday noon, in UTC. */
export const aMonday = Temporal.Instant.from("2026-03-02T12:00:00Z");

/** The same number gives the same id. */
export function anId<P extends IdPrefix>(prefix: P, number = 1): Id<P> {
  return composeId(
    prefix,
    networkRegion,
    Uint8Array.of(...bytesOf(number), 0, 0, 0, 0, 0, 0, 0, 0),
  );
}

/** An announced parcel on its way to locker 1. */
export function aParcel(differing: Partial<Parcel> = {}): Parcel {
  const { parcel } = announceParcel({
    parcelId: anId("par"),
    trackingNumber: composeTrackingNumber(networkRegion, Uint8Array.of(1, 2, 3, 4, 5, 6, 7)),
    lockerId: anId("lkr"),
    from: "shop",
    at: aMonday,
  });
  return { ...parcel, ...differing };
}

/** A free high compartment of class M. */
export function aCompartment(differing: Partial<Compartment> = {}): Compartment {
  return {
    compartmentId: anId("cmp"),
    label: "1",
    sizeClass: "M",
    innerMm: { widthMm: 380, heightMm: 190, depthMm: 640 },
    massMaxGrams: 25_000,
    floorHeightMm: 1_400,
    lock: { bus: "main", board: 1, channel: 1 },
    condition: "usable",
    occupant: null,
    ...differing,
  };
}

/** An open stay of parcel 1 in compartment 1. */
export function aStay(differing: Partial<Stay> = {}): Stay {
  return {
    stayId: anId("sty"),
    parcelId: anId("par"),
    lockerId: anId("lkr"),
    compartmentId: anId("cmp"),
    depositedBy: "courier",
    state: "open",
    beganAt: aMonday,
    endedAt: null,
    endedBy: null,
    ...differing,
  };
}

/** A soft reservation of class M that holds for 20 minutes. */
export function aReservation(differing: Partial<Reservation> = {}): Reservation {
  return {
    reservationId: anId("rsv"),
    lockerId: anId("lkr"),
    sizeClass: "M",
    needsLow: false,
    kind: "soft",
    state: "held",
    parcelId: null,
    heldFrom: aMonday,
    heldUntil: aMonday.add({ minutes: 20 }),
    ...differing,
  };
}

/** An active pickup grant for parcel 1, to be used once within 72 hours. */
export function aGrant(differing: Partial<Grant> = {}): Grant {
  return {
    grantId: anId("grt"),
    lockerId: anId("lkr"),
    purpose: "pickup",
    parcelIds: [anId("par")],
    state: "active",
    notBefore: aMonday,
    notAfter: aMonday.add({ hours: 72 }),
    usesMax: 1,
    uses: 0,
    lastUsedAt: null,
    endedBy: null,
    ...differing,
  };
}

function bytesOf(number: number): [number, number, number, number] {
  return [(number >>> 24) & 255, (number >>> 16) & 255, (number >>> 8) & 255, number & 255];
}
