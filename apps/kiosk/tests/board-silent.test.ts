import { expect, test } from "vitest";
import { aBench, aCourierGrant, aPickupGrant, depositParcel, openDoorOf } from "./kiosk-bench.ts";

test("a locker whose boards fall silent says so, opens nothing, and serves again when they answer", async () => {
  const bench = await aBench();
  bench.list(aPickupGrant(bench, "73915284"), aCourierGrant(bench));
  await depositParcel(bench, "73915284");
  const pulses = bench.pulses();

  bench.board.setFaults(["silent"]);
  const out = await bench.until("out_of_service", 60_000);
  expect(out.screen).toMatchObject({ reason: "boards_silent" });
  expect(bench.act({ action: "enter_code", code: "73915284" }).refusal).toBe("out_of_service");
  expect(bench.fact("board.silent")).toEqual({ bus: "main", board: 1 });

  bench.board.setFaults([]);
  await bench.until("idle", 60_000);
  expect(bench.count("board.answered")).toBe(1);
  expect(bench.pulses()).toBe(pulses);
});

test("a board that falls silent at the pulse leaves the outcome unknown, and is not pulsed again", async () => {
  const bench = await aBench();
  bench.list(aPickupGrant(bench, "73915284"), aCourierGrant(bench));
  await depositParcel(bench, "73915284");
  const unlocks = bench.unlocks.length;
  bench.board.setFaults(["silent"]);
  bench.act({ action: "enter_code", code: "73915284" });
  await bench.after(30_000);
  expect(bench.fact("opening.settled")).toMatchObject({ outcome: "unknown" });
  expect(bench.fact("compartment.needs_check")).toMatchObject({ reason: "outcome_unknown" });
  expect(bench.unlocks.length).toBe(unlocks + 1);
});

test("a cable that is pulled refuses an opening without doubting the door, and works when it is back", async () => {
  const bench = await aBench();
  bench.list(aPickupGrant(bench, "73915284"), aCourierGrant(bench));
  const channel = await depositParcel(bench, "73915284");
  bench.port.unplug();
  bench.act({ action: "enter_code", code: "73915284" });
  const shut = await bench.until("door_did_not_open");
  expect(shut.screen).toMatchObject({ canTryAgain: true });
  expect(bench.fact("opening.pulsed")).toMatchObject({ actuation: "refused" });
  expect(bench.count("compartment.needs_check")).toBe(0);

  bench.act({ action: "finish" });
  bench.port.plugIn();
  await bench.after(60_000);
  await bench.until("idle", 120_000);
  bench.act({ action: "enter_code", code: "73915284" });
  expect(await openDoorOf(bench, "pickup_door")).toBe(channel);
});

test("a stuck lock is told as such, may be tried again by the person, and no more than three times", async () => {
  const bench = await aBench();
  bench.list(aPickupGrant(bench, "73915284"), aCourierGrant(bench));
  await depositParcel(bench, "73915284");
  const unlocks = bench.unlocks.length;
  bench.board.setFaults(["stuck-solenoid"]);
  bench.act({ action: "enter_code", code: "73915284" });
  for (const more of [true, true, false]) {
    const shut = await bench.until("door_did_not_open");
    expect(shut.screen).toMatchObject({ canTryAgain: more });
    bench.act({ action: "try_again" });
  }
  expect(bench.unlocks.length).toBe(unlocks + 3);
  expect(bench.fact("opening.settled")).toMatchObject({ outcome: "did_not_open" });
  expect(bench.fact("compartment.needs_check")).toMatchObject({ reason: "door_did_not_open" });
  bench.act({ action: "finish" });

  bench.board.setFaults([]);
  bench.act({ action: "enter_code", code: "73915284" });
  await bench.until("pickup_door");
});
