// The one place where a grant of the list becomes a grant of the rules. The locker knows what lies
// in it, so whether a pickup grant works is read from the stays, not from the cloud's belief.
import type { Grant, GrantEnd, GrantState } from "@pigeonhole/domain/grant/grant";
import type { GrantId, LockerId, ParcelId } from "@pigeonhole/domain/ids";
import type { ListedGrant } from "../journal/grant-list.ts";
import type { KeptStay, Stays } from "../journal/stays.ts";

/** The stays that a pickup grant opens doors for, in the order of its parcels. */
export function staysOfGrant(listed: ListedGrant, stays: Pick<Stays, "openOfParcel">): KeptStay[] {
  return listed.grant.parcels
    .map((parcel) => stays.openOfParcel(parcel.parcelId))
    .filter((stay) => stay !== undefined);
}

export function toDomainGrant(
  listed: ListedGrant,
  stays: Pick<Stays, "openOfParcel" | "hasEndedOfParcel">,
  place: { readonly lockerId: string; readonly now: Temporal.Instant },
): Grant {
  const { grant } = listed;
  const standing = standingOf(listed, stays, place.now);
  return {
    grantId: grant.grantId as GrantId,
    lockerId: place.lockerId as LockerId,
    purpose: grant.purpose,
    parcelIds: grant.parcels.map((parcel) => parcel.parcelId as ParcelId),
    ...standing,
    notBefore: Temporal.Instant.from(grant.notBefore),
    notAfter: Temporal.Instant.from(grant.notAfter),
    // A pickup grant is used up when its last parcel is out, however many visits that takes.
    usesMax: grant.purpose === "courier" ? grant.usesMax : null,
    uses: grant.purpose === "courier" ? listed.uses : 0,
    lastUsedAt: listed.lastUsedAt === null ? null : Temporal.Instant.from(listed.lastUsedAt),
  };
}

type Standing = { readonly state: GrantState; readonly endedBy: GrantEnd | null };

function standingOf(
  listed: ListedGrant,
  stays: Pick<Stays, "openOfParcel" | "hasEndedOfParcel">,
  now: Temporal.Instant,
): Standing {
  const { grant, removedAt, usedUpAt, uses } = listed;
  const isPickup = grant.purpose === "pickup";
  const liesHere = isPickup && staysOfGrant(listed, stays).length > 0;
  const wasHere = isPickup && grant.parcels.some((one) => stays.hasEndedOfParcel(one.parcelId));
  if (usedUpAt !== null && !liesHere) return ended("used_up");
  if (isPickup && !liesHere && wasHere) return ended("used_up");
  if (removedAt !== null) {
    const isPast = Temporal.Instant.compare(now, Temporal.Instant.from(grant.notAfter)) > 0;
    return ended(isPast ? "expired" : "revoked");
  }
  if (isPickup) return { state: liesHere ? "active" : "inactive", endedBy: null };
  if (grant.usesMax !== null && uses >= grant.usesMax) return ended("used_up");
  return { state: grant.active ? "active" : "inactive", endedBy: null };
}

function ended(endedBy: GrantEnd): Standing {
  return { state: "ended", endedBy };
}
