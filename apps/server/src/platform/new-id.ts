import type { Id, IdPrefix, RegionCode } from "@pigeonhole/domain/ids";
import { composeId, idRandomBytes } from "@pigeonhole/domain/ids";

/** A fresh id of the region, from the dice that were passed in. */
export function newId<P extends IdPrefix>(
  deps: { readonly randomBytes: (count: number) => Uint8Array },
  prefix: P,
  region: RegionCode,
): Id<P> {
  return composeId(prefix, region, deps.randomBytes(idRandomBytes));
}
