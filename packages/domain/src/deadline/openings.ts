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
  const [opening] = openingsFrom(hours, at);
  if (opening === undefined) return undefined;
  return Temporal.Instant.compare(opening.opensAt, at) <= 0 ? opening : undefined;
}

/**
 * Openings that end at or after the instant, in time order, over `openingsAheadDays`; worked out as
 * they are asked for, because the first one or two nearly always suffice.
 * Local times that a clock change skips or repeats are taken as Temporal's "compatible" does.
 */
export function* openingsFrom(
  hours: SiteHours,
  at: Temporal.Instant,
): Generator<Opening, undefined> {
  let pending: Opening | undefined;
  for (const next of singleOpenings(hours, at)) {
    if (pending !== undefined && Temporal.Instant.compare(pending.closesAt, next.opensAt) >= 0) {
      pending = joined(pending, next);
      continue;
    }
    if (pending !== undefined && endsFrom(pending, at)) yield pending;
    pending = next;
  }
  if (pending !== undefined && endsFrom(pending, at)) yield pending;
  return undefined;
}

// One day back, because an opening over midnight belongs to the day it began on.
function* singleOpenings(hours: SiteHours, at: Temporal.Instant): Generator<Opening, undefined> {
  const firstDay = at.toZonedDateTimeISO(hours.timeZone).toPlainDate().subtract({ days: 1 });
  for (let ahead = 0; ahead <= openingsAheadDays; ahead += 1) {
    const day = firstDay.add({ days: ahead });
    for (const span of spansOn(hours, day)) {
      const opening = openingOf(day, span, hours);
      // A span that lies in the hour skipped in spring has no time in it.
      if (Temporal.Instant.compare(opening.opensAt, opening.closesAt) < 0) yield opening;
    }
  }
  return undefined;
}

function joined(first: Opening, next: Opening): Opening {
  const later = Temporal.Instant.compare(first.closesAt, next.closesAt) < 0 ? next : first;
  return { opensAt: first.opensAt, closesAt: later.closesAt };
}

function endsFrom(opening: Opening, at: Temporal.Instant): boolean {
  return Temporal.Instant.compare(opening.closesAt, at) >= 0;
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
