import type { LockerId, ReservationId } from "@pigeonhole/domain/ids";
import { regionOf } from "@pigeonhole/domain/ids";
import type { Deps } from "../deps.ts";
import { retryOnConflict } from "../platform/postgres/retry-on-conflict.ts";
import type { Regions } from "../regions/known-regions.ts";
import { announceInRegion } from "./announce-in-region.ts";
import type { AnnouncedRow, AnnounceOutcome } from "./announcement.ts";

export type AnnounceDeps = Pick<
  Deps,
  "database" | "secrets" | "now" | "randomBytes" | "publicUrl"
> & { readonly regions: Regions };

/**
 * Announces parcels of a shop: one, or a thousand, by the same statements. Each row is judged
 * alone; the outcomes stand at the rows' indexes. One transaction for each region.
 */
export async function announceParcels(
  deps: AnnounceDeps,
  shopId: string,
  rows: readonly AnnouncedRow[],
): Promise<Map<number, AnnounceOutcome>> {
  const outcomes = new Map<number, AnnounceOutcome>();
  const byRegion = Map.groupBy(rows, regionOfRow);
  for (const [region, own] of byRegion) {
    if (region === null || !(await deps.regions.isKnown(region))) {
      for (const row of own) outcomes.set(row.index, nowhere(row));
      continue;
    }
    const answers = await retryOnConflict(() =>
      deps.database.region(region, (tx) => announceInRegion(tx, deps, { shopId, rows: own })),
    );
    for (const [index, outcome] of answers) outcomes.set(index, outcome);
  }
  return outcomes;
}

function regionOfRow({ announcement }: AnnouncedRow): string | null {
  const { lockerId, reservationId } = announcement;
  const id = (lockerId ?? reservationId ?? null) as LockerId | ReservationId | null;
  return id === null ? null : regionOf(id);
}

function nowhere({ announcement }: AnnouncedRow): AnnounceOutcome {
  if (announcement.lockerId !== undefined) {
    return { outcome: "refused", refusal: { type: "locker_unknown" } };
  }
  if (announcement.reservationId !== undefined) {
    return { outcome: "refused", refusal: { type: "reservation_unknown" } };
  }
  const message = "give lockerId, or a reservationId";
  const errors = [{ pointer: "/lockerId", message }];
  return { outcome: "refused", refusal: { type: "invalid", errors } };
}
