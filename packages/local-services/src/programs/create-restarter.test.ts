import { expect, test } from "vitest";
import { createRestarter, RESTART_WAITS_MS, SOUND_AFTER_MS } from "./create-restarter.ts";

/** A part whose starts fail as often as told, on a clock that jumps over every wait. */
function aPart({ failures }: { failures: number }) {
  let nowMs = 0;
  let left = failures;
  const waits: number[] = [];
  const told: string[] = [];
  let started = Promise.withResolvers<void>();
  const restarter = createRestarter(
    {
      name: "server",
      tell: (line) => void told.push(line),
      async start() {
        left -= 1;
        if (left >= 0) throw new Error("its port is taken");
        started.resolve();
      },
    },
    {
      nowMs: () => nowMs,
      async pause(ms) {
        waits.push(ms);
        nowMs += ms;
      },
    },
  );
  return {
    restarter,
    waits,
    told,
    async endAndComeBack(how: string) {
      started = Promise.withResolvers<void>();
      restarter.ended(how);
      await started.promise;
    },
    letRun: (ms: number) => {
      nowMs += ms;
    },
  };
}

test("a part that ended is brought back, and one line tells it", async () => {
  const { endAndComeBack, told } = aPart({ failures: 0 });
  await endAndComeBack("SIGKILL");
  expect(told).toEqual(["server ended (SIGKILL). It is started again in 1 s."]);
});

test("a part that does not come back is tried with growing waits, never given up", async () => {
  const { endAndComeBack, waits, told } = aPart({ failures: 6 });
  await endAndComeBack("status 1");
  expect(waits).toEqual([...RESTART_WAITS_MS, 30_000, 30_000]);
  expect(told.at(-1)).toContain("its port is taken");
});

test("waits grow from end to end, until the part has run for long", async () => {
  const { endAndComeBack, waits, letRun } = aPart({ failures: 0 });
  await endAndComeBack("status 1");
  await endAndComeBack("status 1");
  letRun(SOUND_AFTER_MS);
  await endAndComeBack("status 1");
  expect(waits).toEqual([1_000, 2_000, 1_000]);
});

test("nothing is brought back once everything is ending", async () => {
  const { restarter, waits } = aPart({ failures: 0 });
  await restarter.leave();
  restarter.ended("SIGTERM");
  await restarter.leave();
  expect(waits).toEqual([]);
});
