import { expect, test } from "vitest";
import { createServerTime } from "./server-time.ts";

const at = Temporal.Instant.from("2026-11-02T08:00:00Z");

function aServerTime() {
  const clock = { nowMs: 0 };
  return { clock, time: createServerTime(() => clock.nowMs) };
}

test("nothing is known before the first word", () => {
  const { time } = aServerTime();
  expect(time.latest()).toBeUndefined();
  time.hear(at);
  expect(time.latest()).toBeUndefined();
});

test("an answer that lay somewhere makes the server's time later, never earlier", () => {
  const { clock, time } = aServerTime();
  clock.nowMs = 600_000;
  time.anchor(at, 0);
  expect(time.latest()?.toString()).toBe("2026-11-02T08:10:00Z");
});

test("a delayed word takes the time back by no more than two crystals can differ", () => {
  const { clock, time } = aServerTime();
  time.anchor(at, 0);
  clock.nowMs = 1_000_000;
  time.hear(at);
  const latest = time.latest()?.epochMilliseconds ?? 0;
  expect(latest - at.epochMilliseconds).toBe(1_000_000 - 200);
});

test("a word that is ahead is believed at once", () => {
  const { clock, time } = aServerTime();
  time.anchor(at, 0);
  clock.nowMs = 1_000;
  time.hear(at.add({ seconds: 5 }));
  expect(time.latest()?.toString()).toBe("2026-11-02T08:00:05Z");
});
