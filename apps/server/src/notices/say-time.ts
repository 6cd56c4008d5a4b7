import type { Notice } from "./notice.ts";

type Language = Notice["language"];

/**
 * A deadline as people say it, with the full date beside it, by the clock of the place: "today
 * until 22:00 (Monday, 23 November 2026)".
 */
export function sayDeadline(
  deadline: Temporal.Instant,
  now: Temporal.Instant,
  where: { readonly language: Language; readonly timeZone: string },
): string {
  const { language, timeZone } = where;
  const local = deadline.toZonedDateTimeISO(timeZone);
  const today = now.toZonedDateTimeISO(timeZone).toPlainDate();
  const daysAhead = today.until(local.toPlainDate(), { largestUnit: "days" }).days;
  const time = local.toPlainTime().toString({ smallestUnit: "minute" });
  const date = sayDate(local.toPlainDate(), language);
  return phrases[language](daysAhead, time, date);
}

function sayDate(date: Temporal.PlainDate, language: Language): string {
  return date.toLocaleString(localeOf(language), {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
  });
}

export function localeOf(language: Language): string {
  return { en: "en-GB", de: "de-DE", pl: "pl-PL" }[language];
}

const phrases: Record<Language, (daysAhead: number, time: string, date: string) => string> = {
  en: (days, time, date) => {
    if (days === 0) return `today until ${time} (${date})`;
    if (days === 1) return `tomorrow until ${time} (${date})`;
    return `until ${date}, ${time}`;
  },
  de: (days, time, date) => {
    if (days === 0) return `heute bis ${time} Uhr (${date})`;
    if (days === 1) return `morgen bis ${time} Uhr (${date})`;
    return `bis ${date}, ${time} Uhr`;
  },
  pl: (days, time, date) => {
    if (days === 0) return `dziś do ${time} (${date})`;
    if (days === 1) return `jutro do ${time} (${date})`;
    return `do ${time}, ${date}`;
  },
};
