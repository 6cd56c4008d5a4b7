import type { RegionCode } from "@pigeonhole/domain/ids";
import type { Deps } from "../deps.ts";
import { type NewIncident, raiseIncidents } from "../device-link/facts/raise-incidents.ts";
import { announceLockerChanges, lockLists, raiseListVersions } from "../lockers/list-version.ts";
import { pickupCodeTag } from "../parcels/pickup-secrets.ts";
import { newId } from "../platform/new-id.ts";
import type { Tx } from "../platform/postgres/database.ts";
import { type CourierSecret, dailyCode, sealCourierSecret } from "./courier-grants-secrets.ts";

/**
 * Couriers' rights on lockers' lists: the badge for years, and the digits of today and the days
 * ahead, each on its own day of the site. A locker that is out of reach for less than a week still
 * lets couriers in by code.
 */
export type CourierGrantDeps = Pick<Deps, "secrets" | "randomBytes" | "now">;

/** Today and the next six days. */
export const dailyCodesAhead = 7;
/** A badge works until it is ended; the list needs some last instant. */
const badgeYears = 10;

type Courier = {
  readonly courierId: string;
  readonly badgeSealed: Uint8Array;
  readonly seedSealed: Uint8Array;
  /** `null`: every locker. */
  readonly lockerIds: readonly string[] | null;
};
type Place = { readonly lockerId: string; readonly timeZone: string };
type Wanted = CourierSecret & {
  readonly courierId: string;
  readonly lockerId: string;
  readonly codeTag: Uint8Array;
  readonly notBefore: Temporal.Instant;
  readonly notAfter: Temporal.Instant;
};

/**
 * Puts what is missing of the couriers' grants on the lists of this region and takes days that have
 * passed off. Doing it again changes nothing. Without `courierIds` all active couriers are meant.
 */
export async function listCourierGrants(
  tx: Tx,
  deps: CourierGrantDeps,
  wish: { readonly region: string; readonly courierIds?: readonly string[] },
): Promise<void> {
  const couriers = await readCouriers(tx, wish.courierIds ?? null);
  const places = await readPlaces(tx, wish.region);
  // All lists at once and in their one order: courier by courier, two transactions could each hold
  // what the other one wants.
  await lockLists(
    tx,
    places.map(({ lockerId }) => lockerId),
  );
  await endPassedDays(tx, deps);
  for (const courier of couriers) {
    const own = places.filter(({ lockerId }) => courier.lockerIds?.includes(lockerId) ?? true);
    await addMissing(tx, deps, { region: wish.region, wanted: wantedOf(deps, courier, own) });
  }
}

/** Takes every grant of these couriers off the lists of this region at once. */
export async function endCourierGrants(tx: Tx, courierIds: readonly string[]): Promise<void> {
  await endGrants(tx, "courier_id = any($1)", courierIds);
}

async function endPassedDays(tx: Tx, deps: Pick<Deps, "now">): Promise<void> {
  await endGrants(tx, "purpose = 'courier' and not_after < any($1::timestamptz[])", [
    deps.now().toString(),
  ]);
}

async function endGrants(tx: Tx, condition: string, values: readonly string[]): Promise<void> {
  const rows = await tx.query<{ locker_id: string }>(
    `select distinct locker_id from grants where listed and ${condition}`,
    [values],
  );
  if (rows.length === 0) return;
  const lockerIds = rows.map((row) => row.locker_id);
  await lockLists(tx, lockerIds);
  const versions = await raiseListVersions(tx, lockerIds);
  await tx.query(
    `update grants g set state = 'ended', listed = false, version = v.version
       from unnest($2::text[], $3::bigint[]) as v (locker_id, version)
      where g.locker_id = v.locker_id and g.listed and ${condition}`,
    [values, [...versions.keys()], [...versions.values()]],
  );
  await announceLockerChanges(tx, lockerIds);
}

async function readCouriers(tx: Tx, ids: readonly string[] | null): Promise<Courier[]> {
  const rows = await tx.query<{
    id: string;
    badge_sealed: Uint8Array;
    seed_sealed: Uint8Array;
    locker_ids: string[] | null;
  }>(
    `select id, badge_sealed, seed_sealed, locker_ids from network.couriers
      where active and ($1::text[] is null or id = any($1)) order by id`,
    [ids],
  );
  return rows.map((row) => ({
    courierId: row.id,
    badgeSealed: row.badge_sealed,
    seedSealed: row.seed_sealed,
    lockerIds: row.locker_ids,
  }));
}

async function readPlaces(tx: Tx, region: string): Promise<Place[]> {
  const rows = await tx.query<{ id: string; time_zone: string }>(
    `select l.id, s.time_zone from network.lockers l join network.sites s on s.id = l.site_id
      where l.region = $1 order by l.id`,
    [region],
  );
  return rows.map((row) => ({ lockerId: row.id, timeZone: row.time_zone }));
}

function wantedOf(deps: CourierGrantDeps, courier: Courier, places: readonly Place[]): Wanted[] {
  const now = deps.now();
  const badge = deps.secrets.open(courier.badgeSealed).toString("utf8");
  const codes = new Map<string, string>();
  const codeOn = (date: Temporal.PlainDate) => {
    const code = codes.get(date.toString()) ?? dailyCode(deps, courier, date);
    codes.set(date.toString(), code);
    return code;
  };
  return places.flatMap(({ lockerId, timeZone }) => {
    const { courierId } = courier;
    const today = now.toZonedDateTimeISO(timeZone).toPlainDate();
    const days = Array.from({ length: dailyCodesAhead }, (_, ahead): Wanted => {
      const date = today.add({ days: ahead });
      const code = codeOn(date);
      return {
        courierId,
        lockerId,
        way: "code",
        secret: code,
        codeTag: pickupCodeTag(deps, lockerId, code),
        notBefore: startOf(date, timeZone),
        notAfter: startOf(date.add({ days: 1 }), timeZone).subtract({ milliseconds: 1 }),
      };
    });
    const forever: Wanted = {
      courierId,
      lockerId,
      way: "badge",
      secret: badge,
      codeTag: deps.secrets.tag("badge", `${lockerId} ${badge}`),
      notBefore: now,
      notAfter: now.add({ hours: 24 * 365 * badgeYears }),
    };
    return [forever, ...days];
  });
}

function startOf(date: Temporal.PlainDate, timeZone: string): Temporal.Instant {
  return date.toZonedDateTime({ timeZone }).toInstant();
}

/**
 * The unique index on listed codes decides. Where a day's digits are a recipient's already, the
 * recipient keeps them and the courier uses the badge at that locker on that day.
 */
async function addMissing(
  tx: Tx,
  deps: CourierGrantDeps,
  { region, wanted }: { readonly region: string; readonly wanted: readonly Wanted[] },
): Promise<void> {
  const listed = await readListed(tx, wanted);
  const missing = wanted.filter((grant) => !listed.has(keyOf(grant)));
  const isFree = (grant: Wanted) => !listed.has(tagKey(grant.lockerId, grant.codeTag));
  await raiseIncidents(
    tx,
    deps,
    missing.filter((grant) => !isFree(grant)).map((grant) => takenIncident(deps, grant)),
  );
  const free = missing.filter(isFree);
  if (free.length === 0) return;
  const lockerIds = [...new Set(free.map(({ lockerId }) => lockerId))];
  await lockLists(tx, lockerIds);
  const versions = await raiseListVersions(tx, lockerIds);
  await insertGrants(tx, deps, { region, grants: free, versions });
  await announceLockerChanges(tx, lockerIds);
}

function tagKey(lockerId: string, tag: Uint8Array): string {
  return `${lockerId} ${Buffer.from(tag).toString("hex")}`;
}

function keyOf({ lockerId, courierId, codeTag }: Wanted): string {
  return `${courierId} ${tagKey(lockerId, codeTag)}`;
}

/** Keys of what is listed, once with its courier and once by the code alone. */
async function readListed(tx: Tx, wanted: readonly Wanted[]): Promise<Set<string>> {
  const rows = await tx.query<{
    locker_id: string;
    code_tag: Uint8Array;
    courier_id: string | null;
  }>(
    `select g.locker_id, g.code_tag, g.courier_id from grants g
       join unnest($1::text[], $2::bytea[]) as n (locker_id, code_tag)
         on g.locker_id = n.locker_id and g.code_tag = n.code_tag
      where g.listed`,
    [wanted.map(({ lockerId }) => lockerId), wanted.map(({ codeTag }) => codeTag)],
  );
  return new Set(
    rows.flatMap((row) => {
      const key = tagKey(row.locker_id, row.code_tag);
      return [key, `${row.courier_id ?? ""} ${key}`];
    }),
  );
}

function takenIncident(deps: Pick<Deps, "now">, grant: Wanted): NewIncident {
  return {
    lockerId: grant.lockerId,
    kind: "courier_code_taken",
    at: deps.now(),
    recordedAt: deps.now(),
    compartmentId: null,
    parcelId: null,
    evidence: { courierId: grant.courierId, validFrom: grant.notBefore.toString() },
    source: `courier:${grant.courierId}:${grant.lockerId}:${grant.notBefore}`,
  };
}

async function insertGrants(
  tx: Tx,
  deps: CourierGrantDeps,
  adding: {
    readonly region: string;
    readonly grants: readonly Wanted[];
    readonly versions: ReadonlyMap<string, number>;
  },
): Promise<void> {
  const { grants, versions, region } = adding;
  await tx.query(
    `insert into grants (id, locker_id, purpose, state, courier_id, not_before, not_after,
       secrets_sealed, code_tag, listed, version, created_at)
     select n.id, n.locker_id, 'courier', 'active', n.courier_id, n.not_before, n.not_after,
            n.secrets_sealed, n.code_tag, true, v.version, $8::timestamptz
       from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[],
                   $6::bytea[], $7::bytea[])
            as n (id, locker_id, courier_id, not_before, not_after, secrets_sealed, code_tag)
       join unnest($9::text[], $10::bigint[]) as v (locker_id, version) using (locker_id)
     on conflict (locker_id, code_tag) where listed do nothing`,
    [
      grants.map(() => newId(deps, "grt", region as RegionCode)),
      grants.map(({ lockerId }) => lockerId),
      grants.map(({ courierId }) => courierId),
      grants.map(({ notBefore }) => notBefore.toString()),
      grants.map(({ notAfter }) => notAfter.toString()),
      grants.map((grant) => sealCourierSecret(deps, grant)),
      grants.map(({ codeTag }) => codeTag),
      deps.now().toString(),
      [...versions.keys()],
      [...versions.values()],
    ],
  );
}
