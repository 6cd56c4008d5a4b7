import { loadPromisingLockers } from "../capacity/load-lockers.ts";
import { loadRoom } from "../capacity/load-room.ts";
import { announceLockerChanges, lockLists, raiseListVersions } from "../lockers/list-version.ts";
import type { Refusal } from "../platform/http/refusals.ts";
import type { Tx } from "../platform/postgres/database.ts";
import { queueWebhooks } from "../webhooks/queue-webhooks.ts";
import { addAlternatives } from "./add-alternatives.ts";
import type { AnnounceDeps } from "./announce-parcels.ts";
import type { AnnouncedRow, AnnounceOutcome } from "./announcement.ts";
import { drawPickupSecrets } from "./draw-pickup-secrets.ts";
import { insertAnnounced } from "./insert-announced.ts";
import type { HeldReservation, Judged } from "./judge-announcements.ts";
import { judgeAnnouncements } from "./judge-announcements.ts";
import { loadParcels } from "./load-parcels.ts";

type Batch = { readonly shopId: string; readonly rows: readonly AnnouncedRow[] };

/**
 * Announces the rows of one region. From the moment the lockers' lists are locked, in the order of
 * their ids, nobody else promises room or draws codes there; so what is judged is what is written.
 */
export async function announceInRegion(
  tx: Tx,
  deps: AnnounceDeps,
  batch: Batch,
): Promise<Map<number, AnnounceOutcome>> {
  const now = deps.now();
  const places = await findPlaces(tx, batch);
  const lockerIds = [...new Set(places.values())];
  await lockLists(tx, lockerIds);
  const judged = judgeAnnouncements({
    now,
    rows: batch.rows,
    lockerIdByIndex: places,
    known: await readKnown(tx, batch),
    reservations: await readReservations(tx, batch),
    carriers: await readCarriers(tx, batch),
    lockers: await loadPromisingLockers(tx, lockerIds, now),
    rooms: await loadRoom(tx, lockerIds, now, { keepKinds: true }),
  });
  const announced = await write(tx, deps, { shopId: batch.shopId, judged });
  const refusals = await addAlternatives(tx, judged, now);
  return answers(tx, judged, { announced, refusals });
}

async function write(
  tx: Tx,
  deps: AnnounceDeps,
  work: { readonly shopId: string; readonly judged: readonly Judged[] },
): Promise<Map<number, AnnounceOutcome>> {
  const accepted = work.judged.filter((one) => one.outcome === "announced");
  if (accepted.length === 0) return new Map();
  const lockerIds = accepted.map((one) => one.locker.lockerId);
  const secrets = drawPickupSecrets(deps, lockerIds);
  const versions = await raiseListVersions(tx, lockerIds);
  const parcels = await insertAnnounced(tx, deps, { ...work, accepted, secrets, versions });
  await announceLockerChanges(tx, lockerIds);
  await queueWebhooks(
    tx,
    deps,
    parcels.map((parcel) => ({
      shopId: work.shopId,
      eventType: "parcel.announced",
      at: parcel.announcedAt,
      parcelId: parcel.parcelId,
    })),
  );
  return new Map(
    accepted.flatMap((one, place) => {
      const parcel = parcels[place];
      return parcel === undefined ? [] : [[one.row.index, { outcome: "announced", parcel }]];
    }),
  );
}

/** The locker of each row: as named, or as its reservation says. */
async function findPlaces(tx: Tx, batch: Batch): Promise<Map<number, string>> {
  const unnamed = batch.rows.filter((row) => row.announcement.lockerId === undefined);
  const lockers = new Map<string, string>();
  if (unnamed.length > 0) {
    const rows = await tx.query<{ id: string; locker_id: string }>(
      "select id, locker_id from reservations where id = any($1) and shop_id = $2",
      [unnamed.map((row) => row.announcement.reservationId ?? ""), batch.shopId],
    );
    for (const row of rows) lockers.set(row.id, row.locker_id);
  }
  return new Map(
    batch.rows.flatMap(({ index, announcement }) => {
      const { lockerId, reservationId } = announcement;
      const place = lockerId ?? lockers.get(reservationId ?? "");
      return place === undefined ? [] : [[index, place]];
    }),
  );
}

async function readKnown(tx: Tx, batch: Batch) {
  const rows = await tx.query<{ id: string; reference: string; announcement_hash: Uint8Array }>(
    `select id, reference, announcement_hash from parcels
      where shop_id = $1 and reference = any($2)`,
    [batch.shopId, batch.rows.map((row) => row.announcement.reference)],
  );
  return new Map(
    rows.map((row) => [
      row.reference,
      { parcelId: row.id, hash: Buffer.from(row.announcement_hash) },
    ]),
  );
}

async function readReservations(tx: Tx, batch: Batch): Promise<Map<string, HeldReservation>> {
  const ids = batch.rows.flatMap((row) => row.announcement.reservationId ?? []);
  if (ids.length === 0) return new Map();
  const rows = await tx.query<{
    id: string;
    locker_id: string;
    kind: "soft" | "hard";
    state: HeldReservation["state"];
    size_class: HeldReservation["sizeClass"];
    needs_low: boolean;
    ends_at: string | null;
  }>(
    `select id, locker_id, kind, state, size_class, needs_low, ends_at
       from reservations where id = any($1) and shop_id = $2 for update`,
    [ids, batch.shopId],
  );
  return new Map(
    rows.map((row) => [
      row.id,
      {
        lockerId: row.locker_id,
        kind: row.kind,
        state: row.state,
        sizeClass: row.size_class,
        needsLow: row.needs_low,
        endsAt: row.ends_at === null ? null : Temporal.Instant.from(row.ends_at),
      },
    ]),
  );
}

async function readCarriers(tx: Tx, batch: Batch): Promise<Set<string>> {
  const ids = batch.rows.flatMap((row) => row.announcement.carrierId ?? []);
  if (ids.length === 0) return new Set();
  const rows = await tx.query<{ id: string }>(
    "select id from network.carriers where id = any($1)",
    [[...new Set(ids)]],
  );
  return new Set(rows.map((row) => row.id));
}

/** A repetition is answered with the parcel as it is now. */
async function answers(
  tx: Tx,
  judged: readonly Judged[],
  done: {
    readonly announced: ReadonlyMap<number, AnnounceOutcome>;
    readonly refusals: ReadonlyMap<number, Refusal>;
  },
): Promise<Map<number, AnnounceOutcome>> {
  const repeated = judged.filter((one) => one.outcome === "repeated");
  const parcels = await loadParcels(
    tx,
    repeated.map((one) => one.parcelId),
    { lock: false },
  );
  const outcomes = new Map<number, AnnounceOutcome>(done.announced);
  for (const { row, parcelId } of repeated) {
    const parcel = parcels.get(parcelId);
    if (parcel !== undefined) outcomes.set(row.index, { outcome: "repeated", parcel });
  }
  for (const one of judged) {
    const twin = one.outcome === "twin" ? done.announced.get(one.twinIndex) : undefined;
    if (twin?.outcome === "announced") {
      outcomes.set(one.row.index, { outcome: "repeated", parcel: twin.parcel });
    }
  }
  for (const [index, refusal] of done.refusals)
    outcomes.set(index, { outcome: "refused", refusal });
  return outcomes;
}
