import fc from "fast-check";
import { expect, test } from "vitest";
import { statesOf } from "../actions/allowed-actions.ts";
import { anId, aParcel, aMonday as monday } from "../builders.ts";
import { evolveParcel, type Parcel } from "./parcel.ts";
import { applyFact, type ParcelFact } from "./parcel-facts.ts";

const pickupDeadline = monday.add({ hours: 72 });
const place = { type: "compartment", lockerId: anId("lkr"), compartmentId: anId("cmp") } as const;
const unknownPlace = { ...place, compartmentId: null };
const elsewhere = { ...place, compartmentId: anId("cmp", 2) };
const otherLocker = { ...place, lockerId: anId("lkr", 2) };
const deposited: ParcelFact = { type: "deposited", at: monday, place, pickupDeadline };
const pickedUp: ParcelFact = { type: "picked_up", at: monday, place };
const collected: ParcelFact = { type: "collected", at: monday, place, courierId: null };
const missing: ParcelFact = { type: "found_missing", at: monday, place };
const stored = aParcel({ state: "available_for_pickup", place, pickupDeadline });

function apply(parcel: Parcel, fact: ParcelFact) {
  const { events, anomalies } = applyFact(parcel, fact);
  return { parcel: events.reduce(evolveParcel, parcel), anomalies };
}

test.each(["announced", "in_transit", "out_for_delivery"] as const)(
  "a parcel that is %s is deposited without surprise",
  (state) => {
    const { parcel, anomalies } = apply(aParcel({ state }), deposited);
    expect(anomalies).toEqual([]);
    expect(parcel).toMatchObject({ state: "available_for_pickup", place });
  },
);

test("the kiosk's word completes what the carrier told of the deposit", () => {
  const told = { ...stored, place: unknownPlace };
  expect(apply(told, deposited)).toEqual({
    parcel: { ...stored, depositedAt: monday },
    anomalies: [],
  });
  expect(apply({ ...told, state: "overdue" }, deposited).anomalies).toEqual([]);
  expect(apply(stored, deposited).anomalies).toEqual([]);
});

test("a second deposit of a parcel that lies elsewhere is told as strange and believed", () => {
  const { parcel, anomalies } = apply(stored, { ...deposited, place: elsewhere });
  expect(parcel.place).toEqual(elsewhere);
  expect(anomalies).toEqual([
    { type: "not_expected", fact: "deposited", state: "available_for_pickup" },
  ]);
  const away = aParcel({ state: "available_for_pickup", place: { type: "lost" } });
  expect(apply(away, deposited).anomalies).toHaveLength(1);
});

test("a deposit at another locker than the one meant is told as strange and believed", () => {
  const { parcel, anomalies } = apply(aParcel(), { ...deposited, place: otherLocker });
  expect(parcel).toMatchObject({ state: "available_for_pickup", place: otherLocker });
  expect(anomalies).toEqual([{ type: "other_locker", fact: "deposited" }]);
  expect(apply(stored, { ...deposited, place: otherLocker }).anomalies).toHaveLength(2);
  expect(apply(aParcel({ lockerId: null }), deposited).anomalies).toEqual([]);
});

test.each(["cancelled", "returning", "returned"] as const)(
  "a deposited parcel that was %s lies there for a courier, not for the recipient",
  (state) => {
    const { parcel, anomalies } = apply(aParcel({ state, endedAt: monday }), deposited);
    expect(parcel).toMatchObject({ state: "returning", place, endedAt: null });
    expect(anomalies).toEqual([{ type: "not_expected", fact: "deposited", state }]);
  },
);

test.each(["delivered", "lost"] as const)(
  "a parcel that was %s and is put in again waits again",
  (state) => {
    const { parcel, anomalies } = apply(aParcel({ state }), deposited);
    expect(parcel.state).toBe("available_for_pickup");
    expect(anomalies).toEqual([{ type: "not_expected", fact: "deposited", state }]);
  },
);

test("a pickup in time delivers without surprise, also when the cloud already called it overdue", () => {
  const inTime: ParcelFact = { ...pickedUp, at: pickupDeadline };
  for (const state of ["available_for_pickup", "overdue"] as const) {
    const { parcel, anomalies } = apply({ ...stored, state }, inTime);
    expect(parcel).toMatchObject({ state: "delivered", place: { type: "recipient" } });
    expect(anomalies).toEqual([]);
  }
  expect(apply({ ...stored, pickupDeadline: null }, inTime).anomalies).toEqual([]);
});

test("a pickup after the deadline is a delivery, and told as strange", () => {
  const at = pickupDeadline.add({ seconds: 1 });
  const { parcel, anomalies } = apply(stored, { ...pickedUp, at });
  expect(parcel.state).toBe("delivered");
  expect(anomalies).toEqual([{ type: "after_deadline", pickupDeadline }]);
});

test("a collection of an overdue or returning parcel is no surprise, of a waiting one it is", () => {
  for (const state of ["overdue", "returning"] as const) {
    expect(apply({ ...stored, state }, collected)).toMatchObject({
      parcel: { state: "returning", place: { type: "courier" } },
      anomalies: [],
    });
  }
  expect(apply(stored, collected).anomalies).toEqual([
    { type: "not_expected", fact: "collected", state: "available_for_pickup" },
  ]);
});

test("a removal from a place where the parcel was not known to be is told as strange", () => {
  expect(apply(stored, { ...pickedUp, place: elsewhere }).anomalies).toEqual([
    { type: "other_compartment", fact: "picked_up" },
  ]);
  expect(apply(stored, { ...pickedUp, place: otherLocker }).anomalies).toEqual([
    { type: "other_locker", fact: "picked_up" },
  ]);
  expect(apply(stored, { ...pickedUp, place: unknownPlace }).anomalies).toEqual([]);
  expect(apply({ ...stored, place: unknownPlace }, pickedUp).anomalies).toEqual([]);
  expect(apply(aParcel(), pickedUp).anomalies).toEqual([
    { type: "not_expected", fact: "picked_up", state: "announced" },
  ]);
});

test("a parcel that is not in its compartment is lost, because a person said so", () => {
  const { parcel, anomalies } = apply(stored, missing);
  expect(parcel).toMatchObject({ state: "lost", place: { type: "lost" } });
  expect(anomalies).toEqual([{ type: "parcel_missing" }]);
});

test("whatever the state, a fact has an event and leaves the parcel where the fact says", () => {
  const facts = fc.constantFrom(deposited, pickedUp, collected, missing);
  const places = fc.constantFrom<Parcel["place"]>(place, unknownPlace, otherLocker, {
    type: "shop",
  });
  fc.assert(
    fc.property(fc.constantFrom(...statesOf("parcel")), places, facts, (state, before, fact) => {
      const { parcel } = apply(aParcel({ state, place: before }), fact);
      const expected = {
        deposited: "compartment",
        picked_up: "recipient",
        collected: "courier",
        found_missing: "lost",
      };
      expect(parcel.place.type).toBe(expected[fact.type]);
    }),
  );
});

test("a fact nobody knows is a defect", () => {
  expect(() => applyFact(stored, { type: "melted" } as never)).toThrow("unreachable");
});
