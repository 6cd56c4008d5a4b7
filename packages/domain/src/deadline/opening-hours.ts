// A small part of OpenStreetMap's `opening_hours` language, enough for sites: rules separated by
// `;`, each with days (`Mo-Fr`, `Sa,Su`, `PH`, none for every day) and hours (`08:00-12:00,13:00-18:00`,
// over midnight `22:00-02:00`, `off`), or `24/7`. A later rule replaces earlier ones for its days.
import { err, ok, type Result } from "../result.ts";

/** Minutes from local midnight; `closes` is above 1440 when the opening ends on the next day. */
export type OpeningSpan = { readonly opensMinute: number; readonly closesMinute: number };

/** Seven days from Monday on, and public holidays; null when holidays are days like others. */
export type WeekTable = {
  readonly days: readonly (readonly OpeningSpan[])[];
  readonly publicHoliday: readonly OpeningSpan[] | null;
};

export type OpeningHoursRefusal = {
  readonly type: "unsupported_opening_hours";
  /** The rule that was not understood. */
  readonly rule: string;
};

const dayNames = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
const minutesPerDay = 1440;
const rulesMax = 30;
const spansMax = 10;

/** Open all the time, holidays too. */
export const alwaysOpen: WeekTable = {
  days: dayNames.map(() => [{ opensMinute: 0, closesMinute: minutesPerDay }]),
  publicHoliday: null,
};

/** The week table of a text; at most 30 rules of 10 spans. */
export function parseOpeningHours(text: string): Result<WeekTable, OpeningHoursRefusal> {
  const rules = text
    .split(";")
    .map((rule) => rule.trim())
    .filter((rule) => rule !== "");
  if (rules.length === 0 || rules.length > rulesMax) return refuse(text.slice(0, 80));
  let table: WeekTable = { days: dayNames.map(() => []), publicHoliday: null };
  for (const text of rules) {
    const rule = parseRule(text);
    if (rule === undefined) return refuse(text);
    table = {
      days: table.days.map((spans, day) => (rule.days.has(day) ? rule.spans : spans)),
      publicHoliday: rule.onHolidays ? rule.spans : table.publicHoliday,
    };
  }
  return ok(table);
}

type Rule = {
  readonly days: ReadonlySet<number>;
  readonly onHolidays: boolean;
  readonly spans: readonly OpeningSpan[];
};

const everyDay: ReadonlySet<number> = new Set(dayNames.keys());

// Days, if any, then hours: `Mo-Fr,PH 08:00-20:00`. "closed" is a common spelling of "off".
const rulePattern = /^(?:([A-Za-z][A-Za-z,\- ]*?)\s+)?(24\/7|off|closed|[\d:\-, ]+)$/u;

function parseRule(text: string): Rule | undefined {
  const match = rulePattern.exec(text);
  const hours = match?.[2];
  if (match === null || hours === undefined) return undefined;
  const selector = parseDays(match[1]);
  const spans = parseHours(hours);
  if (selector === undefined || spans === undefined) return undefined;
  return { ...selector, spans };
}

function parseDays(text: string | undefined): Pick<Rule, "days" | "onHolidays"> | undefined {
  if (text === undefined) return { days: everyDay, onHolidays: false };
  const days = new Set<number>();
  let onHolidays = false;
  for (const part of text.split(",").map((one) => one.trim())) {
    if (part === "PH") {
      onHolidays = true;
      continue;
    }
    const range = dayRange(part);
    if (range === undefined) return undefined;
    for (const day of range) days.add(day);
  }
  return { days, onHolidays };
}

// `Fr-Mo` runs over the end of the week.
function dayRange(text: string): readonly number[] | undefined {
  const [from = "", to = from, ...rest] = text.split("-").map((name) => name.trim());
  const first = dayNames.indexOf(from);
  const last = dayNames.indexOf(to);
  if (first < 0 || last < 0 || rest.length > 0) return undefined;
  const length = ((last - first + 7) % 7) + 1;
  return Array.from({ length }, (_, index) => (first + index) % 7);
}

function parseHours(text: string): readonly OpeningSpan[] | undefined {
  if (text === "off" || text === "closed") return [];
  if (text === "24/7") return [{ opensMinute: 0, closesMinute: minutesPerDay }];
  const spans = text.split(",").map((span) => parseSpan(span.trim()));
  if (spans.length > spansMax) return undefined;
  const understood = spans.filter((span) => span !== undefined);
  return understood.length === spans.length
    ? understood.toSorted((a, b) => a.opensMinute - b.opensMinute)
    : undefined;
}

// `HH:MM-HH:MM`; a close that is not after the opening is on the next day; `24:00` is midnight.
function parseSpan(text: string): OpeningSpan | undefined {
  const match = /^(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})$/u.exec(text);
  if (match === null) return undefined;
  const [openHour, openMinute, closeHour, closeMinute] = match.slice(1).map(Number);
  const opens = minuteOfDay(openHour, openMinute);
  const closes = minuteOfDay(closeHour, closeMinute);
  if (opens === undefined || closes === undefined || opens === minutesPerDay) return undefined;
  return { opensMinute: opens, closesMinute: closes > opens ? closes : closes + minutesPerDay };
}

function minuteOfDay(hour = 0, minute = 0): number | undefined {
  const minutes = hour * 60 + minute;
  return minute < 60 && minutes <= minutesPerDay ? minutes : undefined;
}

function refuse(rule: string): Result<never, OpeningHoursRefusal> {
  return err({ type: "unsupported_opening_hours", rule });
}
