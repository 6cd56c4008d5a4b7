import type { ParcelId } from "@pigeonhole/domain/ids";
import type { ParcelState } from "@pigeonhole/domain/parcel/parcel";
import type { Deps } from "../deps.ts";
import { openPickupSecrets, pickupAccessOf } from "../parcels/pickup-secrets.ts";
import type { Tx } from "../platform/postgres/database.ts";
import { toInstantOrNull } from "../platform/postgres/row-values.ts";
import { linkUrlOf } from "../recipients/tracking-link.ts";
import type { Notice } from "./notice.ts";
import type { NoticeKind } from "./queue-notices.ts";

/** Longer than any sending takes: a notice whose sender died is due again after it. */
const leaseSeconds = 180;

export type ClaimedNotice = {
  readonly noticeId: string;
  readonly parcelId: string;
  readonly lockerId: string;
  readonly attempts: number;
  /** What it says now. `null`: it is no longer true, or its recipient was erased. */
  readonly read: () => Notice | null;
};

type NoticeRow = {
  readonly id: string;
  readonly kind: NoticeKind;
  readonly attempts: number;
  readonly parcel_id: string;
  readonly parcel_state: ParcelState;
  readonly tracking_number: string;
  readonly reference: string;
  readonly pickup_deadline: string | null;
  readonly locker_id: string;
  readonly locker_name: string;
  readonly shop_name: string;
  readonly recipient_name: string | null;
  readonly recipient_email: string | null;
  readonly language: Notice["language"] | null;
  readonly secrets_sealed: Uint8Array | null;
  readonly site_name: string;
  readonly street: string;
  readonly postcode: string;
  readonly city: string;
  readonly country: string;
  readonly time_zone: string;
  readonly opening_hours: string;
  readonly directions: string | null;
  readonly support_phone: string | null;
};

/**
 * Takes due notices for a while, so that no other process sends them at the same time, and reads
 * what they speak of as it is now. A crash between sending and marking sends a mail again, with the
 * same Message-ID: a mail too many is better than a code that never came.
 */
export async function claimNotices(
  tx: Tx,
  deps: Pick<Deps, "secrets" | "now" | "publicUrl">,
  count: number,
): Promise<ClaimedNotice[]> {
  const now = deps.now();
  const rows = await tx.query<NoticeRow>(claimSql, [
    now.toString(),
    now.add({ seconds: leaseSeconds }).toString(),
    count,
  ]);
  return rows.map((row) => ({
    noticeId: row.id,
    parcelId: row.parcel_id,
    lockerId: row.locker_id,
    attempts: row.attempts,
    read: () => (isStillTrue(row) ? rowToNotice(row, deps) : null),
  }));
}

/** The recipient's own grant is the one without a share's name. */
const claimSql = `
  with due as (
    select id from notices where state = 'waiting' and next_attempt_at <= $1
     order by next_attempt_at limit $3 for update skip locked
  ), claimed as (
    update notices n set next_attempt_at = $2, attempts = n.attempts + 1
      from due where n.id = due.id returning n.*
  )
  select n.id, n.kind, n.attempts, n.parcel_id, p.state as parcel_state, p.tracking_number,
         p.reference, p.pickup_deadline, p.locker_id, l.name as locker_name,
         shop.name as shop_name, c.name as recipient_name, c.email as recipient_email, c.language,
         g.secrets_sealed, s.name as site_name, s.street, s.postcode, s.city, s.country,
         s.time_zone, s.opening_hours, s.directions, s.support_phone
    from claimed n
    join parcels p on p.id = n.parcel_id
    join network.lockers l on l.id = p.locker_id
    join network.sites s on s.id = l.site_id
    join network.shops shop on shop.id = p.shop_id
    left join contacts c on c.parcel_id = p.id
    left join lateral (
      select secrets_sealed from grants
       where parcel_id = p.id and purpose = 'pickup' and share_name is null and state = 'active'
       order by created_at limit 1) g on true
   order by n.created_at, n.id`;

/** A mail that was held up must not offer a code for a parcel that is gone. */
function isStillTrue(row: NoticeRow): boolean {
  const needed = neededStates[row.kind];
  if (needed === undefined) return true;
  if (row.kind !== "overdue" && row.secrets_sealed === null) return false;
  return needed === row.parcel_state;
}

const neededStates: { readonly [Kind in NoticeKind]?: ParcelState } = {
  available_for_pickup: "available_for_pickup",
  reminder: "available_for_pickup",
  overdue: "overdue",
};

const kindsWithCode: readonly NoticeKind[] = ["available_for_pickup", "reminder"];

function rowToNotice(row: NoticeRow, deps: Pick<Deps, "secrets" | "publicUrl">): Notice | null {
  const { recipient_name: name, recipient_email: email, secrets_sealed: sealed } = row;
  if (name === null || email === null) return null;
  const showsCode = kindsWithCode.includes(row.kind) && sealed !== null;
  return {
    noticeId: row.id,
    kind: row.kind,
    language: row.language ?? "en",
    recipientName: name,
    recipientEmail: email,
    shopName: row.shop_name,
    reference: row.reference,
    trackingNumber: row.tracking_number,
    linkUrl: linkUrlOf(deps, row.parcel_id as ParcelId),
    access: showsCode ? pickupAccessOf(openPickupSecrets(deps, sealed)) : null,
    pickupDeadline: toInstantOrNull(row.pickup_deadline),
    place: {
      lockerName: row.locker_name,
      siteName: row.site_name,
      street: row.street,
      postcode: row.postcode,
      city: row.city,
      country: row.country,
      timeZone: row.time_zone,
      openingHours: row.opening_hours,
      directions: row.directions,
      supportPhone: row.support_phone,
    },
  };
}
