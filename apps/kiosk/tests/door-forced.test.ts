import { expect, test } from "vitest";
import {
  aBench,
  aCourierGrant,
  aPickupGrant,
  compartmentOf,
  depositParcel,
} from "./kiosk-bench.ts";

test("a door that is forced is in the journal within five seconds, and is not given out again", async () => {
  const bench = await aBench();
  bench.hand(1, "force");
  await bench.after(5_000);
  expect(bench.story()).toEqual(["door.forced", "compartment.needs_check"]);
  expect(bench.fact("door.forced")).toEqual({ compartmentId: compartmentOf(1) });

  bench.list(aPickupGrant(bench, "73915284"), aCourierGrant(bench));
  bench.hand(1, "close");
  await bench.after(3_000);
  expect(await depositParcel(bench, "73915284")).not.toBe(1);
});

test("a door that was forced while the power was away is noticed at the next start", async () => {
  const bench = await aBench();
  await bench.powerCut();
  bench.hand(2, "force");
  await bench.boot(true);
  await bench.after(5_000);
  expect(bench.fact("door.forced")).toEqual({ compartmentId: compartmentOf(2) });
});
