import { explainRefusal } from "@pigeonhole/domain/actions/help-text";
import type { ParcelId } from "@pigeonhole/domain/ids";
import { regionOf } from "@pigeonhole/domain/ids";
import { decideParcel } from "@pigeonhole/domain/parcel/parcel";
import type { Result } from "@pigeonhole/domain/result";
import { ok } from "@pigeonhole/domain/result";
import type { ShopFilter } from "../access/shop-filter.ts";
import { isVisible } from "../access/shop-filter.ts";
import type { Deps } from "../deps.ts";
import type { Refusal } from "../platform/http/refusals.ts";
import { refuse } from "../platform/http/refusals.ts";
import type { Tx } from "../platform/postgres/database.ts";
import { retryOnConflict } from "../platform/postgres/retry-on-conflict.ts";
import type { Regions } from "../regions/known-regions.ts";
import { loadParcels } from "./load-parcels.ts";
import { storeParcelChanges } from "./store-parcels.ts";
import type { StoredParcel } from "./stored-parcel.ts";
import { evolveStoredParcel } from "./stored-parcel.ts";

/** Cancels a parcel that is not in a locker; once more for a cancelled one changes nothing. */
export async function cancelParcel(
  deps: Pick<Deps, "database" | "now" | "randomBytes" | "publicUrl"> & {
    readonly regions: Regions;
  },
  filter: ShopFilter,
  parcelId: string,
): Promise<Result<StoredParcel, Refusal>> {
  const region = regionOf(parcelId as ParcelId);
  if (!(await deps.regions.isKnown(region))) return refuse("not_found");
  const cancel = async (tx: Tx): Promise<Result<StoredParcel, Refusal>> => {
    const parcel = (await loadParcels(tx, [parcelId], { lock: true })).get(parcelId);
    if (parcel === undefined || !isVisible(parcel, filter)) return refuse("not_found");
    if (parcel.state === "cancelled") return ok(parcel);
    const at = deps.now();
    const decision = decideParcel(parcel, { type: "cancel", at });
    if (!decision.ok) {
      return refuse("not_cancellable", {
        detail: explainRefusal("parcel", "cancel", parcel.state),
      });
    }
    const next = evolveStoredParcel(parcel, decision.value);
    const change = { parcel, events: decision.value, next, at, source: "cancellation" };
    await storeParcelChanges(tx, deps, [change]);
    return ok(next);
  };
  return retryOnConflict(() => deps.database.region(region, cancel));
}
