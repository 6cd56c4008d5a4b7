import { expect, test } from "vitest";
import {
  aBench,
  aCourierGrant,
  aPickupGrant,
  type Bench,
  courierBadge,
  depositParcel,
  id,
  openDoorOf,
} from "./kiosk-bench.ts";

async function withOverdueParcels() {
  const bench = await aBench();
  const notAfter = bench.now().add({ minutes: 10 }).toString();
  bench.list(
    aPickupGrant(bench, "73915284", { notAfter }),
    aPickupGrant(bench, "55443322", { notAfter }),
    aPickupGrant(bench, "66118822"),
    aCourierGrant(bench),
  );
  const first = await depositParcel(bench, "73915284");
  const second = await depositParcel(bench, "55443322");
  await depositParcel(bench, "66118822");
  await bench.after(700_000);
  return { bench, first, second };
}

function begin(bench: Bench) {
  bench.act({ action: "scan", text: courierBadge });
  return bench.kiosk.screen.state();
}

test("a courier takes back what nobody may collect any more, door after door", async () => {
  const { bench, first, second } = await withOverdueParcels();
  expect(begin(bench).screen).toMatchObject({ step: "courier_ready", expected: 0, overdue: 2 });
  bench.act({ action: "start_collection" });
  const opened: number[] = [];
  for (const left of [1, 0]) {
    opened.push(await openDoorOf(bench, "collection_door"));
    expect(bench.kiosk.screen.state().screen).toMatchObject({ left });
    bench.hand(opened.at(-1) ?? 0, "take", "close");
    await bench.after(500);
  }
  expect(opened.toSorted()).toEqual([first, second].toSorted());
  const ready = await bench.until("courier_ready");
  expect(ready.screen).toMatchObject({ overdue: 0 });
  expect(ready.allowedActions).not.toContain("start_collection");
  expect(bench.count("collection.confirmed")).toBe(2);
  expect(bench.fact("collection.confirmed")).toMatchObject({
    courierId: expect.stringMatching(/^cur_/),
  });
  bench.act({ action: "finish" });
  expect(bench.fact("visit.ended")).toMatchObject({ outcome: "completed" });
});

test("an empty compartment is noted and passed over, and what is left inside is not collected", async () => {
  const { bench } = await withOverdueParcels();
  begin(bench);
  bench.act({ action: "start_collection" });
  const empty = await openDoorOf(bench, "collection_door");
  bench.act({ action: "report_empty" });
  bench.hand(empty, "close");
  const full = await openDoorOf(bench, "collection_door");
  bench.hand(full, "close");
  await bench.until("courier_ready");
  expect(bench.count("collection.confirmed")).toBe(0);
  expect(bench.fact("pickup.disputed")).toMatchObject({ complaint: "empty" });
  expect(bench.fact("compartment.needs_check")).toMatchObject({ reason: "reported_empty" });
});

test("a collection is the courier's who opened the door, whoever is at the desk when it shuts", async () => {
  const { bench } = await withOverdueParcels();
  begin(bench);
  bench.act({ action: "start_collection" });
  const channel = await openDoorOf(bench, "collection_door");
  bench.act({ action: "finish" });
  bench.act({ action: "enter_code", code: "66118822" });
  await openDoorOf(bench, "pickup_door");
  bench.hand(channel, "take", "close");
  await bench.after(1_000);
  expect(bench.fact("collection.confirmed")).toMatchObject({ courierId: id("cur", "carla") });
});

test("a collection door that stays shut may be tried again or left", async () => {
  const { bench } = await withOverdueParcels();
  begin(bench);
  bench.board.setFaults(["stuck-solenoid"]);
  bench.act({ action: "start_collection" });
  await bench.until("door_did_not_open");
  bench.board.setFaults([]);
  bench.act({ action: "try_again" });
  await openDoorOf(bench, "collection_door");
  bench.act({ action: "finish" });
  expect(bench.kiosk.screen.state().screen.step).toBe("idle");
});

test("labels are refused with their reason, and a badge in the middle of the work does nothing", async () => {
  const bench = await aBench();
  bench.list(
    aPickupGrant(bench, "73915284"),
    aPickupGrant(bench, "55443322"),
    aCourierGrant(bench),
  );
  await depositParcel(bench, "73915284");
  bench.journal.grants.apply(
    {
      version: 2,
      base: 1,
      more: false,
      upserts: [],
      removals: [aPickupGrant(bench, "55443322").grantId],
    },
    bench.now(),
  );
  begin(bench);
  const scan = (text: string) => bench.act({ action: "scan", text }).refusal;
  expect(scan("TRACK73915284")).toBe("label_already_deposited");
  expect(scan("TRACK55443322")).toBe("label_cancelled");
  expect(scan("NOBODY-KNOWS-IT")).toBe("label_not_expected");
  expect(scan("PH00ABCDEFGHJK0")).toBe("label_unreadable");
  expect(scan("abc")).toBe("label_unreadable");
  expect(scan(courierBadge)).toBe("not_allowed_now");
  const reasons = bench
    .facts()
    .filter((fact) => fact.type === "deposit.refused")
    .map((fact) => fact.data["reason"]);
  expect(reasons).toEqual(["already_deposited", "cancelled", "not_expected"]);
  bench.act({ action: "cancel" });
  expect(bench.fact("visit.ended")).toMatchObject({ outcome: "cancelled" });
});

test("a courier who cancels at the open door leaves the parcel expected; unseen goods are looked at", async () => {
  const bench = await aBench();
  bench.list(aPickupGrant(bench, "73915284"), aCourierGrant(bench));
  bench.act({ action: "enter_code", code: "4455 6677" });
  bench.act({ action: "enter_code", code: "track73915284" });
  const channel = await openDoorOf(bench, "deposit_door");
  const ready = bench.act({ action: "cancel" });
  expect(ready.screen).toMatchObject({ step: "courier_ready", expected: 1 });
  bench.hand(channel, "put", "close");
  await bench.after(1_000);
  expect(bench.fact("deposit.refused")).toMatchObject({ reason: "cancelled" });
  expect(bench.fact("compartment.needs_check")).toMatchObject({ reason: "goods_without_stay" });
});

test("a courier who walks away from a shut door has deposited, unless there is doubt", async () => {
  const bench = await aBench();
  bench.list(aPickupGrant(bench, "73915284"), aCourierGrant(bench));
  begin(bench);
  bench.act({ action: "scan", text: "TRACK73915284" });
  const channel = await openDoorOf(bench, "deposit_door");
  bench.hand(channel, "put");
  await bench.after(3_000);
  bench.hand(channel, "close");
  await bench.until("deposit_check");
  await bench.after(95_000);
  expect(bench.count("deposit.confirmed")).toBe(1);
  expect(bench.fact("visit.ended")).toMatchObject({ outcome: "timed_out" });
});
