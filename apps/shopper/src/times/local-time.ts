// Instants as the clock and calendar at a place show them. `Intl` knows the time zones; browsers
// without Temporal are still common among phones.

/** Place of an instant on the calendar and clock of a time zone. */
export type LocalTime = {
  /** Whole days since 1970-01-01 of the local calendar. */
  readonly dayNumber: number;
  /** Monday = 1. */
  readonly weekday: 1 | 2 | 3 | 4 | 5 | 6 | 7;
  readonly minuteOfDay: number;
};

const msPerDay = 86_400_000;

export function localTime(atMs: number, timeZone: string): LocalTime {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  }).formatToParts(atMs);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((each) => each.type === type)?.value ?? 0);
  const dayNumber = Date.UTC(part("year"), part("month") - 1, part("day")) / msPerDay;
  // Day 0 was a Thursday.
  const weekday = (((((dayNumber + 3) % 7) + 7) % 7) + 1) as LocalTime["weekday"];
  return { dayNumber, weekday, minuteOfDay: part("hour") * 60 + part("minute") };
}
