import { expect, test } from "vitest";
import { anId, aReservation, aMonday as monday } from "../builders.ts";
import {
  decideReservation,
  evolveReservation,
  holdHard,
  holdSoft,
  isHolding,
  type Reservation,
  type ReservationCommand,
} from "./reservation.ts";

const wish = {
  reservationId: anId("rsv"),
  lockerId: anId("lkr"),
  sizeClass: "M",
  needsLow: false,
  at: monday,
} as const;
const until = monday.add({ minutes: 20 });
const late = until.add({ nanoseconds: 1 });
const parcelId = anId("par");

function after(reservation: Reservation, command: ReservationCommand): Reservation {
  const decision = decideReservation(reservation, command);
  if (!decision.ok) throw new Error(decision.error.type);
  return decision.value.reduce(evolveReservation, reservation);
}

test("a checkout holds room for its minutes, to the last instant", () => {
  const soft = holdSoft({ ...wish, minutes: 20 });
  expect(soft).toEqual(aReservation());
  expect(isHolding(soft, until)).toBe(true);
  expect(isHolding(soft, late)).toBe(false);
});

test.each([0, 61])("holding room for %d minutes is a defect of the caller", (minutes) => {
  expect(() => holdSoft({ ...wish, minutes })).toThrow("1 to 60 minutes");
});

test("an order makes it hard, for its parcel and without an end", () => {
  const hard = after(aReservation(), { type: "harden", at: until, parcelId });
  expect(hard).toEqual(aReservation({ kind: "hard", parcelId, heldUntil: null }));
  expect(isHolding(hard, late)).toBe(true);
  expect(decideReservation(hard, { type: "harden", at: until, parcelId })).toEqual({
    ok: false,
    error: { type: "already_hard", parcelId },
  });
});

test("an order that comes too late gets no room from the checkout's hold", () => {
  expect(decideReservation(aReservation(), { type: "harden", at: late, parcelId })).toEqual({
    ok: false,
    error: { type: "reservation_expired", heldUntil: until },
  });
});

test("a soft reservation without an end can still be made hard", () => {
  const endless = aReservation({ heldUntil: null });
  expect(after(endless, { type: "harden", at: late, parcelId }).kind).toBe("hard");
});

test("an announcement holds room directly", () => {
  expect(holdHard({ ...wish, parcelId, heldUntil: null })).toEqual(
    aReservation({ kind: "hard", parcelId, heldUntil: null }),
  );
});

test("room is fulfilled by the deposit or released by a cancellation, once", () => {
  const fulfilled = after(aReservation(), { type: "fulfil", at: monday });
  expect(fulfilled.state).toBe("fulfilled");
  expect(isHolding(fulfilled, monday)).toBe(false);
  expect(after(aReservation(), { type: "release", at: monday }).state).toBe("released");
  expect(decideReservation(fulfilled, { type: "release", at: monday })).toEqual({
    ok: false,
    error: { type: "not_allowed", action: "release", state: "fulfilled" },
  });
});

test("a reservation expires after its last instant, not before", () => {
  expect(after(aReservation(), { type: "expire", at: late }).state).toBe("expired");
  expect(decideReservation(aReservation(), { type: "expire", at: until })).toEqual({
    ok: false,
    error: { type: "not_expired_yet", heldUntil: until },
  });
});

test("an event nobody knows is a defect", () => {
  expect(() => evolveReservation(aReservation(), { type: "melted" } as never)).toThrow(
    "unreachable",
  );
});
