import { expect, test } from "vitest";
import { anId, aParcel, aMonday as monday } from "../builders.ts";
import { type CarrierScan, decideParcel, evolveParcel, type Parcel } from "./parcel.ts";

const at = monday.add({ hours: 1 });

function aScan(kind: CarrierScan["kind"], differing: Partial<CarrierScan> = {}): CarrierScan {
  return {
    type: "recordCarrierScan",
    kind,
    at,
    receivedAt: at,
    carrierId: anId("car"),
    courierId: anId("cur"),
    lockerId: null,
    pickupDeadline: null,
    ...differing,
  };
}

function after(parcel: Parcel, ...scans: CarrierScan[]): Parcel {
  return scans.reduce((before, scan) => {
    const decision = decideParcel(before, scan);
    if (!decision.ok) throw new Error(decision.error.type);
    return decision.value.reduce(evolveParcel, before);
  }, parcel);
}

const withCarrier = { type: "carrier", carrierId: anId("car") };
const stored = aParcel({
  state: "available_for_pickup",
  place: { type: "compartment", lockerId: anId("lkr"), compartmentId: anId("cmp") },
  movedAt: monday,
});

test.each(["accepted", "in_transit", "arrived_at_depot"] as const)(
  "a scan '%s' says that the parcel is with its carrier",
  (kind) => {
    expect(after(aParcel(), aScan(kind))).toMatchObject({
      state: "in_transit",
      place: withCarrier,
    });
  },
);

test("out for delivery, the parcel is with its courier", () => {
  expect(after(aParcel(), aScan("out_for_delivery"))).toMatchObject({
    state: "out_for_delivery",
    place: { type: "courier", courierId: anId("cur") },
  });
});

test("the carrier's word is enough to say that a parcel lies in the locker, the compartment follows", () => {
  const pickupDeadline = at.add({ hours: 72 });
  const parcel = after(aParcel(), aScan("placed_in_locker", { pickupDeadline }));
  expect(parcel).toMatchObject({
    state: "available_for_pickup",
    place: { type: "compartment", lockerId: anId("lkr"), compartmentId: null },
  });
  expect(parcel.depositedAt).toEqual(at);
  expect(parcel.pickupDeadline).toEqual(pickupDeadline);
});

test("a scan may name another locker than the one that was meant", () => {
  const other = anId("lkr", 2);
  expect(after(aParcel(), aScan("placed_in_locker", { lockerId: other })).place).toMatchObject({
    lockerId: other,
  });
});

test("placed in a locker that nobody has named is refused", () => {
  const parcel = aParcel({ lockerId: null });
  expect(decideParcel(parcel, aScan("placed_in_locker"))).toEqual({
    ok: false,
    error: { type: "locker_missing" },
  });
});

test("a failed attempt is counted, and the parcel is back with the carrier", () => {
  const parcel = after(aParcel(), aScan("out_for_delivery"), aScan("delivery_attempt_failed"));
  expect(parcel).toMatchObject({ state: "in_transit", place: withCarrier });
  expect(parcel.deliveryAttemptsFailed).toBe(1);
});

test("an exception is history and moves nothing", () => {
  expect(after(aParcel(), aScan("exception"))).toEqual(aParcel());
});

test("a parcel that is back at its sender is returned, from the way there or the way back", () => {
  for (const state of ["in_transit", "returning"] as const) {
    const parcel = after(aParcel({ state }), aScan("returned_to_sender"));
    expect(parcel).toMatchObject({ state: "returned", place: { type: "shop" } });
    expect(parcel.endedAt).toEqual(at);
  }
});

test.each([
  "available_for_pickup",
  "overdue",
  "delivered",
  "returned",
  "cancelled",
  "lost",
] as const)("a scan of a parcel that is %s is kept as history and moves nothing", (state) => {
  const parcel = { ...stored, state };
  const decision = decideParcel(parcel, aScan("in_transit"));
  expect(decision).toEqual({
    ok: true,
    value: [{ type: "carrier_scanned", at, kind: "in_transit", effect: null }],
  });
  expect(after(parcel, aScan("in_transit"))).toEqual(parcel);
});

test("on the way back only the arrival at the sender counts", () => {
  const returning = aParcel({ state: "returning" });
  expect(after(returning, aScan("in_transit"))).toEqual(returning);
});

test("a scan that comes late does not turn the parcel back", () => {
  const out = after(aParcel(), aScan("out_for_delivery"));
  const earlier = aScan("arrived_at_depot", { at: at.subtract({ minutes: 1 }) });
  expect(after(out, earlier)).toEqual(out);
});

test("a late scan of a failed attempt is still counted", () => {
  const late = aScan("delivery_attempt_failed");
  expect(after(stored, late)).toEqual({ ...stored, deliveryAttemptsFailed: 1 });
});

test.each([
  { minutes: 5, refused: false },
  { minutes: 6, refused: true },
])("a scan $minutes minutes from now is refused: $refused", ({ minutes, refused }) => {
  const scan = aScan("in_transit", { at: at.add({ minutes }), receivedAt: at });
  const decision = decideParcel(aParcel(), scan);
  expect(decision.ok).toBe(!refused);
  if (!decision.ok) expect(decision.error).toEqual({ type: "scan_from_future", at: scan.at });
});

test.each([
  { days: 90, refused: false },
  { days: 91, refused: true },
])("a scan $days days old is refused: $refused", ({ days, refused }) => {
  const scan = aScan("in_transit", { receivedAt: at.add({ hours: days * 24 }) });
  const decision = decideParcel(aParcel(), scan);
  expect(decision.ok).toBe(!refused);
  if (!decision.ok) expect(decision.error).toEqual({ type: "scan_too_old", at });
});

test("a kind of scan nobody knows is a defect", () => {
  expect(() => decideParcel(aParcel(), aScan("melted" as never))).toThrow("unreachable");
});
