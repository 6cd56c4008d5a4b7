import { expect, test } from "vitest";
import { anId, aParcel, aMonday as monday } from "../builders.ts";
import {
  announceParcel,
  decideParcel,
  evolveParcel,
  type Parcel,
  type ParcelCommand,
} from "./parcel.ts";

const deadline = monday.add({ hours: 72 });
const place = { type: "compartment", lockerId: anId("lkr"), compartmentId: anId("cmp") } as const;
const deposit: ParcelCommand = { type: "deposit", at: monday, place, pickupDeadline: deadline };
const nanosecondLater = deadline.add({ nanoseconds: 1 });

function after(parcel: Parcel, ...commands: ParcelCommand[]): Parcel {
  return commands.reduce((before, command) => {
    const decision = decideParcel(before, command);
    if (!decision.ok) throw new Error(JSON.stringify(decision.error));
    return decision.value.reduce(evolveParcel, before);
  }, parcel);
}

function refusalOf(parcel: Parcel, command: ParcelCommand): unknown {
  const decision = decideParcel(parcel, command);
  return decision.ok ? "allowed" : decision.error;
}

const stored = after(aParcel(), deposit);
const overdue = after(stored, { type: "passDeadline", at: nanosecondLater });

test("a parcel that is announced is with its shop and has a locker to go to", () => {
  const { parcel, event } = announceParcel({
    parcelId: anId("par"),
    trackingNumber: aParcel().trackingNumber,
    lockerId: anId("lkr"),
    from: "shop",
    at: monday,
  });
  expect(parcel).toMatchObject({ state: "announced", place: { type: "shop" }, endedAt: null });
  expect(event).toEqual({ type: "announced", at: monday });
  expect(evolveParcel(parcel, event)).toEqual(parcel);
});

test("a deposited parcel waits for its recipient until the pickup deadline", () => {
  expect(stored).toMatchObject({ state: "available_for_pickup", place });
  expect(stored.pickupDeadline).toEqual(deadline);
  expect(stored.depositedAt).toEqual(monday);
});

test("a recipient may collect until the pickup deadline, inclusive", () => {
  const delivered = after(stored, { type: "pickUp", at: deadline });
  expect(delivered).toMatchObject({ state: "delivered", place: { type: "recipient" } });
  expect(delivered.endedAt).toEqual(deadline);
  expect(refusalOf(stored, { type: "pickUp", at: nanosecondLater })).toEqual({
    type: "pickup_deadline_passed",
    pickupDeadline: deadline,
  });
});

test("a parcel without a deadline may be collected at any time", () => {
  const noDeadline = aParcel({ state: "available_for_pickup", place });
  expect(refusalOf(noDeadline, { type: "pickUp", at: deadline })).toBe("allowed");
  expect(refusalOf(noDeadline, { type: "passDeadline", at: deadline })).toEqual({
    type: "no_pickup_deadline",
  });
});

test("a parcel becomes overdue only after its deadline", () => {
  expect(refusalOf(stored, { type: "passDeadline", at: deadline })).toEqual({
    type: "pickup_deadline_not_passed",
    pickupDeadline: deadline,
  });
  expect(overdue.state).toBe("overdue");
});

test("an overdue parcel is not for the recipient any more, until its storage is extended", () => {
  expect(refusalOf(overdue, { type: "pickUp", at: nanosecondLater })).toEqual({
    type: "not_allowed",
    action: "pickUp",
    state: "overdue",
  });
  const longer = deadline.add({ hours: 24 });
  const extended = after(overdue, { type: "extend", at: nanosecondLater, pickupDeadline: longer });
  expect(after(extended, { type: "pickUp", at: longer }).state).toBe("delivered");
});

test("an extension makes the deadline later and does not end in the past", () => {
  expect(refusalOf(stored, { type: "extend", at: monday, pickupDeadline: deadline })).toEqual({
    type: "deadline_not_later",
    pickupDeadline: deadline,
  });
  const later = deadline.add({ hours: 1 });
  const tooLate = later.add({ seconds: 1 });
  expect(refusalOf(overdue, { type: "extend", at: tooLate, pickupDeadline: later })).toEqual({
    type: "pickup_deadline_passed",
    pickupDeadline: later,
  });
  const noDeadline = aParcel({ state: "available_for_pickup", place });
  expect(refusalOf(noDeadline, { type: "extend", at: monday, pickupDeadline: monday })).toBe(
    "allowed",
  );
});

test("an overdue parcel is collected by a courier and goes back", () => {
  const courierId = anId("cur");
  const returning = after(overdue, { type: "collect", at: nanosecondLater, courierId });
  expect(returning).toMatchObject({ state: "returning", place: { type: "courier", courierId } });
  expect(refusalOf(stored, { type: "collect", at: monday, courierId })).toMatchObject({
    type: "not_allowed",
  });
});

test("a parcel can be sent back while it lies in its compartment, which it then leaves by collection", () => {
  const sentBack = after(stored, { type: "sendBack", at: monday });
  expect(sentBack).toMatchObject({ state: "returning", place });
  expect(refusalOf(sentBack, { type: "pickUp", at: monday })).toMatchObject({
    type: "not_allowed",
  });
  expect(refusalOf(sentBack, { type: "collect", at: monday, courierId: null })).toBe("allowed");
});

test("a parcel can be cancelled until it is deposited", () => {
  const cancelled = after(aParcel(), { type: "cancel", at: monday });
  expect(cancelled).toMatchObject({ state: "cancelled", place: { type: "shop" } });
  expect(cancelled.endedAt).toEqual(monday);
  expect(refusalOf(stored, { type: "cancel", at: monday })).toMatchObject({ type: "not_allowed" });
  expect(refusalOf(cancelled, deposit)).toMatchObject({ type: "not_allowed" });
});

test("a parcel somebody misses is lost", () => {
  const lost = after(stored, { type: "reportMissing", at: deadline });
  expect(lost).toMatchObject({ state: "lost", place: { type: "lost" } });
});

test("an event nobody knows is a defect", () => {
  expect(() => evolveParcel(stored, { type: "melted" } as never)).toThrow("unreachable");
});
