import type { RoomLedger } from "@pigeonhole/domain/allocation/room";
import { createRoomLedger } from "@pigeonhole/domain/allocation/room";
import type { SizeClass } from "@pigeonhole/domain/size/fit";
import { smallestClassFor } from "@pigeonhole/domain/size/fit";
import type { PromisingLocker } from "../capacity/load-lockers.ts";
import type { LockerRoom } from "../capacity/load-room.ts";
import type { Refusal } from "../platform/http/refusals.ts";
import type { AnnouncedRow } from "./announcement.ts";
import { measuresOf } from "./announcement.ts";

/** Everything a decision needs, read under the lock of the lockers' lists. */
export type JudgingRoom = {
  readonly now: Temporal.Instant;
  readonly rows: readonly AnnouncedRow[];
  readonly lockerIdByIndex: ReadonlyMap<number, string>;
  /** The shop's parcels by reference. */
  readonly known: ReadonlyMap<string, { readonly parcelId: string; readonly hash: Buffer }>;
  readonly reservations: ReadonlyMap<string, HeldReservation>;
  readonly carriers: ReadonlySet<string>;
  readonly lockers: ReadonlyMap<string, PromisingLocker>;
  readonly rooms: ReadonlyMap<string, LockerRoom>;
};

export type HeldReservation = {
  readonly lockerId: string;
  readonly kind: "soft" | "hard";
  readonly state: "held" | "fulfilled" | "released" | "expired";
  readonly sizeClass: SizeClass;
  readonly needsLow: boolean;
  readonly endsAt: Temporal.Instant | null;
};

export type Accepted = {
  readonly row: AnnouncedRow;
  readonly outcome: "announced";
  readonly locker: PromisingLocker;
  readonly sizeClass: SizeClass;
};
export type Judged =
  | Accepted
  | { readonly row: AnnouncedRow; readonly outcome: "repeated"; readonly parcelId: string }
  /** The same announcement stands earlier in this batch. */
  | { readonly row: AnnouncedRow; readonly outcome: "twin"; readonly twinIndex: number }
  | { readonly row: AnnouncedRow; readonly outcome: "refused"; readonly refusal: Refusal };

/** Judges rows one after another; each promise counts for those behind it. Pure. */
export function judgeAnnouncements(room: JudgingRoom): Judged[] {
  const ledgers = new Map<string, RoomLedger>();
  const inBatch = new Map<string, AnnouncedRow>();
  const usedReservations = new Set<string>();
  return room.rows.map((row): Judged => {
    const repetition = judgeReference(room, row, inBatch);
    if (repetition !== null) return repetition;
    const judged = judgeRow({ room, row, ledgers, usedReservations });
    if (judged.outcome === "announced") {
      inBatch.set(row.announcement.reference, row);
      if (row.announcement.reservationId !== undefined) {
        usedReservations.add(row.announcement.reservationId);
      }
    }
    return judged;
  });
}

function judgeReference(
  room: JudgingRoom,
  row: AnnouncedRow,
  inBatch: ReadonlyMap<string, AnnouncedRow>,
): Judged | null {
  const { reference } = row.announcement;
  const twin = inBatch.get(reference);
  if (twin?.hash.equals(row.hash)) return { row, outcome: "twin", twinIndex: twin.index };
  if (twin !== undefined) {
    const detail = `row ${twin.index} of this batch has the same reference`;
    return { row, outcome: "refused", refusal: { type: "reference_conflict", detail } };
  }
  const known = room.known.get(reference);
  if (known === undefined) return null;
  if (known.hash.equals(row.hash)) return { row, outcome: "repeated", parcelId: known.parcelId };
  return { row, outcome: "refused", refusal: { type: "reference_conflict" } };
}

type Judging = {
  readonly room: JudgingRoom;
  readonly row: AnnouncedRow;
  readonly ledgers: Map<string, RoomLedger>;
  readonly usedReservations: ReadonlySet<string>;
};

function judgeRow(judging: Judging): Judged {
  const { room, row } = judging;
  const { announcement } = row;
  const refused = (refusal: Refusal): Judged => ({ row, outcome: "refused", refusal });
  const reservation = judgeReservation(judging);
  if (reservation.refusal !== null) return refused(reservation.refusal);
  const lockerId = room.lockerIdByIndex.get(row.index);
  const locker = room.lockers.get(lockerId ?? "");
  const places = room.rooms.get(lockerId ?? "");
  if (locker === undefined || places === undefined) return refused({ type: "locker_unknown" });
  if (announcement.carrierId !== undefined && !room.carriers.has(announcement.carrierId)) {
    const errors = [{ pointer: "/carrierId", message: "no carrier has this id" }];
    return refused({ type: "invalid", errors });
  }
  // Room that was promised at checkout is kept, also while the locker takes nothing new.
  if (!locker.isServing && reservation.held === null)
    return refused({ type: "locker_not_serving" });
  const sizeClass = smallestClassFor(measuresOf(announcement.parcel), places.holders);
  if (sizeClass === undefined) return refused({ type: "nothing_fits" });
  const ledger = ledgerOf(judging, locker.lockerId, places);
  const demand = { sizeClass, needsLow: announcement.recipient.needsLowCompartment };
  const { held } = reservation;
  if (held !== null) ledger.remove(held);
  const promise = ledger.tryAdd(demand);
  if (!promise.ok) {
    if (held !== null) ledger.tryAdd(held);
    return refused(promise.error);
  }
  return { row, outcome: "announced", locker, sizeClass };
}

function ledgerOf(judging: Judging, lockerId: string, places: LockerRoom): RoomLedger {
  const known = judging.ledgers.get(lockerId);
  if (known !== undefined) return known;
  const ledger = createRoomLedger(places);
  judging.ledgers.set(lockerId, ledger);
  return ledger;
}

type ReservationAnswer = {
  readonly held: HeldReservation | null;
  readonly refusal: Refusal | null;
};

function judgeReservation({ room, row, usedReservations }: Judging): ReservationAnswer {
  const { reservationId, lockerId } = row.announcement;
  if (reservationId === undefined) return { held: null, refusal: null };
  const held = room.reservations.get(reservationId);
  if (held === undefined || (lockerId !== undefined && lockerId !== held.lockerId)) {
    return { held: null, refusal: { type: "reservation_unknown" } };
  }
  const isOver = held.endsAt !== null && Temporal.Instant.compare(held.endsAt, room.now) < 0;
  const isUsed = held.kind === "hard" || usedReservations.has(reservationId);
  if (held.state !== "held" || isOver || isUsed) {
    return { held: null, refusal: { type: "reservation_ended" } };
  }
  return { held, refusal: null };
}
