import type { Deps } from "../deps.ts";
import type { RegionRounds } from "../device-link/region-rounds.ts";
import { createRegionRounds } from "../device-link/region-rounds.ts";
import type { Timers } from "../platform/timers.ts";

const everySeconds = 15;

/**
 * Marks soft reservations whose last minute has passed. Nobody waits for it: a reservation past its
 * end takes no room, seen or not.
 */
export function createReservationSweep(
  deps: Pick<Deps, "database" | "now" | "log"> & { readonly timers: Timers },
): RegionRounds {
  return createRegionRounds({
    deps,
    name: "reservations",
    everySeconds,
    run: (region) => expireReservations(deps, region).then(() => undefined),
  });
}

/** Gives how many have expired. */
export async function expireReservations(
  deps: Pick<Deps, "database" | "now">,
  region: string,
): Promise<number> {
  const rows = await deps.database.region(region, (tx) =>
    tx.query(
      `update reservations set state = 'expired'
        where state = 'held' and kind = 'soft' and ends_at < $1 returning 1`,
      [deps.now().toString()],
    ),
  );
  return rows.length;
}
