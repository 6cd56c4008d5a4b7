import type { Reservation as ReservationView } from "@pigeonhole/contract/http/parcels";
import type { ReservationId } from "@pigeonhole/domain/ids";
import { regionOf } from "@pigeonhole/domain/ids";
import type { Result } from "@pigeonhole/domain/result";
import { ok } from "@pigeonhole/domain/result";
import type { ShopFilter } from "../access/shop-filter.ts";
import { isVisible } from "../access/shop-filter.ts";
import type { Deps } from "../deps.ts";
import { lockLists } from "../lockers/list-version.ts";
import type { Refusal } from "../platform/http/refusals.ts";
import { refuse } from "../platform/http/refusals.ts";
import type { Tx } from "../platform/postgres/database.ts";
import { retryOnConflict } from "../platform/postgres/retry-on-conflict.ts";
import type { Regions } from "../regions/known-regions.ts";
import type { ReservationRow } from "./reservation-rows.ts";
import { isOver, reservationColumns, reservationView } from "./reservation-rows.ts";

type ReservationDeps = Pick<Deps, "database" | "now"> & { readonly regions: Regions };

export async function getReservation(
  deps: ReservationDeps,
  filter: ShopFilter,
  id: string,
): Promise<Result<ReservationView, Refusal>> {
  return withReservation(deps, { filter, id }, async (_, row) =>
    ok(reservationView(row, deps.now())),
  );
}

/** Gives room back; once more for one that is released already changes nothing. */
export async function releaseReservation(
  deps: ReservationDeps,
  filter: ShopFilter,
  id: string,
): Promise<Result<ReservationView, Refusal>> {
  return withReservation(deps, { filter, id }, async (tx, first) => {
    await lockLists(tx, [first.locker_id]);
    const row = (await readReservation(tx, id)) ?? first;
    if (row.state === "released") return ok(reservationView(row, deps.now()));
    // Room of an announced parcel is given back by cancelling the parcel.
    const isOurs = row.kind === "soft" && row.state === "held" && !isOver(row, deps.now());
    if (!isOurs) return refuse("reservation_ended");
    await tx.query("update reservations set state = 'released' where id = $1", [id]);
    return ok(reservationView({ ...row, state: "released" }, deps.now()));
  });
}

async function withReservation(
  deps: ReservationDeps,
  asked: { readonly filter: ShopFilter; readonly id: string },
  work: (tx: Tx, row: ReservationRow) => Promise<Result<ReservationView, Refusal>>,
): Promise<Result<ReservationView, Refusal>> {
  const region = regionOf(asked.id as ReservationId);
  if (!(await deps.regions.isKnown(region))) return refuse("reservation_unknown");
  const found = async (tx: Tx): Promise<Result<ReservationView, Refusal>> => {
    const row = await readReservation(tx, asked.id);
    const isSeen = row !== undefined && isVisible({ shopId: row.shop_id }, asked.filter);
    return isSeen ? work(tx, row) : refuse("reservation_unknown");
  };
  return retryOnConflict(() => deps.database.region(region, found));
}

async function readReservation(tx: Tx, id: string): Promise<ReservationRow | undefined> {
  const [row] = await tx.query<ReservationRow>(
    `select ${reservationColumns} from reservations where id = $1`,
    [id],
  );
  return row;
}
