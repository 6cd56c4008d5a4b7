import type { RecipientView, Share } from "@pigeonhole/contract/http/recipients";
import { isOpenAt } from "@pigeonhole/domain/deadline/openings";
import type { Deps } from "../deps.ts";
import { siteHoursOf } from "../parcels/compute-deadline.ts";
import { loadTimeline } from "../parcels/load-timeline.ts";
import { openPickupSecrets, pickupAccessOf } from "../parcels/pickup-secrets.ts";
import type { StoredParcel } from "../parcels/stored-parcel.ts";
import type { Tx } from "../platform/postgres/database.ts";
import { toInstant } from "../platform/postgres/row-values.ts";
import type { PlaceRow } from "../sites/load-place.ts";
import { addressOf, loadPlace } from "../sites/load-place.ts";
import type { LinkDeps } from "./load-by-link.ts";
import { withLink } from "./load-by-link.ts";
import { weekOf } from "./opening-week.ts";

export type ViewDeps = LinkDeps & Pick<Deps, "now" | "secrets">;

/** All that the recipient of a parcel may see, behind the link of the mail. */
export function getRecipientView(
  deps: ViewDeps,
  token: string,
): Promise<RecipientView | undefined> {
  return withLink(deps, { token, lock: false }, async (tx, parcel) => {
    const place = await loadPlace(tx, parcel.lockerId);
    if (place === undefined) return undefined;
    const shopName = await loadShopName(tx, parcel.shopId);
    const grants = await loadPickupGrants(tx, deps, parcel.parcelId);
    const timeline = await loadTimeline(tx, parcel.parcelId);
    return recipientView(deps, { parcel, place, shopName, grants, timeline });
  });
}

export type PickupGrant = Share & { readonly isShare: boolean };

type Known = {
  readonly parcel: StoredParcel;
  readonly place: PlaceRow;
  readonly shopName: string;
  readonly grants: readonly PickupGrant[];
  readonly timeline: RecipientView["timeline"];
};

function recipientView(deps: ViewDeps, known: Known): RecipientView {
  const { parcel, place, grants } = known;
  const now = deps.now();
  const canTake = canBeTaken(parcel, now);
  const own = grants.find((grant) => !grant.isShare);
  const remoteOpening = canTake && canOpenRemotely(parcel, place);
  const inside = parcel.place.type === "compartment" ? parcel.place.compartmentId : null;
  return {
    trackingNumber: parcel.trackingNumber,
    shopName: known.shopName,
    state: parcel.state,
    language: parcel.language,
    pickupDeadline: parcel.pickupDeadline?.toString() ?? null,
    timeline: known.timeline,
    site: siteOf(place, now),
    locker: {
      id: place.locker_id as RecipientView["locker"]["id"],
      name: place.locker_name,
      reach: place.reach ?? "never_seen",
      layout: place.layout,
      compartmentId: inside as RecipientView["locker"]["compartmentId"],
    },
    access: canTake && own !== undefined ? own.access : null,
    shares: canTake
      ? grants.filter((grant) => grant.isShare).map(({ isShare: _isShare, ...share }) => share)
      : [],
    remoteOpening,
    allowedActions: [
      ...(canTake ? (["share"] as const) : []),
      ...(remoteOpening ? (["open"] as const) : []),
      "report",
    ],
  };
}

/** While the parcel lies there and the deadline has not passed. */
export function canBeTaken(parcel: StoredParcel, now: Temporal.Instant): boolean {
  if (parcel.state !== "available_for_pickup") return false;
  const { pickupDeadline } = parcel;
  return pickupDeadline === null || Temporal.Instant.compare(now, pickupDeadline) <= 0;
}

/** Only where the locker hears us and has itself told where the parcel lies. */
export function canOpenRemotely(parcel: StoredParcel, place: Pick<PlaceRow, "reach">): boolean {
  return (
    place.reach === "online" &&
    parcel.place.type === "compartment" &&
    parcel.place.compartmentId !== null
  );
}

function siteOf(place: PlaceRow, now: Temporal.Instant): RecipientView["site"] {
  const hours = siteHoursOf({ openingHours: place.opening_hours, timeZone: place.time_zone });
  return {
    name: place.site_name,
    address: addressOf(place),
    timeZone: place.time_zone,
    directions: place.directions,
    openingHours: {
      text: place.opening_hours,
      openNow: isOpenAt(hours, now),
      week: weekOf(hours.weekTable),
    },
    supportPhone: place.support_phone,
    latitude: place.latitude,
    longitude: place.longitude,
  };
}

async function loadShopName(tx: Tx, shopId: string): Promise<string> {
  const [row] = await tx.query<{ name: string }>("select name from network.shops where id = $1", [
    shopId,
  ]);
  return row?.name ?? "";
}

/** The recipient's own grant first, then the shares, oldest first. */
export async function loadPickupGrants(
  tx: Tx,
  deps: Pick<Deps, "secrets">,
  parcelId: string,
): Promise<PickupGrant[]> {
  const rows = await tx.query<{
    id: string;
    share_name: string | null;
    secrets_sealed: Uint8Array;
    created_at: string;
  }>(
    `select id, share_name, secrets_sealed, created_at from grants
      where parcel_id = $1 and purpose = 'pickup' and state <> 'ended'
      order by share_name is not null, created_at, id`,
    [parcelId],
  );
  return rows.map((row) => ({
    grantId: row.id as Share["grantId"],
    name: row.share_name ?? "",
    access: pickupAccessOf(openPickupSecrets(deps, row.secrets_sealed)),
    createdAt: toInstant(row.created_at).toString(),
    isShare: row.share_name !== null,
  }));
}
