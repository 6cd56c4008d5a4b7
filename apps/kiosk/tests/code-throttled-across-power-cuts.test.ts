import { expect, test } from "vitest";
import {
  aBench,
  aCourierGrant,
  aPickupGrant,
  depositParcel,
  openDoorOf,
  qrSecret,
} from "./kiosk-bench.ts";

test("pulling the plug fifty times gains a guesser nothing, and raises an alarm", async () => {
  const bench = await aBench();
  let answered = 0;
  for (let cut = 0; cut < 50; cut += 1) {
    const { refusal } = bench.act({ action: "enter_code", code: String(81_726_354 + cut) });
    if (refusal === "code_unknown") answered += 1;
    else expect(refusal).toBe("too_many_tries");
    await bench.powerCut();
    await bench.boot(true);
  }
  // Fifty starts take a few minutes; without the throttle all fifty guesses would be answered.
  expect(answered).toBeLessThan(12);
  expect(bench.count("access.refused")).toBe(answered);
});

test("a keypad that has to wait does not keep the QR code of an honest person out", async () => {
  const bench = await aBench();
  bench.list(aPickupGrant(bench, "73915284"), aCourierGrant(bench));
  const channel = await depositParcel(bench, "73915284");
  for (let guess = 0; guess < 5; guess += 1) {
    bench.act({ action: "enter_code", code: String(81_726_354 + guess) });
  }
  const idle = bench.act({ action: "enter_code", code: "73915284" });
  expect(idle.refusal).toBe("too_many_tries");
  expect(idle.screen).toMatchObject({ throttledUntil: expect.any(String) });
  bench.act({ action: "scan", text: `PH1:${qrSecret("73915284")}` });
  expect(await openDoorOf(bench, "pickup_door")).toBe(channel);
});

test("who shows a right code hears why it does not work; who guesses hears one sentence", async () => {
  const bench = await aBench();
  bench.list(
    aPickupGrant(bench, "73915284"),
    aPickupGrant(bench, "55443322", { notAfter: startedBefore(bench) }),
    aPickupGrant(bench, "66118822"),
    aCourierGrant(bench),
  );
  const channel = await depositParcel(bench, "73915284");
  await depositParcel(bench, "55443322");
  bench.act({ action: "enter_code", code: "73915284" });
  await openDoorOf(bench, "pickup_door");
  bench.hand(channel, "take", "close");
  await bench.until("pickup_done");
  bench.act({ action: "finish" });

  const refusal = (code: string) => bench.act({ action: "enter_code", code }).refusal;
  expect(refusal("73915284")).toBe("code_already_collected");
  expect(refusal("55443322")).toBe("code_deadline_passed");
  expect(refusal("66118822")).toBe("code_not_deposited_yet");
  expect(refusal("12983476")).toBe("code_unknown");
  expect(refusal("abc")).toBe("code_unknown");
});

function startedBefore(bench: Awaited<ReturnType<typeof aBench>>): string {
  return bench.now().subtract({ hours: 1 }).toString();
}
