import type { Locker } from "@pigeonhole/contract/http/sites";
import type { LockerDeps } from "./get-locker.ts";
import { inRegionOf, readLocker } from "./get-locker.ts";
import { announceLockerChanges } from "./list-version.ts";

/** Renames a locker, pauses it or lets it serve; its kiosk hears of the new configuration. */
export function changeLocker(
  deps: LockerDeps,
  lockerId: string,
  change: { readonly name?: string | undefined; readonly state?: string | undefined },
): Promise<Locker | undefined> {
  return inRegionOf(deps, lockerId, async (tx) => {
    const changed = await tx.query(
      `update network.lockers
          set name = coalesce($2, name), state = coalesce($3, state),
              config_version = config_version + 1
        where id = $1 returning 1`,
      [lockerId, change.name ?? null, change.state ?? null],
    );
    if (changed.length === 0) return undefined;
    await announceLockerChanges(tx, [lockerId]);
    return readLocker(tx, lockerId, deps.now());
  });
}
