import type { ParcelId } from "@pigeonhole/domain/ids";
import { regionOf } from "@pigeonhole/domain/ids";
import type { ShopFilter } from "../access/shop-filter.ts";
import { isVisible } from "../access/shop-filter.ts";
import type { Deps } from "../deps.ts";
import type { Regions } from "../regions/known-regions.ts";
import { loadParcels } from "./load-parcels.ts";
import type { StoredParcel } from "./stored-parcel.ts";

/** The parcel, or undefined where there is none that this shop may see. */
export async function getParcel(
  deps: Pick<Deps, "database"> & { readonly regions: Regions },
  filter: ShopFilter,
  parcelId: string,
): Promise<StoredParcel | undefined> {
  const region = regionOf(parcelId as ParcelId);
  if (!(await deps.regions.isKnown(region))) return undefined;
  const parcels = await deps.database.region(region, (tx) =>
    loadParcels(tx, [parcelId], { lock: false }),
  );
  const parcel = parcels.get(parcelId);
  return parcel !== undefined && isVisible(parcel, filter) ? parcel : undefined;
}
