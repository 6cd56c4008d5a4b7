import type { Share } from "@pigeonhole/contract/http/recipients";
import { sharesMax } from "@pigeonhole/contract/http/recipients";
import { regionOf } from "@pigeonhole/domain/ids";
import type { Result } from "@pigeonhole/domain/result";
import { ok } from "@pigeonhole/domain/result";
import type { Deps } from "../deps.ts";
import { announceLockerChanges, raiseListVersions } from "../lockers/list-version.ts";
import { drawPickupSecrets } from "../parcels/draw-pickup-secrets.ts";
import { pickupAccessOf, sealPickupSecrets } from "../parcels/pickup-secrets.ts";
import type { StoredParcel } from "../parcels/stored-parcel.ts";
import type { Refusal } from "../platform/http/refusals.ts";
import { refuse } from "../platform/http/refusals.ts";
import { newId } from "../platform/new-id.ts";
import type { Tx } from "../platform/postgres/database.ts";
import { retryOnConflict } from "../platform/postgres/retry-on-conflict.ts";
import { canBeTaken, loadPickupGrants, type ViewDeps } from "./get-recipient-view.ts";
import { withLink } from "./load-by-link.ts";

export type ShareDeps = ViewDeps & Pick<Deps, "randomBytes">;

/** A second code for somebody who collects for the recipient; it can be taken back. */
export async function createShare(
  deps: ShareDeps,
  token: string,
  name: string,
): Promise<Result<Share, Refusal>> {
  const share = (tx: Tx, parcel: StoredParcel) => shareParcel(tx, deps, { parcel, name });
  const shared = await retryOnConflict(() => withLink(deps, { token, lock: true }, share));
  return shared ?? refuse("link_unknown");
}

async function shareParcel(
  tx: Tx,
  deps: ShareDeps,
  wish: { readonly parcel: StoredParcel; readonly name: string },
): Promise<Result<Share, Refusal>> {
  const { parcel } = wish;
  if (!canBeTaken(parcel, deps.now())) return refuse("opening_not_possible");
  const grants = await loadPickupGrants(tx, deps, parcel.parcelId);
  const live = grants.filter((grant) => grant.isShare).length;
  if (live >= sharesMax) return refuse("share_limit_reached");
  return ok(await insertShare(tx, deps, wish));
}

async function insertShare(
  tx: Tx,
  deps: ShareDeps,
  wish: { readonly parcel: StoredParcel; readonly name: string },
): Promise<Share> {
  const { parcel, name } = wish;
  const { lockerId, parcelId } = parcel;
  const [secrets] = drawPickupSecrets(deps, [lockerId]);
  if (secrets === undefined) throw new TypeError("no secrets were drawn");
  const versions = await raiseListVersions(tx, [lockerId]);
  const grantId = newId(deps, "grt", regionOf(parcelId));
  const createdAt = deps.now().toString();
  // It ends when the recipient's own grant ends.
  await tx.query(
    `insert into grants (id, locker_id, purpose, state, parcel_id, share_name, not_before,
                         not_after, secrets_sealed, code_tag, listed, version, created_at)
     select $1, $2, 'pickup', 'active', $3, $4, $5, max(g.not_after), $6, $7, true, $8, $5
       from grants g where g.parcel_id = $3 and g.state = 'active'`,
    [
      grantId,
      lockerId,
      parcelId,
      name,
      createdAt,
      sealPickupSecrets(deps, secrets),
      secrets.tag,
      versions.get(lockerId) ?? 0,
    ],
  );
  await announceLockerChanges(tx, [lockerId]);
  return { grantId: grantId as Share["grantId"], name, access: pickupAccessOf(secrets), createdAt };
}
