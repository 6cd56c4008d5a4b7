import type { CarrierScan } from "@pigeonhole/contract/http/parcels";
import { scanAheadMaxMinutes } from "@pigeonhole/domain/parcel/carrier-scan";
import type { ParcelRefusal } from "@pigeonhole/domain/parcel/parcel";
import { decideParcel } from "@pigeonhole/domain/parcel/parcel";
import type { Result } from "@pigeonhole/domain/result";
import { err, ok } from "@pigeonhole/domain/result";
import type { ShopFilter } from "../access/shop-filter.ts";
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

/** Records what carriers say; each row is judged alone, late and repeated ones included. */
export async function recordCarrierScans(
  deps: ScanDeps,
  filter: ShopFilter,
  rows: readonly ScanRow[],
): Promise<Map<number, ScanOutcome>> {
  // One look at the clock, so that a scan at the limit is judged the same everywhere.
  const now = deps.now();
  const outcomes = new Map<number, ScanOutcome>();
  const timely = rows.filter((row) => {
    const refusal = judgeTime(row.scan, now);
    if (refusal !== null) outcomes.set(row.index, { outcome: "refused", refusal });
    return refusal === null;
  });
  const found = await findScannedParcels(deps, filter, timely);
  for (const [region, ids] of found) {
    const own = timely.filter((row) => ids.has(row.scan.trackingNumber));
    const answers = await retryOnConflict(() =>
      deps.database.region(region, (tx) => recordInRegion(tx, deps, { now, rows: own, ids })),
    );
    for (const [index, outcome] of answers) note(outcomes, index, outcome);
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

/** A scan may be of several parcels; what was done for one of them is the row's outcome. */
function note(outcomes: Map<number, ScanOutcome>, index: number, outcome: ScanOutcome): void {
  const rank = { recorded: 2, repeated: 1, refused: 0 } as const;
  const known = outcomes.get(index);
  if (known === undefined || rank[outcome.outcome] > rank[known.outcome]) {
    outcomes.set(index, outcome);
  }
}

type RegionScans = {
  readonly now: Temporal.Instant;
  readonly rows: readonly ScanRow[];
  /** Parcel ids by the number on the scan. */
  readonly ids: ReadonlyMap<string, readonly string[]>;
};

async function recordInRegion(
  tx: Tx,
  deps: ScanDeps,
  scans: RegionScans,
): Promise<Map<number, ScanOutcome>> {
  const { now, ids } = scans;
  const parcels = await loadParcels(tx, [...ids.values()].flat(), { lock: true });
  const told = await readTold(tx, [...parcels.keys()]);
  const lockerIds = [...parcels.values()].map((parcel) => parcel.lockerId);
  const pauses = await loadPauses(tx, lockerIds, now);
  const outcomes = new Map<number, ScanOutcome>();
  const changes: ParcelChange[] = [];
  // In the order in which they happened, so that a batch out of order moves parcels rightly.
  const scanned = scans.rows
    .toSorted(byTime)
    .flatMap((row) => (ids.get(row.scan.trackingNumber) ?? []).map((id) => ({ ...row, id })));
  for (const { index, scan, id } of scanned) {
    const parcel = parcels.get(id);
    if (parcel === undefined) continue;
    const source = `scan:${scan.scanId}`;
    const once = `${id} ${source}`;
    if (told.has(once)) {
      note(outcomes, index, { outcome: "repeated" });
      continue;
    }
    const change = changeOf(now, { parcel, scan, source }, pauses);
    if (!change.ok) {
      note(outcomes, index, { outcome: "refused", refusal: refusalOf(change.error) });
      continue;
    }
    told.add(once);
    parcels.set(id, change.value.next);
    changes.push(change.value);
    note(outcomes, index, { outcome: "recorded" });
  }
  await storeParcelChanges(tx, deps, changes);
  return outcomes;
}

function refusalOf(refusal: ParcelRefusal): Refusal {
  switch (refusal.type) {
    case "scan_from_future":
      return { type: "scan_in_future" };
    case "scan_too_old":
      return { type: "scan_too_old" };
    default:
      return { type: "scan_unknown_parcel" };
  }
}

function changeOf(
  now: Temporal.Instant,
  scanned: {
    readonly parcel: StoredParcel;
    readonly scan: CarrierScan;
    readonly source: string;
  },
  pauses: Awaited<ReturnType<typeof loadPauses>>,
): Result<ParcelChange, ParcelRefusal> {
  const { parcel, scan, source } = scanned;
  const at = Temporal.Instant.from(scan.at);
  const decision = decideParcel(parcel, {
    type: "recordCarrierScan",
    kind: scan.kind,
    at,
    receivedAt: now,
    carrierId: parcel.carrierId,
    courierId: null,
    lockerId: parcel.lockerId,
    pickupDeadline:
      scan.kind === "placed_in_locker"
        ? computePickupDeadline(parcel, at, pauses.get(parcel.lockerId) ?? [])
        : null,
  });
  if (!decision.ok) return err(decision.error);
  const next = evolveStoredParcel(parcel, decision.value);
  const placed = scan.place === undefined ? {} : { placeName: scan.place };
  return ok({ parcel, events: decision.value, next, at: now, source, ...placed });
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
