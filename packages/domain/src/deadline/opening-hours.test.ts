import fc from "fast-check";
import { expect, test } from "vitest";
import { alwaysOpen, parseOpeningHours, type WeekTable } from "./opening-hours.ts";

function tableOf(text: string): WeekTable {
  const parsed = parseOpeningHours(text);
  if (!parsed.ok) throw new Error(parsed.error.rule);
  return parsed.value;
}

/** Spans as text, one entry per day. */
function daysOf(text: string): string[] {
  return tableOf(text).days.map((spans) =>
    spans.map((span) => `${span.opensMinute}-${span.closesMinute}`).join(","),
  );
}

test("24/7 is open all days, also with days before it", () => {
  expect(tableOf("24/7")).toEqual(alwaysOpen);
  expect(tableOf("Mo-Su 24/7")).toEqual(alwaysOpen);
});

test("weekdays, Saturday and closed Sundays and holidays are understood", () => {
  const table = tableOf("Mo-Fr 08:00-20:00; Sa 09:00-18:00; Su,PH off");
  expect(table.days.map((spans) => spans.length)).toEqual([1, 1, 1, 1, 1, 1, 0]);
  expect(table.days[5]).toEqual([{ opensMinute: 540, closesMinute: 1_080 }]);
  expect(table.publicHoliday).toEqual([]);
});

test("hours without days are for every day, and leave holidays as they are", () => {
  expect(daysOf("08:00-20:00")).toEqual(Array(7).fill("480-1200"));
  expect(tableOf("08:00-20:00").publicHoliday).toBeNull();
});

test("several spans of a day are sorted, with blanks where people put them", () => {
  expect(daysOf("Mo 14:00-18:00 , 08:00 - 12:00")[0]).toBe("480-720,840-1080");
});

test("an opening over midnight ends on the next day", () => {
  expect(daysOf("Fr 22:00-02:00")[4]).toBe("1320-1560");
  expect(daysOf("Fr 08:00-24:00")[4]).toBe("480-1440");
  expect(daysOf("Fr 08:00-08:00")[4]).toBe("480-1920");
});

test("a range of days may run over the end of the week", () => {
  expect(daysOf("Sa-Mo 10:00-12:00")).toEqual(["600-720", "", "", "", "", "600-720", "600-720"]);
});

test("a later rule replaces the earlier one for its days", () => {
  expect(daysOf("Mo-Su 08:00-20:00; We closed")[2]).toBe("");
  expect(tableOf("PH 10:00-12:00; PH,Su off").publicHoliday).toEqual([]);
});

test.each([
  "",
  " ; ",
  "always",
  "Xx 08:00-20:00",
  "Mo-Xx 08:00-20:00",
  "Mo-We-Fr 08:00-20:00",
  "Mo 8-20",
  "Mo 08:00",
  "Mo 08:60-20:00",
  "Mo 24:00-25:00",
  "Mo 08:00-24:01",
  "Mo 24:00-02:00",
  "Mo 08:00-20:00+",
  "Dec 25 off",
  "Mo[1] 08:00-12:00",
  "sunrise-sunset",
  `Mo ${Array(11).fill("08:00-09:00").join(",")}`,
  Array(31).fill("Mo off").join(";"),
])("%j is not understood", (text) => {
  expect(parseOpeningHours(text)).toMatchObject({
    ok: false,
    error: { type: "unsupported_opening_hours" },
  });
});

test("the refusal names the rule that was not understood", () => {
  expect(parseOpeningHours("Mo 08:00-20:00; Dec 25 off")).toEqual({
    ok: false,
    error: { type: "unsupported_opening_hours", rule: "Dec 25 off" },
  });
});

test("whatever is written, the answer is a week with sane spans or a refusal", () => {
  const words = fc.constantFrom(
    "Mo",
    "Fr",
    "PH",
    "-",
    ",",
    ";",
    " ",
    "08:00",
    "24:00",
    "off",
    "9",
    "24/7",
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 12 }), (parts) => {
      const parsed = parseOpeningHours(parts.join(""));
      if (!parsed.ok) return;
      expect(parsed.value.days).toHaveLength(7);
      for (const { opensMinute, closesMinute } of parsed.value.days.flat()) {
        expect(opensMinute).toBeLessThan(closesMinute);
        expect(closesMinute - opensMinute).toBeLessThanOrEqual(1_440);
      }
    }),
    { numRuns: 500 },
  );
});

test("a very long text is answered at once", () => {
  expect(parseOpeningHours("Mo,".repeat(20_000)).ok).toBe(false);
  expect(parseOpeningHours(`${"A ".repeat(20_000)}!`).ok).toBe(false);
});
