import type { CarrierScan } from "@pigeonhole/contract/http/parcels";
import { decideParcel } from "@pigeonhole/domain/parcel/parcel";
import type { ShopFilter } from "../access/shop-filter.ts";
import { isVisible } from "../access/shop-filter.ts";
import type { Deps } from "../deps.ts";
import { computePickupDeadline, loadPauses } from "../parcels/compute-deadline.ts";
import { loadParcels } from "../parcels/load-parcels.ts";
import type { ParcelChange } from "../parcels/store-parcels.ts";
import { storeParcelChanges } from "../parcels/store-parcels.ts";
import type { StoredParcel } from "../parcels/stored-parcel.ts";
import { evolveStoredParcel } from "../parcels/stored-parcel.ts";
import type { Refusal } from "../platform/http/refusals.ts";
import type { Tx } from "../platform/postgres/database.ts";
import { retryOnConflict } from "../platform/postgres/retry-on-conflict.ts";
import type { Regions } from "../regions/known-regions.ts";
import { findScannedParcels } from "./find-scanned-parcels.ts";

export type ScanRow = { readonly index: number; readonly scan: CarrierScan };
export type ScanOutcome =
  | { readonly outcome: "recorded" | "repeated" }
  | { readonly outcome: "refused"; readonly refusal: Refusal };

export type ScanDeps = Pick<Deps, "database" | "now" | "randomBytes" | "publicUrl"> & {
  readonly regions: Regions;
};

/** Older scans belong to a number that was used again, or to a broken clock. */
export const scanAgeMaxDays = 30;
/** A scanner's clock may run ahead of ours by this much. */
export const scanAheadMaxMinutes = 5;

/** Records what carriers say; each row is judged alone, late and repeated ones included. */
export async function recordCarrierScans(
  deps: ScanDeps,
  filter: ShopFilter,
  rows: readonly ScanRow[],
): Promise<Map<number, ScanOutcome>> {
  const outcomes = new Map<number, ScanOutcome>();
  const timely = rows.filter((row) => {
    const refusal = judgeTime(row.scan, deps.now());
    if (refusal !== null) outcomes.set(row.index, { outcome: "refused", refusal });
    return refusal === null;
  });
  const found = await findScannedParcels(deps, timely);
  for (const [region, ids] of found) {
    const own = timely.filter((row) => ids.has(row.scan.trackingNumber));
    const answers = await retryOnConflict(() =>
      deps.database.region(region, (tx) => recordInRegion(tx, deps, { filter, rows: own, ids })),
    );
    for (const [index, outcome] of answers) outcomes.set(index, outcome);
  }
  for (const { index } of timely) {
    if (outcomes.has(index)) continue;
    outcomes.set(index, { outcome: "refused", refusal: { type: "scan_unknown_parcel" } });
  }
  return outcomes;
}

function judgeTime(scan: CarrierScan, now: Temporal.Instant): Refusal | null {
  const at = Temporal.Instant.from(scan.at);
  const earliest = now.subtract({ hours: scanAgeMaxDays * 24 });
  const latest = now.add({ minutes: scanAheadMaxMinutes });
  if (Temporal.Instant.compare(at, earliest) < 0) return { type: "scan_too_old" };
  return Temporal.Instant.compare(at, latest) > 0 ? { type: "scan_in_future" } : null;
}

type RegionScans = {
  readonly filter: ShopFilter;
  readonly rows: readonly ScanRow[];
  /** Parcel ids by the number on the scan. */
  readonly ids: ReadonlyMap<string, string>;
};

async function recordInRegion(
  tx: Tx,
  deps: ScanDeps,
  scans: RegionScans,
): Promise<Map<number, ScanOutcome>> {
  const parcels = await loadParcels(tx, [...scans.ids.values()], { lock: true });
  const told = await readTold(tx, [...parcels.keys()]);
  const lockerIds = [...parcels.values()].map((parcel) => parcel.lockerId);
  const pauses = await loadPauses(tx, lockerIds, deps.now());
  const outcomes = new Map<number, ScanOutcome>();
  const changes: ParcelChange[] = [];
  // In the order in which they happened, so that a batch out of order moves parcels rightly.
  for (const { index, scan } of scans.rows.toSorted(byTime)) {
    const parcel = parcels.get(scans.ids.get(scan.trackingNumber) ?? "");
    if (parcel === undefined || !isVisible(parcel, scans.filter)) continue;
    const source = `scan:${scan.scanId}`;
    const once = `${parcel.parcelId} ${source}`;
    if (told.has(once)) {
      outcomes.set(index, { outcome: "repeated" });
      continue;
    }
    told.add(once);
    const change = changeOf(deps, { parcel, scan, source }, pauses);
    parcels.set(parcel.parcelId, change.next);
    changes.push(change);
    outcomes.set(index, { outcome: "recorded" });
  }
  await storeParcelChanges(tx, deps, changes);
  return outcomes;
}

function changeOf(
  deps: ScanDeps,
  scanned: {
    readonly parcel: StoredParcel;
    readonly scan: CarrierScan;
    readonly source: string;
  },
  pauses: Awaited<ReturnType<typeof loadPauses>>,
): ParcelChange {
  const { parcel, scan, source } = scanned;
  const at = Temporal.Instant.from(scan.at);
  const decision = decideParcel(parcel, {
    type: "recordCarrierScan",
    kind: scan.kind,
    at,
    receivedAt: deps.now(),
    carrierId: parcel.carrierId,
    courierId: null,
    lockerId: parcel.lockerId,
    pickupDeadline:
      scan.kind === "placed_in_locker"
        ? computePickupDeadline(parcel, at, pauses.get(parcel.lockerId) ?? [])
        : null,
  });
  if (!decision.ok) throw new TypeError(`a timely scan was refused: ${decision.error.type}`);
  const next = evolveStoredParcel(parcel, decision.value);
  return {
    parcel,
    events: decision.value,
    next,
    at: deps.now(),
    source,
    ...(scan.place === undefined ? {} : { placeName: scan.place }),
  };
}

/** Scans of these parcels that are known already. */
async function readTold(tx: Tx, parcelIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ parcel_id: string; source: string }>(
    `select parcel_id, source from parcel_events
      where parcel_id = any($1) and type = 'carrier_scanned'`,
    [parcelIds],
  );
  return new Set(rows.map((row) => `${row.parcel_id} ${row.source}`));
}

function byTime(a: ScanRow, b: ScanRow): number {
  return Date.parse(a.scan.at) - Date.parse(b.scan.at) || a.index - b.index;
}
