import { expect, test } from "vitest";
import {
  aBench,
  aCourierGrant,
  aPickupGrant,
  compartmentOf,
  courierBadge,
  depositParcel,
} from "./kiosk-bench.ts";

test("when another door opens than the one that was meant, the kiosk stops, says so, and doubts both", async () => {
  const bench = await aBench();
  bench.list(aPickupGrant(bench, "73915284"), aCourierGrant(bench));
  const channel = await depositParcel(bench, "73915284");
  const other = channel === 6 ? 5 : 6;
  const stop = bench.board.doors.onChange((event) => {
    if (event.change === "pulsed") bench.hand(other, "force");
  });
  bench.board.setFaults(["stuck-solenoid"]);
  bench.act({ action: "enter_code", code: "73915284" });
  const shown = await bench.until("door_did_not_open");
  stop();

  expect(shown.refusal).toBe("wrong_door_opened");
  expect(shown.allowedActions).not.toContain("try_again");
  const doubted = bench.facts().filter((fact) => fact.type === "compartment.needs_check");
  expect(doubted.map((fact) => fact.data)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        compartmentId: compartmentOf(channel),
        reason: "wrong_door_opened",
      }),
      expect.objectContaining({ compartmentId: compartmentOf(other), reason: "wrong_door_opened" }),
    ]),
  );
  expect(bench.count("door.forced")).toBe(0);
});

test("a courier who says that another door opened gets a further door, and the first is doubted", async () => {
  const bench = await aBench();
  bench.list(aPickupGrant(bench, "73915284"), aCourierGrant(bench));
  bench.act({ action: "scan", text: courierBadge });
  bench.act({ action: "scan", text: "TRACK73915284" });
  const first = (await bench.until("deposit_door")).screen;
  await bench.after(1_000);
  bench.act({ action: "report_wrong_door" });
  const second = (await bench.until("deposit_door")).screen;
  expect("door" in second && "door" in first && second.door.label !== first.door.label).toBe(true);
  expect(bench.fact("compartment.needs_check")).toMatchObject({ reason: "wrong_door_opened" });
});
