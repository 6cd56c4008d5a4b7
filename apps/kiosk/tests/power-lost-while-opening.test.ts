import { expect, test } from "vitest";
import {
  aBench,
  aCourierGrant,
  aPickupGrant,
  type Bench,
  courierBadge,
  depositParcel,
  openDoorOf,
  profileWithoutSensor,
} from "./kiosk-bench.ts";

async function withParcel(wishes: Parameters<typeof aBench>[0] = {}) {
  const bench = await aBench(wishes);
  bench.list(aPickupGrant(bench, "73915284"), aCourierGrant(bench));
  const channel = await depositParcel(bench, "73915284");
  return { bench, channel };
}

function endOfVisit(bench: Bench) {
  return bench.fact("visit.ended")?.["outcome"];
}

test("power lost between intent and pulse: nothing is pulsed at the next start, and the outcome is unknown", async () => {
  const { bench } = await withParcel();
  const pulses = bench.pulses();
  bench.act({ action: "enter_code", code: "73915284" });
  expect(bench.facts().at(-1)?.type).toBe("opening.intended");
  await bench.powerCut();

  await bench.boot(true);
  await bench.after(20_000);
  expect(bench.pulses()).toBe(pulses);
  expect(bench.fact("opening.settled")).toMatchObject({ outcome: "unknown" });
  expect(bench.fact("compartment.needs_check")).toMatchObject({ reason: "outcome_unknown" });
  expect(endOfVisit(bench)).toBe("interrupted");
  expect(bench.fact("kiosk.started")).toMatchObject({
    bootReason: "power_lost",
    openingsSettled: 1,
  });
});

test("after the power cut the recipient's code still opens the door", async () => {
  const { bench, channel } = await withParcel();
  bench.act({ action: "enter_code", code: "73915284" });
  await bench.powerCut();
  await bench.boot(true);
  bench.act({ action: "enter_code", code: "73915284" });
  expect(await openDoorOf(bench, "pickup_door")).toBe(channel);
  bench.hand(channel, "take", "close");
  await bench.until("pickup_done");
  expect(bench.count("pickup.confirmed")).toBe(1);
});

test("a door that still stands open after the power cut belongs to its opening, and its closing is watched", async () => {
  const { bench, channel } = await withParcel();
  bench.act({ action: "enter_code", code: "73915284" });
  await openDoorOf(bench, "pickup_door");
  await bench.powerCut();
  await bench.boot(true);
  expect(bench.count("door.forced")).toBe(0);

  bench.hand(channel, "take", "close");
  await bench.after(2_000);
  expect(bench.fact("door.closed")).toMatchObject({ goods: "absent" });
  expect(bench.count("pickup.confirmed")).toBe(1);
});

test("a pulse whose door was found open after the power cut counts as opened", async () => {
  const { bench, channel } = await withParcel();
  bench.act({ action: "enter_code", code: "73915284" });
  await bench.powerCut();
  bench.board.doors.pulse(channel, "springs-open");
  await bench.boot(true);
  expect(bench.fact("opening.settled")).toMatchObject({ outcome: "opened" });
  expect(bench.count("door.forced")).toBe(0);
});

test("a door that was shut while the power was away: a sensor that sees no goods proves the pickup", async () => {
  const { bench, channel } = await withParcel();
  bench.act({ action: "enter_code", code: "73915284" });
  await openDoorOf(bench, "pickup_door");
  await bench.powerCut();
  bench.hand(channel, "take", "close");
  await bench.boot(true);
  expect(bench.count("pickup.confirmed")).toBe(1);
});

test("a door that was shut while the power was away: without a sensor nobody guesses", async () => {
  const { bench, channel } = await withParcel({ profile: profileWithoutSensor });
  bench.act({ action: "enter_code", code: "73915284" });
  await openDoorOf(bench, "pickup_door");
  await bench.powerCut();
  bench.hand(channel, "take", "close");
  await bench.boot(true);
  expect(bench.count("pickup.confirmed")).toBe(0);
  expect(bench.fact("compartment.needs_check")).toMatchObject({ reason: "outcome_unknown" });
});

test("power lost while the door that was too small still stands open doubts no compartment", async () => {
  const bench = await aBench();
  bench.list(aPickupGrant(bench, "73915284"), aCourierGrant(bench));
  bench.act({ action: "scan", text: courierBadge });
  bench.act({ action: "scan", text: "TRACK73915284" });
  const small = await openDoorOf(bench, "deposit_door");
  bench.act({ action: "does_not_fit" });
  const medium = await openDoorOf(bench, "deposit_door");
  await bench.powerCut();
  await bench.boot(true);
  bench.hand(small, "close");
  bench.hand(medium, "close");
  await bench.after(5_000);
  expect(bench.count("compartment.needs_check")).toBe(0);
  expect(bench.count("door.forced")).toBe(0);
  expect(bench.journal.openings.unfinished()).toEqual([]);
});

test("power lost after a complaint at the open door: its closing is watched and proves no pickup", async () => {
  const { bench, channel } = await withParcel();
  bench.act({ action: "enter_code", code: "73915284" });
  await openDoorOf(bench, "pickup_door");
  bench.act({ action: "report_not_mine" });
  await bench.powerCut();
  await bench.boot(true);
  bench.hand(channel, "take", "close");
  await bench.after(5_000);
  expect(bench.count("compartment.needs_check")).toBe(1);
  expect(bench.count("door.forced")).toBe(0);
  expect(bench.count("pickup.confirmed")).toBe(0);
  expect(bench.journal.openings.unfinished()).toEqual([]);
});
