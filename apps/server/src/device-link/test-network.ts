import { randomBytes } from "node:crypto";
import type { Layout } from "@pigeonhole/contract/layout";
import type { LongSecret } from "@pigeonhole/domain/codes/qr-payload";
import { composeId, type IdPrefix, type RegionCode } from "@pigeonhole/domain/ids";
import { composeTrackingNumber } from "@pigeonhole/domain/tracking-number";
import { exportJWK, generateKeyPair } from "jose";
import type { Deps } from "../deps.ts";
import { sealPickupSecrets } from "../parcels/pickup-secrets.ts";
import type { Tx } from "../platform/postgres/database.ts";
import { migrateRegion } from "../platform/postgres/migrate.ts";

/** A small network in a real database, for tests and benches of the device link. */
export type TestLocker = {
  readonly lockerId: string;
  readonly region: string;
  readonly siteId: string;
  readonly compartmentIds: readonly string[];
  readonly privateKey: CryptoKey;
  readonly tagKey: Uint8Array;
};

export type TestParcel = {
  readonly parcelId: string;
  readonly trackingNumber: string;
  readonly grantId: string;
  readonly code: string;
};

type NetworkDeps = Pick<Deps, "database" | "secrets" | "now">;

export function testId(prefix: IdPrefix, region: string): string {
  return composeId(prefix, region as RegionCode, randomBytes(12));
}

export async function addRegion(deps: NetworkDeps, code: string): Promise<void> {
  await deps.database.network(async (tx) => {
    await tx.query("insert into regions (code, name, created_at) values ($1, $1, $2)", [
      code,
      deps.now().toString(),
    ]);
    await migrateRegion(tx, code);
  });
}

export async function addShop(deps: NetworkDeps): Promise<string> {
  const shopId = testId("shp", "00");
  await deps.database.network((tx) =>
    tx.query("insert into shops (id, name, created_at) values ($1, 'Seifenladen', $2)", [
      shopId,
      deps.now().toString(),
    ]),
  );
  return shopId;
}

/** Enrolled lockers at one site that is always open, each with so many compartments. */
export async function addLockers(
  deps: NetworkDeps,
  region: string,
  count: { readonly lockers: number; readonly compartments: number },
): Promise<TestLocker[]> {
  const siteId = testId("sit", region);
  const keys = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  const publicKey = await exportJWK(keys.publicKey);
  const lockers = Array.from({ length: count.lockers }, () => ({
    lockerId: testId("lkr", region),
    region,
    siteId,
    compartmentIds: Array.from({ length: count.compartments }, () => testId("cmp", region)),
    privateKey: keys.privateKey,
    tagKey: new Uint8Array(randomBytes(32)),
  }));
  await deps.database.region(region, async (tx) => {
    await insertSite(tx, deps, { siteId, region });
    await insertLockers(tx, deps, { lockers, publicKey: JSON.stringify(publicKey) });
    await insertCompartments(tx, lockers);
  });
  return lockers;
}

async function insertSite(
  tx: Tx,
  deps: NetworkDeps,
  site: { readonly siteId: string; readonly region: string },
): Promise<void> {
  await tx.query(
    `insert into network.sites (id, region, name, kind, street, postcode, city, country, latitude,
       longitude, time_zone, opening_hours, directions, step_free, indoor, lit, cameras,
       support_phone, created_at)
     values ($1, $2, 'Hauptbahnhof', 'train_station', 'Bahnhofplatz 1', '80335', 'München', 'DE',
       48.14, 11.56, 'Europe/Berlin', '24/7', 'Neben dem Südausgang.', true, true, true, false,
       '+49 800 4711', $3)`,
    [site.siteId, site.region, deps.now().toString()],
  );
}

async function insertLockers(
  tx: Tx,
  deps: NetworkDeps,
  { lockers, publicKey }: { readonly lockers: readonly TestLocker[]; readonly publicKey: string },
): Promise<void> {
  const rows = lockers.map((locker, index) => ({
    id: locker.lockerId,
    region: locker.region,
    site_id: locker.siteId,
    name: `Locker ${index + 1}`,
    layout: layoutOf(locker),
    public_key: publicKey,
    tag_key: Buffer.from(deps.secrets.seal(locker.tagKey, randomBytes(12))).toString("hex"),
  }));
  await tx.query(
    `insert into network.lockers (id, region, site_id, name, state, languages, layout, public_key,
       tag_key_sealed, enrolled_at, created_at)
     select id, region, site_id, name, 'serving', '{de,en,pl}', layout, public_key,
            decode(tag_key, 'hex'), $2, $2
       from json_to_recordset($1::json) as n (id text, region text, site_id text, name text,
            layout jsonb, public_key text, tag_key text)`,
    [JSON.stringify(rows), deps.now().toString()],
  );
  await tx.query("insert into locker_lists (locker_id) select unnest($1::text[])", [
    lockers.map(({ lockerId }) => lockerId),
  ]);
}

function layoutOf(locker: TestLocker): Layout {
  const compartments = locker.compartmentIds.map((compartmentId, row) => ({
    compartmentId,
    label: String(row + 1),
    sizeClass: "M",
    innerMm: { widthMm: 400, heightMm: 200, depthMm: 500 },
    massMaxGrams: 20_000,
    floorHeightMm: 400 + row,
    row,
    lock: { bus: "main", board: 1, channel: row + 1 },
  }));
  return {
    modules: [{ widthMm: 450, heightMm: 2_000, compartments }],
    kiosk: { afterModule: -1, screenHeightMm: 1_400 },
  } as Layout;
}

async function insertCompartments(tx: Tx, lockers: readonly TestLocker[]): Promise<void> {
  const rows = lockers.flatMap(({ lockerId, compartmentIds }) =>
    compartmentIds.map((id, index) => ({ id, locker_id: lockerId, label: String(index + 1) })),
  );
  await tx.query(
    `insert into compartments (id, locker_id, label, size_class, width_mm, height_mm, depth_mm,
       mass_max_grams, floor_height_mm, low)
     select id, locker_id, label, 'M', 400, 200, 500, 20000, 400, true
       from json_to_recordset($1::json) as n (id text, locker_id text, label text)`,
    [JSON.stringify(rows)],
  );
}

/** Announced parcels with held room and an inactive pickup grant each. */
export async function addParcels(
  deps: NetworkDeps,
  locker: TestLocker,
  wish: { readonly shopId: string; readonly count: number; readonly language?: "en" | "de" | "pl" },
): Promise<TestParcel[]> {
  const { region } = locker;
  const parcels = Array.from({ length: wish.count }, (_, index) => ({
    parcelId: testId("par", region),
    trackingNumber: composeTrackingNumber(region as RegionCode, randomBytes(7)),
    grantId: testId("grt", region),
    reservationId: testId("rsv", region),
    code: String(10_000_000 + (randomBytes(4).readUInt32BE() % 89_000_000)),
    reference: `order-${randomBytes(4).toString("hex")}-${index}`,
  }));
  await deps.database.region(region, async (tx) => {
    const [list] = await tx.query<{ version: number }>(
      "update locker_lists set version = version + 1 where locker_id = $1 returning version",
      [locker.lockerId],
    );
    await tx.query(parcelsSql, [
      JSON.stringify(parcels.map((parcel) => parcelRow(deps, parcel))),
      locker.lockerId,
      locker.siteId,
      wish.shopId,
      deps.now().toString(),
      deps
        .now()
        .add({ hours: 24 * 30 })
        .toString(),
      list?.version ?? 0,
      wish.language ?? "de",
    ]);
  });
  return parcels;
}

function parcelRow(
  deps: NetworkDeps,
  parcel: TestParcel & { readonly reservationId: string; readonly reference: string },
) {
  const sealed = sealPickupSecrets(
    { secrets: deps.secrets, randomBytes: (count) => new Uint8Array(randomBytes(count)) },
    { code: parcel.code, qr: "0123456789ABCDEFGHJKMNPQRS" as LongSecret },
  );
  return {
    ...parcel,
    secrets: Buffer.from(sealed).toString("hex"),
    codeTag: deps.secrets.tag("code", parcel.code).toString("hex"),
  };
}

const parcelsSql = `
  with n as (
    select * from json_to_recordset($1::json) as n ("parcelId" text, "trackingNumber" text,
      "grantId" text, "reservationId" text, reference text, secrets text, "codeTag" text)
  ), p as (
    insert into parcels (id, tracking_number, shop_id, reference, announcement_hash, locker_id,
      site_id, reservation_id, state, place, size_class, needs_low, moved_at, created_at)
    select "parcelId", "trackingNumber", $4, reference, sha256(reference::bytea), $2, $3,
      "reservationId", 'announced', 'shop', 'M', false, $5::timestamptz,
      $5::timestamptz from n
    returning id
  ), c as (
    insert into contacts (parcel_id, name, email, language)
    select id, 'Małgorzata Müller', 'recipient@example.org', $8 from p
  ), r as (
    insert into reservations (id, locker_id, shop_id, parcel_id, kind, state, size_class, needs_low,
      created_at)
    select "reservationId", $2, $4, "parcelId", 'hard', 'held', 'M', false, $5::timestamptz from n
  )
  insert into grants (id, locker_id, purpose, state, parcel_id, not_before, not_after, uses_max,
    secrets_sealed, code_tag, listed, version, created_at)
  select "grantId", $2, 'pickup', 'inactive', "parcelId", $5::timestamptz, $6::timestamptz, null,
    decode(secrets, 'hex'), decode("codeTag", 'hex'), true, $7::bigint, $5::timestamptz from n`;
