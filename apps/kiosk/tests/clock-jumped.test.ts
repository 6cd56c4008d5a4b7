import { expect, test } from "vitest";
import {
  aBench,
  aCourierGrant,
  aPickupGrant,
  depositParcel,
  openDoorOf,
  startedAt,
} from "./kiosk-bench.ts";

const tenYearsMs = 10 * 365 * 24 * 3_600_000;

test.each([
  ["forward", tenYearsMs],
  ["back", -tenYearsMs],
])(
  "a wall clock set ten years %s while the kiosk runs changes nothing but the journal",
  async (_way, aheadMs) => {
    const bench = await aBench();
    const expired = aPickupGrant(bench, "22446688", {
      notAfter: startedAt.add({ minutes: 5 }).toString(),
    });
    bench.list(aPickupGrant(bench, "73915284"), expired, aCourierGrant(bench));
    await depositParcel(bench, "73915284");
    await depositParcel(bench, "22446688");
    await bench.after(360_000);
    bench.wallAheadMs = aheadMs;
    await bench.after(2_000);
    expect(bench.fact("clock.stepped")).toMatchObject({ accepted: false });
    expect(bench.count("clock.stepped")).toBe(1);

    expect(bench.act({ action: "enter_code", code: "22446688" }).refusal).toBe(
      "code_deadline_passed",
    );
    bench.act({ action: "enter_code", code: "73915284" });
    await openDoorOf(bench, "pickup_door");
  },
);

test.each([
  ["forward", tenYearsMs],
  ["back", -tenYearsMs],
])(
  "a kiosk that starts with a clock ten years %s works by the last server time",
  async (_way, aheadMs) => {
    const bench = await aBench();
    const expired = aPickupGrant(bench, "22446688", {
      notAfter: startedAt.subtract({ minutes: 5 }).toString(),
    });
    bench.list(aPickupGrant(bench, "73915284"), expired, aCourierGrant(bench));
    await depositParcel(bench, "73915284");
    bench.journal.transact(() =>
      bench.journal.kept.write("clock_floor_ms", String(bench.now().epochMilliseconds)),
    );
    await bench.powerCut();
    bench.wallAheadMs = aheadMs;
    await bench.boot(true);
    const shown = Temporal.Instant.from(bench.kiosk.screen.state().serverNow);
    expect(Math.abs(shown.since(startedAt).total("hours"))).toBeLessThan(1);
    bench.act({ action: "enter_code", code: "73915284" });
    await openDoorOf(bench, "pickup_door");
  },
);
