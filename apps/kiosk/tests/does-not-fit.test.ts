import { expect, test } from "vitest";
import {
  aBench,
  aCourierGrant,
  aParcel,
  aPickupGrant,
  courierBadge,
  openDoorOf,
  profileWithoutSensor,
} from "./kiosk-bench.ts";

test("a parcel that does not fit gets a larger door and keeps its promise of room", async () => {
  const bench = await aBench();
  bench.list(aPickupGrant(bench, "73915284"), aCourierGrant(bench));
  bench.act({ action: "scan", text: courierBadge });
  bench.act({ action: "scan", text: "TRACK73915284" });
  const small = await openDoorOf(bench, "deposit_door");
  expect([1, 2]).toContain(small);

  bench.act({ action: "does_not_fit" });
  bench.hand(small, "close");
  const medium = await openDoorOf(bench, "deposit_door");
  expect([3, 4]).toContain(medium);
  bench.hand(medium, "put");
  await bench.after(3_000);
  bench.hand(medium, "close");
  await bench.until("deposit_check");
  bench.act({ action: "confirm_deposit" });

  expect(bench.fact("deposit.confirmed")).toMatchObject({
    compartmentId: `cmp_00d00r${medium}`.padEnd(24, "0"),
  });
  expect(bench.count("compartment.needs_check")).toBe(0);
  expect(bench.count("deposit.refused")).toBe(0);
});

test("when no larger door is left the courier is told that nothing fits, and the parcel stays expected", async () => {
  const bench = await aBench();
  bench.list(
    aPickupGrant(bench, "73915284", { parcels: [aParcel("73915284", { sizeClass: "L" })] }),
    aCourierGrant(bench),
  );
  bench.act({ action: "scan", text: courierBadge });
  bench.act({ action: "scan", text: "TRACK73915284" });
  const large = await openDoorOf(bench, "deposit_door");
  const state = bench.act({ action: "does_not_fit" });
  expect(state.screen).toMatchObject({ step: "courier_ready", expected: 1 });
  expect(state.refusal).toBe("nothing_fits");
  bench.hand(large, "close");
  expect(bench.fact("deposit.refused")).toMatchObject({ reason: "does_not_fit" });
});

test("an occupied and a broken compartment are reported, doubted, and another door opens", async () => {
  const bench = await aBench();
  bench.list(aPickupGrant(bench, "73915284"), aCourierGrant(bench));
  bench.act({ action: "scan", text: courierBadge });
  bench.act({ action: "scan", text: "TRACK73915284" });
  const first = await openDoorOf(bench, "deposit_door");
  bench.act({ action: "report_occupied" });
  bench.hand(first, "close");
  const second = await openDoorOf(bench, "deposit_door");
  bench.act({ action: "report_broken" });
  bench.hand(second, "close");
  const third = await openDoorOf(bench, "deposit_door");
  expect(new Set([first, second, third]).size).toBe(3);
  const reasons = bench.facts().filter((fact) => fact.type === "compartment.needs_check");
  expect(reasons.map((fact) => fact.data["reason"])).toEqual([
    "reported_occupied",
    "reported_broken",
  ]);
});

test("a door that was open for less than two seconds, or a sensor that sees nothing, is not believed by leaving", async () => {
  const bench = await aBench();
  bench.list(aPickupGrant(bench, "73915284"), aCourierGrant(bench));
  bench.act({ action: "scan", text: courierBadge });
  bench.act({ action: "scan", text: "TRACK73915284" });
  const channel = await openDoorOf(bench, "deposit_door");
  bench.hand(channel, "put", "close");
  const quick = await bench.until("deposit_check");
  expect(quick.screen).toMatchObject({ doubt: "door_open_too_short" });
  expect(quick.allowedActions).not.toContain("finish");
  expect(bench.act({ action: "scan", text: "TRACKOTHER" }).refusal).toBe("not_allowed_now");

  bench.act({ action: "open_again" });
  await openDoorOf(bench, "deposit_door");
  bench.hand(channel, "take");
  await bench.after(3_000);
  bench.hand(channel, "close");
  expect((await bench.until("deposit_check")).screen).toMatchObject({ doubt: "sensor_says_empty" });
  await bench.after(100_000);
  expect(bench.count("deposit.confirmed")).toBe(0);
  expect(bench.fact("visit.ended")).toMatchObject({ outcome: "timed_out" });
});

test("without a goods sensor a door that was too small stays in use", async () => {
  const bench = await aBench({ profile: profileWithoutSensor });
  bench.list(aPickupGrant(bench, "73915284"), aCourierGrant(bench));
  bench.act({ action: "scan", text: courierBadge });
  bench.act({ action: "scan", text: "TRACK73915284" });
  const small = await openDoorOf(bench, "deposit_door");
  bench.act({ action: "does_not_fit" });
  await openDoorOf(bench, "deposit_door");
  bench.hand(small, "close");
  await bench.after(1_000);
  expect(bench.count("door.closed")).toBe(1);
  expect(bench.count("compartment.needs_check")).toBe(0);
  expect(bench.journal.openings.unfinished()).toHaveLength(1);
});

test("a parcel that was left behind a door said to be too small is looked at", async () => {
  const bench = await aBench();
  bench.list(aPickupGrant(bench, "73915284"), aCourierGrant(bench));
  bench.act({ action: "scan", text: courierBadge });
  bench.act({ action: "scan", text: "TRACK73915284" });
  const small = await openDoorOf(bench, "deposit_door");
  bench.act({ action: "does_not_fit" });
  bench.hand(small, "put", "close");
  await bench.after(1_000);
  expect(bench.fact("compartment.needs_check")).toMatchObject({ reason: "goods_without_stay" });
});
