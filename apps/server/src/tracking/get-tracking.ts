import type { TrackingView } from "@pigeonhole/contract/http/parcels";
import { parseTrackingNumber, regionOfTrackingNumber } from "@pigeonhole/domain/tracking-number";
import type { Deps } from "../deps.ts";
import { loadTimeline } from "../parcels/load-timeline.ts";
import type { ParcelRow, StoredParcel } from "../parcels/stored-parcel.ts";
import { parcelSelect, rowToStoredParcel } from "../parcels/stored-parcel.ts";
import type { Tx } from "../platform/postgres/database.ts";
import type { Regions } from "../regions/known-regions.ts";
import { addressOf, loadPlace } from "../sites/load-place.ts";

/** The public timeline of a parcel: nothing of the recipient, no code. Typing errors are forgiven. */
export async function getTracking(
  deps: Pick<Deps, "database"> & { readonly regions: Regions },
  text: string,
): Promise<TrackingView | undefined> {
  const number = parseTrackingNumber(text);
  if (!number.ok) return undefined;
  const region = regionOfTrackingNumber(number.value);
  if (!(await deps.regions.isKnown(region))) return undefined;
  return deps.database.region(region, async (tx) => {
    const [row] = await tx.query<ParcelRow>(`${parcelSelect} where p.tracking_number = $1`, [
      number.value,
    ]);
    return row === undefined ? undefined : trackingView(tx, rowToStoredParcel(row));
  });
}

async function trackingView(tx: Tx, parcel: StoredParcel): Promise<TrackingView | undefined> {
  const place = await loadPlace(tx, parcel.lockerId);
  if (place === undefined) return undefined;
  return {
    trackingNumber: parcel.trackingNumber,
    state: parcel.state,
    site: {
      id: place.site_id as TrackingView["site"]["id"],
      name: place.site_name,
      address: addressOf(place),
      openingHours: place.opening_hours,
      timeZone: place.time_zone,
    },
    lockerName: place.locker_name,
    pickupDeadline: parcel.pickupDeadline?.toString() ?? null,
    timeline: await loadTimeline(tx, parcel.parcelId),
  };
}
