import { expect, test } from "vitest";
import {
  aBench,
  aCourierGrant,
  aPickupGrant,
  courierBadge,
  depositParcel,
  openDoorOf,
} from "./kiosk-bench.ts";

test("a door that is pulled late still belongs to its opening, and the screen takes the visit up again", async () => {
  const bench = await aBench();
  bench.list(aPickupGrant(bench, "73915284"), aCourierGrant(bench));
  const channel = await depositParcel(bench, "73915284");
  bench.board.setFaults(["stuck-solenoid"]);
  bench.act({ action: "enter_code", code: "73915284" });
  await bench.until("door_did_not_open");
  bench.board.doors.pulse(channel, "springs-open");
  expect(await openDoorOf(bench, "pickup_door")).toBe(channel);
  expect(bench.count("door.forced")).toBe(0);
  bench.hand(channel, "take", "close");
  await bench.until("pickup_done");
  expect(bench.count("pickup.confirmed")).toBe(1);
});

test("a courier before a door that stays shut gets another one, and the first is doubted", async () => {
  const bench = await aBench();
  bench.list(aPickupGrant(bench, "73915284"), aCourierGrant(bench));
  bench.act({ action: "scan", text: courierBadge });
  bench.board.setFaults(["stuck-solenoid"]);
  bench.act({ action: "scan", text: "TRACK73915284" });
  const shut = (await bench.until("door_did_not_open")).screen;
  bench.board.setFaults([]);
  bench.act({ action: "try_again" });
  const channel = await openDoorOf(bench, "deposit_door");
  expect("door" in shut && shut.door.label).not.toBe(String(channel));
  expect(bench.fact("compartment.needs_check")).toMatchObject({ reason: "door_did_not_open" });
});

test("a courier may leave a door that stays shut, and the parcel stays expected", async () => {
  const bench = await aBench();
  bench.list(aPickupGrant(bench, "73915284"), aCourierGrant(bench));
  bench.act({ action: "scan", text: courierBadge });
  bench.board.setFaults(["stuck-solenoid"]);
  bench.act({ action: "scan", text: "TRACK73915284" });
  await bench.until("door_did_not_open");
  expect(bench.act({ action: "finish" }).screen.step).toBe("idle");
  expect(bench.count("deposit.confirmed")).toBe(0);
  expect(bench.journal.grants.countExpected()).toBe(1);
});

test("a board that goes silent while the disk is full is told when there is room", async () => {
  const bench = await aBench({ pagesMax: 120 });
  const fill = () => {
    for (;;) {
      bench.journal.facts.record(
        { type: "frames.dropped", data: { count: 1, reason: "x".repeat(60) } },
        bench.now(),
      );
    }
  };
  expect(fill).toThrow("disk_full");
  bench.board.setFaults(["silent"]);
  await bench.after(20_000);
  expect(bench.count("board.silent")).toBe(0);
  bench.journal.facts.acknowledge(bench.journal.facts.lastSeq());
  bench.journal.facts.prune(10);
  await bench.after(20_000);
  expect(bench.count("board.silent")).toBe(1);
});
