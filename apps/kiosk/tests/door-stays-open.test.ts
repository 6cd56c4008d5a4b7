import { expect, test } from "vitest";
import { aBench, aCourierGrant, aPickupGrant, depositParcel, openDoorOf } from "./kiosk-bench.ts";

test("a recipient who leaves the door open is reminded, then the compartment is taken out of use until somebody looks", async () => {
  const bench = await aBench();
  bench.list(aPickupGrant(bench, "73915284"), aCourierGrant(bench));
  const channel = await depositParcel(bench, "73915284");
  bench.act({ action: "enter_code", code: "73915284" });
  await openDoorOf(bench, "pickup_door");
  bench.hand(channel, "take");

  expect((await bench.after(14_000)).screen).toMatchObject({ door: { remind: false } });
  expect((await bench.after(2_000)).screen).toMatchObject({ door: { remind: true } });

  await bench.after(181_000);
  expect(bench.fact("door.left_open")).toMatchObject({ openingId: expect.stringMatching(/^opn_/) });
  expect(bench.fact("compartment.needs_check")).toMatchObject({ reason: "door_left_open" });
  expect(bench.count("pickup.confirmed")).toBe(0);

  bench.hand(channel, "close");
  await bench.after(1_000);
  expect(bench.count("door.left_open")).toBe(1);
  expect(bench.fact("door.closed")?.["openMs"]).toBeGreaterThan(180_000);
  expect(bench.count("pickup.confirmed")).toBe(1);
});

test("an open door does not keep the visit from ending, and the pickup is confirmed when it shuts", async () => {
  const bench = await aBench();
  bench.list(aPickupGrant(bench, "73915284"), aCourierGrant(bench));
  const channel = await depositParcel(bench, "73915284");
  bench.act({ action: "enter_code", code: "73915284" });
  await openDoorOf(bench, "pickup_door");
  bench.hand(channel, "take");
  bench.act({ action: "finish" });
  expect(bench.kiosk.screen.state().screen.step).toBe("idle");

  bench.hand(channel, "close");
  await bench.after(1_000);
  expect(bench.fact("pickup.confirmed")).toMatchObject({ goods: "absent" });
});

test("a courier who presses finish before pushing the last door shut has deposited the parcel", async () => {
  const bench = await aBench();
  bench.list(aPickupGrant(bench, "73915284"), aCourierGrant(bench));
  bench.act({ action: "scan", text: "PHB1:BBBBBBBBBBBBBBBBBBBBBBBBBB" });
  bench.act({ action: "scan", text: "TRACK73915284" });
  const channel = await openDoorOf(bench, "deposit_door");
  bench.hand(channel, "put");
  await bench.after(2_500);
  bench.act({ action: "finish" });
  expect(bench.count("deposit.confirmed")).toBe(0);
  bench.hand(channel, "close");
  await bench.after(1_000);
  expect(bench.count("deposit.confirmed")).toBe(1);
});
