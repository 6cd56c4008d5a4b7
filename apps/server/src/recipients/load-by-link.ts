import { regionOf } from "@pigeonhole/domain/ids";
import type { Deps } from "../deps.ts";
import { loadParcels } from "../parcels/load-parcels.ts";
import type { StoredParcel } from "../parcels/stored-parcel.ts";
import type { Tx } from "../platform/postgres/database.ts";
import type { Regions } from "../regions/known-regions.ts";
import { parcelIdOfLink } from "./tracking-link.ts";

export type LinkDeps = Pick<Deps, "database" | "secrets" | "now"> & { readonly regions: Regions };

/**
 * Links end this long after the parcel's journey: by then nobody needs them, and a mail account
 * that is taken over later tells nothing.
 */
const linkLivesDays = 90;

/** Runs `work` in the region of the link, with its parcel; undefined where it leads nowhere. */
export async function withLink<T>(
  deps: LinkDeps,
  link: { readonly token: string; readonly lock: boolean },
  work: (tx: Tx, parcel: StoredParcel) => Promise<T>,
): Promise<T | undefined> {
  const parcelId = parcelIdOfLink(deps, link.token);
  if (parcelId === undefined) return undefined;
  const region = regionOf(parcelId);
  if (!(await deps.regions.isKnown(region))) return undefined;
  return deps.database.region(region, async (tx) => {
    const parcels = await loadParcels(tx, [parcelId], { lock: link.lock });
    const parcel = parcels.get(parcelId);
    if (parcel === undefined || isOver(parcel, deps.now())) return undefined;
    return work(tx, parcel);
  });
}

function isOver(parcel: StoredParcel, now: Temporal.Instant): boolean {
  if (parcel.endedAt === null) return false;
  const end = parcel.endedAt.add({ hours: linkLivesDays * 24 });
  return Temporal.Instant.compare(end, now) < 0;
}
