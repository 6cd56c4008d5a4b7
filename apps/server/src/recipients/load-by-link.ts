import type { Deps } from "../deps.ts";
import { lockLists } from "../lockers/list-version.ts";
import type { ParcelRow, StoredParcel } from "../parcels/stored-parcel.ts";
import { parcelSelect, rowToStoredParcel } from "../parcels/stored-parcel.ts";
import type { Tx } from "../platform/postgres/database.ts";
import type { Regions } from "../regions/known-regions.ts";
import { linkHashOf, regionPattern, tokenPattern } from "./tracking-link.ts";

export type LinkDeps = Pick<Deps, "database"> & { readonly regions: Regions };

/**
 * Links end this long after the parcel's journey: by then nobody needs them, and a mail account
 * that is taken over later tells nothing.
 */
const linkLivesDays = 90;

/** Runs `work` in the region of the link, with its parcel; undefined where it leads nowhere. */
export async function withLink<T>(
  deps: LinkDeps & Pick<Deps, "now">,
  link: { readonly token: string; readonly lock: boolean },
  work: (tx: Tx, parcel: StoredParcel) => Promise<T>,
): Promise<T | undefined> {
  const region = regionPattern.exec(link.token)?.[0];
  if (!tokenPattern.test(link.token) || region === undefined) return undefined;
  if (!(await deps.regions.isKnown(region))) return undefined;
  return deps.database.region(region, async (tx) => {
    const hash = linkHashOf(link.token);
    if (link.lock) await lockLockerOf(tx, hash);
    const [row] = await tx.query<ParcelRow>(
      `${parcelSelect} where p.link_hash = $1 ${link.lock ? "for update of p" : ""}`,
      [hash],
    );
    if (row === undefined) return undefined;
    const parcel = rowToStoredParcel(row);
    return isOver(parcel, deps.now()) ? undefined : work(tx, parcel);
  });
}

/** The locker's list is locked before the parcel, as everywhere. */
async function lockLockerOf(tx: Tx, hash: Buffer): Promise<void> {
  const rows = await tx.query<{ locker_id: string }>(
    "select locker_id from parcels where link_hash = $1",
    [hash],
  );
  await lockLists(
    tx,
    rows.map((row) => row.locker_id),
  );
}

function isOver(parcel: StoredParcel, now: Temporal.Instant): boolean {
  if (parcel.endedAt === null) return false;
  const end = parcel.endedAt.add({ hours: linkLivesDays * 24 });
  return Temporal.Instant.compare(end, now) < 0;
}
