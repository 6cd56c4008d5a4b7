import type {
  ReservationRequest,
  Reservation as ReservationView,
} from "@pigeonhole/contract/http/parcels";
import { decideRoom } from "@pigeonhole/domain/allocation/room";
import type { LockerId } from "@pigeonhole/domain/ids";
import { regionOf } from "@pigeonhole/domain/ids";
import type { Result } from "@pigeonhole/domain/result";
import { ok } from "@pigeonhole/domain/result";
import type { SizeClass } from "@pigeonhole/domain/size/fit";
import { smallestClassFor } from "@pigeonhole/domain/size/fit";
import { findAlternatives } from "../capacity/find-alternatives.ts";
import { loadPromisingLockers } from "../capacity/load-lockers.ts";
import { loadRoom } from "../capacity/load-room.ts";
import type { Deps } from "../deps.ts";
import { inRegionOf } from "../lockers/get-locker.ts";
import { lockLists } from "../lockers/list-version.ts";
import { measuresOf } from "../parcels/announcement.ts";
import type { Refusal } from "../platform/http/refusals.ts";
import { refuse } from "../platform/http/refusals.ts";
import { newId } from "../platform/new-id.ts";
import type { Tx } from "../platform/postgres/database.ts";
import { retryOnConflict } from "../platform/postgres/retry-on-conflict.ts";
import type { Regions } from "../regions/known-regions.ts";
import type { ReservationRow } from "./reservation-rows.ts";
import { reservationColumns, reservationView } from "./reservation-rows.ts";

type ReserveDeps = Pick<Deps, "database" | "now" | "randomBytes"> & { readonly regions: Regions };

/** Holds room during a checkout: a promise, or a refusal with the nearest alternatives. */
export async function createReservation(
  deps: ReserveDeps,
  shopId: string,
  wish: ReservationRequest,
): Promise<Result<ReservationView, Refusal>> {
  const { lockerId } = wish;
  const reserve = async (tx: Tx): Promise<Result<ReservationView, Refusal>> => {
    const now = deps.now();
    await lockLists(tx, [lockerId]);
    const decision = await decide(tx, wish, now);
    if (decision.ok) {
      const row = await insertReservation(tx, deps, { shopId, wish, sizeClass: decision.value });
      return ok(reservationView(row, now));
    }
    if (decision.error.type === "locker_unknown") return decision;
    const measures = measuresOf(wish.parcel);
    const needsLow = wish.needsLowCompartment;
    const alternatives = await findAlternatives(tx, { lockerId, measures, needsLow }, now);
    return refuse(decision.error.type, { alternatives });
  };
  const answer = await retryOnConflict(() => inRegionOf(deps, lockerId, reserve));
  return answer ?? refuse("locker_unknown");
}

async function decide(
  tx: Tx,
  wish: ReservationRequest,
  now: Temporal.Instant,
): Promise<Result<SizeClass, Refusal>> {
  const locker = (await loadPromisingLockers(tx, [wish.lockerId], now)).get(wish.lockerId);
  const room = (await loadRoom(tx, [wish.lockerId], now)).get(wish.lockerId);
  if (locker === undefined || room === undefined) return refuse("locker_unknown");
  if (!locker.isServing) return refuse("locker_not_serving");
  const sizeClass = smallestClassFor(measuresOf(wish.parcel), room.holders);
  if (sizeClass === undefined) return refuse("nothing_fits");
  const promise = decideRoom(room, { sizeClass, needsLow: wish.needsLowCompartment });
  return promise.ok ? ok(sizeClass) : refuse(promise.error.type);
}

async function insertReservation(
  tx: Tx,
  deps: ReserveDeps,
  held: {
    readonly shopId: string;
    readonly wish: ReservationRequest;
    readonly sizeClass: SizeClass;
  },
): Promise<ReservationRow> {
  const { wish } = held;
  const now = deps.now();
  const [row] = await tx.query<ReservationRow>(
    `insert into reservations (id, locker_id, shop_id, kind, state, size_class, needs_low,
                               arrival_from, arrival_until, ends_at, created_at)
     values ($1, $2, $3, 'soft', 'held', $4, $5, $6, $7, $8, $9)
     returning ${reservationColumns}`,
    [
      newId(deps, "rsv", regionOf(wish.lockerId as string as LockerId)),
      wish.lockerId,
      held.shopId,
      held.sizeClass,
      wish.needsLowCompartment,
      wish.arrival?.from ?? null,
      wish.arrival?.until ?? null,
      now.add({ minutes: wish.minutes }).toString(),
      now.toString(),
    ],
  );
  if (row === undefined) throw new TypeError("an inserted reservation has no row");
  return row;
}
