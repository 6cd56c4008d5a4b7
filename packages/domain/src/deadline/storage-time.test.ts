import fc from "fast-check";
import { expect, test } from "vitest";
import { aMonday as monday } from "../builders.ts";
import { mergedPauses, type Pause, storageElapsedMs, storageEndsAt } from "./storage-time.ts";

const hourMs = 3_600_000;

function pause(fromHour: number, toHour: number): Pause {
  return { from: monday.add({ hours: fromHour }), to: monday.add({ hours: toHour }) };
}

const anyPauses = fc.array(
  fc
    .tuple(fc.integer({ min: -50, max: 200 }), fc.integer({ min: -50, max: 200 }))
    .map(([a, b]) => pause(a, b)),
  { maxLength: 6 },
);

test("storage time stands still while the locker cannot serve", () => {
  const pauses = [pause(10, 15)];
  expect(storageElapsedMs(monday, monday.add({ hours: 12 }), pauses)).toBe(10 * hourMs);
  expect(storageElapsedMs(monday, monday.add({ hours: 20 }), pauses)).toBe(15 * hourMs);
  expect(storageEndsAt(monday, 72 * hourMs, pauses)).toEqual(monday.add({ hours: 77 }));
});

test("outages that overlap count once, those before the deposit or after the end not at all", () => {
  expect(storageEndsAt(monday, 10 * hourMs, [pause(5, 8), pause(2, 6)])).toEqual(
    monday.add({ hours: 16 }),
  );
  expect(storageEndsAt(monday, 10 * hourMs, [pause(-9, -1)])).toEqual(monday.add({ hours: 10 }));
  expect(storageEndsAt(monday, 10 * hourMs, [pause(-9, 2)])).toEqual(monday.add({ hours: 12 }));
  expect(storageEndsAt(monday, 10 * hourMs, [pause(10, 20)])).toEqual(monday.add({ hours: 10 }));
});

test("an outage that begins in the time won by another one counts too", () => {
  expect(storageEndsAt(monday, 10 * hourMs, [pause(9, 12), pause(11, 14)])).toEqual(
    monday.add({ hours: 15 }),
  );
});

test("pauses are put in time order, joined, and empty or reversed ones left out", () => {
  const merged = mergedPauses([
    pause(8, 9),
    pause(5, 5),
    pause(7, 6),
    pause(1, 4),
    pause(2, 3),
    pause(4, 5),
  ]);
  const inHours = merged.map(({ fromMs, toMs }) =>
    [fromMs, toMs].map((ms) => (ms - monday.epochMilliseconds) / hourMs),
  );
  expect(inHours).toEqual([
    [1, 5],
    [8, 9],
  ]);
});

test("nothing has elapsed before the deposit", () => {
  expect(storageElapsedMs(monday, monday.subtract({ hours: 1 }), [])).toBe(0);
});

test("at its end exactly the storage time has elapsed, whatever the outages", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 120 }), anyPauses, (hours, pauses) => {
      const end = storageEndsAt(monday, hours * hourMs, pauses);
      expect(storageElapsedMs(monday, end, pauses)).toBe(hours * hourMs);
      expect(storageElapsedMs(monday, end.subtract({ milliseconds: 1 }), pauses)).toBeLessThan(
        hours * hourMs,
      );
    }),
  );
});
