import type { Result } from "@pigeonhole/domain/result";
import { ok } from "@pigeonhole/domain/result";
import type { Deps } from "../deps.ts";
import { announceLockerChanges, raiseListVersions } from "../lockers/list-version.ts";
import type { Refusal } from "../platform/http/refusals.ts";
import { refuse } from "../platform/http/refusals.ts";
import type { LinkDeps } from "./load-by-link.ts";
import { withLink } from "./load-by-link.ts";

/** Takes a share back; one that has ended already is as good as taken back. */
export async function revokeShare(
  deps: LinkDeps & Pick<Deps, "now">,
  token: string,
  grantId: string,
): Promise<Result<undefined, Refusal>> {
  const revoked = await withLink(deps, { token, lock: true }, async (tx, parcel) => {
    const [grant] = await tx.query<{ state: string; locker_id: string }>(
      `select state, locker_id from grants
        where id = $1 and parcel_id = $2 and share_name is not null`,
      [grantId, parcel.parcelId],
    );
    if (grant === undefined) return refuse("not_found");
    if (grant.state === "ended") return ok(undefined);
    const versions = await raiseListVersions(tx, [grant.locker_id]);
    await tx.query(
      "update grants set state = 'ended', listed = false, version = $2 where id = $1",
      [grantId, versions.get(grant.locker_id) ?? 0],
    );
    await announceLockerChanges(tx, [grant.locker_id]);
    return ok(undefined);
  });
  return revoked ?? refuse("link_unknown");
}
