import type { OpeningSpan } from "@pigeonhole/domain/deadline/opening-hours";
import { parseOpeningHours } from "@pigeonhole/domain/deadline/opening-hours";
import type { Notice } from "./notice.ts";
import { localeOf } from "./say-time.ts";

type Language = Notice["language"];

const always: Record<Language, string> = {
  en: "open at all hours",
  de: "rund um die Uhr geöffnet",
  pl: "czynne całą dobę",
};
const closed: Record<Language, string> = { en: "closed", de: "geschlossen", pl: "nieczynne" };

/** Opening hours in words, days with the same hours together; a text not understood stays as it is. */
export function sayHours(text: string, language: Language): readonly string[] {
  const parsed = parseOpeningHours(text);
  if (!parsed.ok) return [text];
  const days = parsed.value.days.map((spans) => saySpans(spans, language));
  if (days.every((hours) => hours === "00:00–24:00")) return [always[language]];
  const lines: { readonly first: number; last: number; readonly hours: string }[] = [];
  days.forEach((hours, day) => {
    const previous = lines.at(-1);
    if (previous?.hours === hours) previous.last = day;
    else lines.push({ first: day, last: day, hours });
  });
  return lines.map(({ first, last, hours }) => {
    const from = sayDay(first, language);
    const name = first === last ? from : `${from}–${sayDay(last, language)}`;
    return `${name} ${hours}`;
  });
}

function saySpans(spans: readonly OpeningSpan[], language: Language): string {
  if (spans.length === 0) return closed[language];
  return spans
    .map(({ opensMinute, closesMinute }) => `${clock(opensMinute)}–${clock(closesMinute)}`)
    .join(", ");
}

/** An opening over midnight closes by the next day's clock. */
function clock(minute: number): string {
  const ofDay = minute > 1_440 ? minute - 1_440 : minute;
  const hours = String(Math.floor(ofDay / 60)).padStart(2, "0");
  return `${hours}:${String(ofDay % 60).padStart(2, "0")}`;
}

/** 2024 began on a Monday. */
function sayDay(day: number, language: Language): string {
  const date = new Temporal.PlainDate(2024, 1, 1 + day);
  return date.toLocaleString(localeOf(language), { weekday: "short" });
}
