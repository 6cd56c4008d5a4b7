import { expect, test } from "vitest";
import {
  aBench,
  aCourierGrant,
  aPickupGrant,
  type Bench,
  depositParcel,
  openDoorOf,
} from "./kiosk-bench.ts";

/** Fills the journal's file up to its limit with grants nobody needs. */
function fillDisk(bench: Bench): void {
  for (let filler = 0; filler < 10_000; filler += 1) {
    try {
      bench.journal.transact(() =>
        bench.journal.kept.write("config", bench.journal.kept.read("config") + " ".repeat(4_000)),
      );
    } catch {
      break;
    }
  }
  for (let filler = 0; filler < 1_000; filler += 1) {
    try {
      bench.journal.facts.record(
        { type: "frames.dropped", data: { count: 1, reason: "filler" } },
        bench.now(),
      );
    } catch {
      return;
    }
  }
}

/** Makes room again. */
function freeDisk(bench: Bench): void {
  const config = bench.journal.kept.read("config") ?? "";
  bench.journal.transact(() => bench.journal.kept.write("config", config.trimEnd()));
}

test("with a full disk no door opens, the screen says so, and it serves again when there is room", async () => {
  const bench = await aBench({ pagesMax: 200 });
  bench.list(aPickupGrant(bench, "73915284"), aCourierGrant(bench));
  await depositParcel(bench, "73915284");
  const unlocks = bench.unlocks.length;
  fillDisk(bench);

  const state = bench.act({ action: "enter_code", code: "73915284" });
  expect(state.screen).toMatchObject({ step: "out_of_service", reason: "disk_full" });
  await bench.after(10_000);
  expect(bench.unlocks.length).toBe(unlocks);
  expect(bench.act({ action: "enter_code", code: "00000001" }).refusal).toBe("out_of_service");

  freeDisk(bench);
  await bench.until("idle", 60_000);
  bench.act({ action: "enter_code", code: "73915284" });
  await openDoorOf(bench, "pickup_door");
});

test("what happens at an open door while the disk is full is written when there is room, in its order", async () => {
  const bench = await aBench({ pagesMax: 200 });
  bench.list(aPickupGrant(bench, "73915284"), aCourierGrant(bench));
  const channel = await depositParcel(bench, "73915284");
  bench.act({ action: "enter_code", code: "73915284" });
  await openDoorOf(bench, "pickup_door");
  fillDisk(bench);
  bench.hand(channel, "take", "close");
  await bench.after(3_000);
  expect(bench.kiosk.screen.state().screen).toMatchObject({ reason: "disk_full" });
  expect(bench.facts().findLast((fact) => fact.type === "door.closed")?.data["goods"]).toBe(
    "present",
  );

  freeDisk(bench);
  await bench.until("idle", 60_000);
  const tail = bench.story().filter((type) => type !== "frames.dropped");
  expect(tail.slice(-3)).toEqual(expect.arrayContaining(["door.closed", "visit.ended"]));
  expect(bench.count("pickup.confirmed")).toBe(1);
  expect(bench.journal.facts.findFault()).toBeUndefined();
});
