import { expect, test } from "vitest";
import { luckyGuessPerYear, wrongfulOpeningsPerYear } from "./lucky-guess.ts";

test.each([
  { digits: 6, liveCodes: 10, guessesPerDay: 100, percent: 31 },
  { digits: 6, liveCodes: 40, guessesPerDay: 100, percent: 77 },
  { digits: 6, liveCodes: 100, guessesPerDay: 20, percent: 52 },
  { digits: 8, liveCodes: 40, guessesPerDay: 100, percent: 1.4 },
  { digits: 8, liveCodes: 10, guessesPerDay: 20, percent: 0.07 },
])(
  "$liveCodes codes of $digits digits at $guessesPerDay guesses a day: $percent % a year",
  (row) => {
    const digitsShown = row.percent < 1 ? 2 : row.percent < 10 ? 1 : 0;
    expect((luckyGuessPerYear(row) * 100).toFixed(digitsShown)).toBe(
      row.percent.toFixed(digitsShown),
    );
  },
);

test("nobody guesses where nothing is live, and everybody where every number is", () => {
  expect(luckyGuessPerYear({ digits: 8, liveCodes: 0, guessesPerDay: 100 })).toBeCloseTo(0);
  expect(luckyGuessPerYear({ digits: 4, liveCodes: 20_000, guessesPerDay: 1 })).toBe(1);
});

test("a thousand lockers with 6 digits are opened wrongly 292 times a year, with 8 digits 2.9 times", () => {
  const policy = { liveCodes: 40, guessesPerDay: 20 };
  expect(wrongfulOpeningsPerYear({ ...policy, digits: 6 }, 1_000)).toBeCloseTo(292);
  expect(wrongfulOpeningsPerYear({ ...policy, digits: 8 }, 1_000)).toBeCloseTo(2.92);
});
