import type { Deps } from "../deps.ts";
import { createRegionRounds, type RegionRounds } from "../device-link/region-rounds.ts";
import type { Tx } from "../platform/postgres/database.ts";
import type { Timers } from "../platform/timers.ts";
import { expireCommands } from "./commands.ts";
import { type OutageDeps, sweepOutages } from "./outages.ts";
import { sweepReach } from "./status.ts";

const everySeconds = 15;
const sweepLock = 7_216_045;

/** Looks after what only time decides at lockers: reach, outages, commands that nobody answered. */
export function createLockerSweeps(
  deps: OutageDeps & Pick<Deps, "database" | "log"> & { readonly timers: Timers },
): RegionRounds {
  return createRegionRounds({
    deps,
    name: "locker sweeps",
    everySeconds,
    run: (region) =>
      deps.database.region(region, async (tx) => {
        // One process at a time is enough; the others look again soon.
        const [mine] = await tx.query<{ taken: boolean }>(
          "select pg_try_advisory_xact_lock($1, hashtext(current_schema())) as taken",
          [sweepLock],
        );
        if (mine?.taken !== true) return;
        await sweepReachAndOutages(tx, deps);
        await expireCommands(tx, deps.now());
      }),
  });
}

/**
 * Brings reach and outages up to the present, after whoever else is at it: what is decided by
 * deadlines next must know of every outage that there is.
 */
export async function noteOutages(
  deps: OutageDeps & Pick<Deps, "database">,
  region: string,
): Promise<void> {
  await deps.database.region(region, async (tx) => {
    await tx.query("select pg_advisory_xact_lock($1, hashtext(current_schema()))", [sweepLock]);
    await sweepReachAndOutages(tx, deps);
  });
}

async function sweepReachAndOutages(tx: Tx, deps: OutageDeps): Promise<void> {
  await sweepReach(tx, deps.now());
  await sweepOutages(tx, deps);
}
