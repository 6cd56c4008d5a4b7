import type { OpeningHoursView } from "@pigeonhole/contract/http/recipients";
import type { WeekTable } from "@pigeonhole/domain/deadline/opening-hours";

const minutesPerDay = 1_440;

/** Intervals of the week for people; empty where the site never closes. */
export function weekOf(table: WeekTable): OpeningHoursView["week"] {
  const isAlwaysOpen = table.days.every((spans) =>
    spans.some((span) => span.opensMinute === 0 && span.closesMinute >= minutesPerDay),
  );
  if (isAlwaysOpen) return [];
  return table.days.flatMap((spans, index) =>
    spans.map((span) => ({
      day: index + 1,
      from: clock(span.opensMinute),
      until: clock(span.closesMinute),
    })),
  );
}

/** The end of a day is 24:00, as on the door of a shop; over midnight it is the next day's time. */
function clock(minute: number): string {
  const within = minute > minutesPerDay ? minute - minutesPerDay : minute;
  const hours = Math.floor(within / 60);
  return `${String(hours).padStart(2, "0")}:${String(within % 60).padStart(2, "0")}`;
}
