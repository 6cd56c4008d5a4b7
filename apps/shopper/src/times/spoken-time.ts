import type { PageLanguage } from "@pigeonhole/contract/pages";
import type { Say } from "../languages/words.tsx";
import { localTime } from "./local-time.ts";

/** What turns instants into words: where, when "now" is, and in whose language. */
export type TimeFrame = {
  readonly nowMs: number;
  readonly timeZone: string;
  readonly language: PageLanguage;
  readonly say: Say;
};

/** British English has the 24-hour clock that the locker's screen shows too. */
const locales: Readonly<Record<PageLanguage, string>> = { en: "en-GB", de: "de-DE", pl: "pl-PL" };

/** "today until 22:00", as people say it. */
export function spokenUntil(at: string, frame: TimeFrame): string {
  const { say } = frame;
  const atMs = Date.parse(at);
  const time = clockTime(atMs, frame);
  const then = localTime(atMs, frame.timeZone);
  const days = then.dayNumber - localTime(frame.nowMs, frame.timeZone).dayNumber;
  if (days === 0) return say("until.today", { time });
  if (days === 1) return say("until.tomorrow", { time });
  if (days > 1 && days < 7) {
    return say("until.weekday", { weekday: say(`untilWeekday.${then.weekday}`), time });
  }
  return say("until.date", {
    date: formatted(atMs, frame, { day: "numeric", month: "long" }),
    time,
  });
}

/** "today, 14:05", "yesterday, 09:12", "Fri 20 Nov, 09:12". */
export function spokenAt(at: string | number, frame: TimeFrame): string {
  const { say } = frame;
  const atMs = typeof at === "number" ? at : Date.parse(at);
  const time = clockTime(atMs, frame);
  const days =
    localTime(frame.nowMs, frame.timeZone).dayNumber - localTime(atMs, frame.timeZone).dayNumber;
  if (days === 0) return say("at.today", { time });
  if (days === 1) return say("at.yesterday", { time });
  const date = formatted(atMs, frame, { weekday: "short", day: "numeric", month: "short" });
  return say("at.date", { date, time });
}

/** "Sunday, 22 November 2026 at 22:00". */
export function fullDate(at: string, frame: TimeFrame): string {
  return formatted(Date.parse(at), frame, { dateStyle: "full", timeStyle: "short" });
}

function clockTime(atMs: number, frame: TimeFrame): string {
  return formatted(atMs, frame, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

function formatted(atMs: number, frame: TimeFrame, options: Intl.DateTimeFormatOptions): string {
  const format = new Intl.DateTimeFormat(locales[frame.language], {
    ...options,
    timeZone: frame.timeZone,
  });
  // Server and browser may bring different versions of the language tables, which differ in narrow
  // spaces; without them both draw the same page.
  return format.format(atMs).replaceAll(/[\u2009\u202f]/g, "\u00a0");
}
