import type { Deps } from "../deps.ts";
import { createRegionRounds, type RegionRounds } from "../device-link/region-rounds.ts";
import type { Timers } from "../platform/timers.ts";
import { endCourierGrants, listCourierGrants } from "./courier-grants.ts";

/** The days ahead are topped up more often than daily, so that no missed round matters. */
const everySeconds = 3_600;

/** Keeps the daily codes of the next days on all lists, and puts couriers on new lockers' lists. */
export function createCourierGrantsUpkeep(
  deps: Pick<Deps, "database" | "secrets" | "randomBytes" | "now" | "log"> & {
    readonly timers: Timers;
  },
): RegionRounds {
  return createRegionRounds({
    deps,
    name: "courier grants",
    everySeconds,
    run: (region) => deps.database.region(region, (tx) => listCourierGrants(tx, deps, { region })),
  });
}

/** Lists or ends one courier's grants in every region, after the courier was made or changed. */
export async function settleCourierGrants(
  deps: Pick<Deps, "database" | "secrets" | "randomBytes" | "now">,
  courier: { readonly courierId: string; readonly active: boolean },
): Promise<void> {
  const regions = await deps.database.network((tx) =>
    tx.query<{ code: string }>("select code from regions order by code"),
  );
  const courierIds = [courier.courierId];
  for (const { code: region } of regions) {
    await deps.database.region(region, (tx) =>
      courier.active
        ? listCourierGrants(tx, deps, { region, courierIds })
        : endCourierGrants(tx, courierIds),
    );
  }
}
