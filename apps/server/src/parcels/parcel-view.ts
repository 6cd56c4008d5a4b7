import type { Parcel as ParcelView } from "@pigeonhole/contract/http/parcels";
import { allowedActions } from "@pigeonhole/domain/actions/allowed-actions";
import type { StoredParcel } from "./stored-parcel.ts";

/** The parcel as shops see it on the wire. */
export function parcelView(parcel: StoredParcel, publicUrl: string): ParcelView {
  return {
    id: parcel.parcelId as ParcelView["id"],
    trackingNumber: parcel.trackingNumber,
    trackingUrl: `${publicUrl}/track/${parcel.trackingNumber}`,
    reference: parcel.reference,
    state: parcel.state,
    lockerId: parcel.lockerId as ParcelView["lockerId"],
    siteId: parcel.siteId as ParcelView["siteId"],
    reservationId: parcel.reservationId as ParcelView["reservationId"],
    sizeClass: parcel.sizeClass,
    recipientLanguage: parcel.language,
    pickupDeadline: parcel.pickupDeadline?.toString() ?? null,
    allowedActions: [...allowedActions("parcel", parcel.state)],
    createdAt: parcel.announcedAt.toString(),
    metadata: { ...parcel.metadata },
  };
}
