import type { OpeningHoursView } from "@pigeonhole/contract/http/recipients";
import type { WeekTable } from "@pigeonhole/domain/deadline/opening-hours";
import { parseOpeningHours } from "@pigeonhole/domain/deadline/opening-hours";
import type { LocalTime } from "./local-time.ts";

/** One opening of a weekday (Monday = 1), local time HH:MM. */
export type OpeningSpan = OpeningHoursView["week"][number];

export type OpeningNow =
  | { readonly kind: "always" }
  | { readonly kind: "open"; readonly until: string | null }
  | { readonly kind: "closed"; readonly opens: NextOpening | null };

export type NextOpening = {
  /** 0 = today. */
  readonly inDays: number;
  readonly weekday: LocalTime["weekday"];
  readonly at: string;
};

const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;

/** Openings of each weekday from Monday on, in the order of the day. */
export function spansByWeekday(
  week: readonly OpeningSpan[],
): readonly { readonly weekday: LocalTime["weekday"]; readonly spans: readonly OpeningSpan[] }[] {
  return weekdays.map((weekday) => ({
    weekday,
    spans: week
      .filter((span) => span.day === weekday)
      .toSorted((a, b) => (a.from < b.from ? -1 : 1)),
  }));
}

/**
 * What the hours mean at a moment. Whether it is open is the server's word, because it knows of
 * holidays; the week only tells until when, or from when.
 */
export function openingNow(hours: OpeningHoursView, at: LocalTime): OpeningNow {
  if (hours.week.length === 0)
    return hours.openNow ? { kind: "always" } : { kind: "closed", opens: null };
  if (!hours.openNow) return { kind: "closed", opens: nextOpening(hours.week, at) };
  const yesterday = ((at.weekday + 5) % 7) + 1;
  const current = hours.week.find((span) => {
    const from = minutesOf(span.from);
    const until = endMinutesOf(span);
    if (span.day === at.weekday) return from <= at.minuteOfDay && at.minuteOfDay < until;
    return span.day === yesterday && at.minuteOfDay + minutesPerDay < until;
  });
  return { kind: "open", until: current?.until ?? null };
}

function nextOpening(week: readonly OpeningSpan[], at: LocalTime): NextOpening | null {
  for (let inDays = 0; inDays <= 7; inDays += 1) {
    const weekday = (((at.weekday - 1 + inDays) % 7) + 1) as LocalTime["weekday"];
    const later = spansByWeekday(week)[weekday - 1]?.spans.find(
      (span) => inDays > 0 || minutesOf(span.from) > at.minuteOfDay,
    );
    if (later !== undefined) return { inDays, weekday, at: later.from };
  }
  return null;
}

/**
 * The week of a public tracking view, whose hours are a text in OpenStreetMap's language. Null when
 * it says more than weekdays and times; the text itself is shown then.
 */
export function weekOfText(text: string): readonly OpeningSpan[] | null {
  const parsed = parseOpeningHours(text);
  if (!parsed.ok) return null;
  return isAlwaysOpen(parsed.value) ? [] : spansOf(parsed.value);
}

function isAlwaysOpen(table: WeekTable): boolean {
  return table.days.every((spans) =>
    spans.some((span) => span.opensMinute === 0 && span.closesMinute === minutesPerDay),
  );
}

function spansOf(table: WeekTable): OpeningSpan[] {
  return table.days.flatMap((spans, index) =>
    spans.map((span) => ({
      day: index + 1,
      from: clockText(span.opensMinute),
      until: clockText(span.closesMinute),
    })),
  );
}

const minutesPerDay = 1_440;

function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return hours * 60 + minutes;
}

/** An end that is not after its beginning lies on the next day. */
function endMinutesOf(span: OpeningSpan): number {
  const until = minutesOf(span.until);
  return until > minutesOf(span.from) ? until : until + minutesPerDay;
}

function clockText(minutes: number): string {
  const ofDay = minutes > minutesPerDay ? minutes - minutesPerDay : minutes;
  return `${String(Math.floor(ofDay / 60)).padStart(2, "0")}:${String(ofDay % 60).padStart(2, "0")}`;
}
