import type { OpeningSpan, WeekTable } from "./opening-hours.ts";

/** When a site is open: its week, its zone, and the local dates that are public holidays (`2026-12-25`). */
export type SiteHours = {
  readonly weekTable: WeekTable;
  /** IANA name, such as `Europe/Warsaw`. */
  readonly timeZone: string;
  readonly holidays: readonly string[];
};

/** One opening on the time line; openings that touch are one. */
export type Opening = { readonly opensAt: Temporal.Instant; readonly closesAt: Temporal.Instant };

/** How far ahead an opening is looked for; a site closed for longer has no hours to wait for. */
export const openingsAheadDays = 21;

/** True when the site is open at the instant; the closing instant itself still counts. */
export function isOpenAt(hours: SiteHours, at: Temporal.Instant): boolean {
  return openingAt(hours, at) !== undefined;
}

/** The opening an instant lies in, edges included. */
export function openingAt(hours: SiteHours, at: Temporal.Instant): Opening | undefined {
  return openingsAround(hours, at).find(
    (opening) =>
      Temporal.Instant.compare(opening.opensAt, at) <= 0 &&
      Temporal.Instant.compare(at, opening.closesAt) <= 0,
  );
}

/**
 * Openings that end at or after the instant, in time order, over `openingsAheadDays`.
 * Local times that a clock change skips or repeats are taken as Temporal's "compatible" does.
 */
export function openingsAround(hours: SiteHours, at: Temporal.Instant): readonly Opening[] {
  // One day back, because an opening over midnight belongs to the day it began on.
  const firstDay = at.toZonedDateTimeISO(hours.timeZone).toPlainDate().subtract({ days: 1 });
  const openings: Opening[] = [];
  for (let ahead = 0; ahead <= openingsAheadDays; ahead += 1) {
    const day = firstDay.add({ days: ahead });
    for (const span of spansOn(hours, day)) addOpening(openings, openingOf(day, span, hours));
  }
  return openings.filter((opening) => Temporal.Instant.compare(opening.closesAt, at) >= 0);
}

function spansOn(hours: SiteHours, day: Temporal.PlainDate): readonly OpeningSpan[] {
  const { days, publicHoliday } = hours.weekTable;
  if (publicHoliday !== null && hours.holidays.includes(day.toString())) return publicHoliday;
  return days[day.dayOfWeek - 1] ?? [];
}

function openingOf(day: Temporal.PlainDate, span: OpeningSpan, hours: SiteHours): Opening {
  return {
    opensAt: instantOn(day, span.opensMinute, hours.timeZone),
    closesAt: instantOn(day, span.closesMinute, hours.timeZone),
  };
}

// By wall clock, not by adding minutes to midnight: on the day of a clock change 08:00 is still 08:00.
function instantOn(day: Temporal.PlainDate, minute: number, timeZone: string): Temporal.Instant {
  const days = Math.floor(minute / 1440);
  const time = new Temporal.PlainTime(Math.floor(minute / 60) % 24, minute % 60);
  return day.add({ days }).toZonedDateTime({ timeZone, plainTime: time }).toInstant();
}

function addOpening(openings: Opening[], next: Opening): void {
  // A span that lies in the hour skipped in spring has no time in it.
  if (Temporal.Instant.compare(next.opensAt, next.closesAt) >= 0) return;
  const last = openings.at(-1);
  if (last === undefined || Temporal.Instant.compare(last.closesAt, next.opensAt) < 0) {
    openings.push(next);
    return;
  }
  const later = Temporal.Instant.compare(last.closesAt, next.closesAt) < 0 ? next : last;
  openings[openings.length - 1] = { opensAt: last.opensAt, closesAt: later.closesAt };
}
