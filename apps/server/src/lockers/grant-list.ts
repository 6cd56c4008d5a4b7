import { createHmac } from "node:crypto";
import type { Grant, GrantParcel } from "@pigeonhole/contract/device/grants";
import { tagMessage } from "@pigeonhole/domain/codes/tag-message";
import type { LockerId } from "@pigeonhole/domain/ids";
import { openCourierSecret } from "../couriers/courier-grants-secrets.ts";
import type { Deps } from "../deps.ts";
import { openPickupSecrets } from "../parcels/pickup-secrets.ts";
import type { Tx } from "../platform/postgres/database.ts";
import { toInstant } from "../platform/postgres/row-values.ts";

/**
 * The grants of lockers' lists as kiosks receive them: secrets only as tags under the device's own
 * key. Plain secrets exist in this process for the moment of the hashing.
 */
export type WantedList = {
  readonly lockerId: string;
  /** Changes after this version; 0: the whole list. */
  readonly base: number;
  /** 32 bytes, made on the device. */
  readonly tagKey: Uint8Array;
};
export type ListChanges = { readonly upserts: Grant[]; readonly removals: Grant["grantId"][] };

type GrantRow = {
  readonly id: string;
  readonly locker_id: string;
  readonly purpose: "pickup" | "courier";
  readonly state: "inactive" | "active" | "ended";
  readonly listed: boolean;
  readonly courier_id: string | null;
  readonly not_before: string;
  readonly not_after: string;
  readonly uses_max: number | null;
  readonly secrets_sealed: Uint8Array;
  readonly language: string | null;
  readonly parcel: ParcelRow | null;
};

type ParcelRow = {
  readonly id: string;
  readonly tracking_number: string;
  readonly carrier_tracking_number: string | null;
  readonly width_mm: number | null;
  readonly height_mm: number | null;
  readonly depth_mm: number | null;
  readonly mass_grams: number | null;
  readonly size_class: string;
  readonly needs_low: boolean;
  readonly stay_id: string | null;
  readonly stay_compartment_id: string | null;
};

/** What changed on each list since its base, in one query. */
export async function readListChanges(
  tx: Tx,
  deps: Pick<Deps, "secrets">,
  wanted: readonly WantedList[],
): Promise<Map<string, ListChanges>> {
  const changes = new Map(
    wanted.map(({ lockerId }): [string, ListChanges] => [lockerId, { upserts: [], removals: [] }]),
  );
  const tagKeys = new Map(wanted.map(({ lockerId, tagKey }) => [lockerId, tagKey]));
  for (const row of await readRows(tx, wanted)) {
    const list = changes.get(row.locker_id);
    const tagKey = tagKeys.get(row.locker_id);
    if (list === undefined || tagKey === undefined) continue;
    if (row.listed) list.upserts.push(rowToGrant(row, deps, tagKey));
    else list.removals.push(row.id as Grant["grantId"]);
  }
  return changes;
}

/** A whole list has no removals: whoever forgets the old one needs only what is there. */
function readRows(tx: Tx, wanted: readonly WantedList[]): Promise<GrantRow[]> {
  return tx.query<GrantRow>(
    `select g.id, g.locker_id, g.purpose, g.state, g.listed, g.courier_id, g.not_before,
            g.not_after, g.uses_max, g.secrets_sealed, coalesce(c.language, cr.language) as language,
            case when p.id is null then null else jsonb_build_object(
              'id', p.id, 'tracking_number', p.tracking_number,
              'carrier_tracking_number', p.carrier_tracking_number, 'width_mm', p.width_mm,
              'height_mm', p.height_mm, 'depth_mm', p.depth_mm, 'mass_grams', p.mass_grams,
              'size_class', p.size_class, 'needs_low', p.needs_low, 'stay_id', s.id,
              'stay_compartment_id', s.compartment_id) end as parcel
       from unnest($1::text[], $2::bigint[]) as wanted (locker_id, base)
       join grants g on g.locker_id = wanted.locker_id and g.version > wanted.base
                    and (wanted.base > 0 or g.listed)
       left join parcels p on p.id = g.parcel_id
       left join contacts c on c.parcel_id = g.parcel_id
       left join stays s on s.parcel_id = g.parcel_id and s.ended_at is null
       left join network.couriers cr on cr.id = g.courier_id
      order by g.locker_id, g.version, g.id`,
    [wanted.map(({ lockerId }) => lockerId), wanted.map(({ base }) => base)],
  );
}

function rowToGrant(row: GrantRow, deps: Pick<Deps, "secrets">, tagKey: Uint8Array): Grant {
  return {
    grantId: row.id as Grant["grantId"],
    purpose: row.purpose,
    active: row.state === "active",
    notBefore: toInstant(row.not_before).toString(),
    notAfter: toInstant(row.not_after).toString(),
    usesMax: row.uses_max,
    secrets: tagsOf(row, deps, tagKey),
    courierId: row.courier_id as Grant["courierId"],
    language: row.language as Grant["language"],
    parcels: row.parcel === null ? [] : [rowToParcel(row.parcel)],
  };
}

function tagsOf(row: GrantRow, deps: Pick<Deps, "secrets">, tagKey: Uint8Array): Grant["secrets"] {
  return secretsOf(row, deps).map(({ way, secret }) => {
    const message = tagMessage(row.purpose, row.locker_id as LockerId, secret);
    return { way, tag: createHmac("sha256", tagKey).update(message).digest("hex") };
  });
}

type WaySecret = { readonly way: Grant["secrets"][number]["way"]; readonly secret: string };

function secretsOf(row: GrantRow, deps: Pick<Deps, "secrets">): WaySecret[] {
  if (row.purpose === "courier") return [openCourierSecret(deps, row.secrets_sealed)];
  const { code, qr } = openPickupSecrets(deps, row.secrets_sealed);
  return [
    { way: "code", secret: code },
    { way: "qr", secret: qr },
  ];
}

function rowToParcel(row: ParcelRow): GrantParcel {
  const { width_mm: widthMm, height_mm: heightMm, depth_mm: depthMm } = row;
  const isMeasured = widthMm !== null && heightMm !== null && depthMm !== null;
  const { stay_id: stayId, stay_compartment_id: compartmentId } = row;
  return {
    parcelId: row.id as GrantParcel["parcelId"],
    trackingNumber: row.tracking_number,
    labels: row.carrier_tracking_number === null ? [] : [row.carrier_tracking_number],
    sizeMm: isMeasured ? { widthMm, heightMm, depthMm } : null,
    massGrams: row.mass_grams,
    sizeClass: row.size_class as GrantParcel["sizeClass"],
    needsLow: row.needs_low,
    stay:
      stayId === null || compartmentId === null
        ? null
        : ({ stayId, compartmentId } as NonNullable<GrantParcel["stay"]>),
  };
}
