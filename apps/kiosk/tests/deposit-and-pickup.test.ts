import { expect, test } from "vitest";
import {
  aBench,
  aCourierGrant,
  aPickupGrant,
  courierBadge,
  depositParcel,
  openDoorOf,
  qrSecret,
} from "./kiosk-bench.ts";

test("a parcel goes in by badge and label and comes out by its code, without any network", async () => {
  const bench = await aBench();
  bench.list(aPickupGrant(bench, "73915284"), aCourierGrant(bench));

  const channel = await depositParcel(bench, "73915284");
  expect(bench.kiosk.screen.state().screen.step).toBe("idle");

  bench.act({ action: "enter_code", code: "7391 5284" });
  expect(await openDoorOf(bench, "pickup_door")).toBe(channel);
  bench.hand(channel, "take", "close");
  const done = await bench.until("pickup_done");
  expect(done.screen).toMatchObject({ label: String(channel), left: 0 });
  expect(done.language).toBe("pl");
  bench.act({ action: "finish" });

  expect(bench.story()).toEqual([
    "visit.started",
    "opening.intended",
    "opening.pulsed",
    "opening.settled",
    "door.opened",
    "door.closed",
    "deposit.confirmed",
    "visit.ended",
    "visit.started",
    "opening.intended",
    "opening.pulsed",
    "opening.settled",
    "door.opened",
    "door.closed",
    "pickup.confirmed",
    "visit.ended",
  ]);
  expect(bench.pulses()).toBe(2);
  expect(bench.errors).toEqual([]);
});

test("the QR code opens as the digits do, and the other number on a label finds the parcel", async () => {
  const bench = await aBench();
  bench.list(aPickupGrant(bench, "73915284"), aCourierGrant(bench));
  bench.act({ action: "scan", text: courierBadge });
  bench.act({ action: "scan", text: " carrier-73915284" });
  const channel = await openDoorOf(bench, "deposit_door");
  bench.hand(channel, "put");
  await bench.after(2_500);
  bench.hand(channel, "close");
  await bench.until("deposit_check");
  bench.act({ action: "finish" });
  expect(bench.count("deposit.confirmed")).toBe(1);

  bench.act({ action: "scan", text: `PH1:${qrSecret("73915284")}` });
  expect(await openDoorOf(bench, "pickup_door")).toBe(channel);
});
