import type { PageLanguage } from "@pigeonhole/contract/pages";
import { describe, expect, it } from "vitest";
import { createI18n, sayWith } from "../languages/words.tsx";
import { localTime } from "./local-time.ts";
import { fullDate, spokenAt, spokenUntil, type TimeFrame } from "./spoken-time.ts";

function frame(now: string, language: PageLanguage = "en", timeZone = "Europe/Warsaw"): TimeFrame {
  return { nowMs: Date.parse(now), timeZone, language, say: sayWith(createI18n(language)) };
}

const sunday = "2026-11-22T14:05:00Z";

describe("a deadline as people say it", () => {
  it.each([
    ["2026-11-22T21:00:00Z", "today until 22:00"],
    ["2026-11-23T21:00:00Z", "tomorrow until 22:00"],
    ["2026-11-26T17:30:00Z", "until Thursday, 18:30"],
    ["2026-11-28T17:30:00Z", "until Saturday, 18:30"],
    ["2026-11-29T17:30:00Z", "until 29 November, 18:30"],
  ])("says %s on a Sunday as %s", (deadline, spoken) => {
    expect(spokenUntil(deadline, frame(sunday))).toBe(spoken);
  });

  it("is reckoned at the site, not where the phone or the server is", () => {
    // 23:30 UTC on Sunday is Monday in Warsaw already, and still Sunday afternoon in New York.
    const lateSunday = "2026-11-22T23:30:00Z";
    const mondayNoon = "2026-11-23T11:00:00Z";
    expect(spokenUntil(mondayNoon, frame(lateSunday))).toBe("today until 12:00");
    expect(spokenUntil(mondayNoon, frame(lateSunday, "en", "America/New_York"))).toBe(
      "tomorrow until 06:00",
    );
  });

  it("counts days by the calendar also when a day has 25 hours", () => {
    expect(spokenUntil("2026-10-26T00:30:00Z", frame("2026-10-24T22:30:00Z"))).toBe(
      "tomorrow until 01:30",
    );
  });

  it("bends the weekday where the language does", () => {
    expect(spokenUntil("2026-11-25T17:30:00Z", frame(sunday, "pl"))).toBe("do środy, 18:30");
    expect(spokenUntil("2026-12-03T17:30:00Z", frame(sunday, "pl"))).toBe("do 3 grudnia, 18:30");
    expect(spokenUntil("2026-11-25T17:30:00Z", frame(sunday, "de"))).toBe(
      "bis Mittwoch, 18:30\u00a0Uhr",
    );
  });
});

describe("a moment in the past", () => {
  it.each([
    ["2026-11-22T09:41:00Z", "today, 10:41"],
    ["2026-11-21T05:30:00Z", "yesterday, 06:30"],
    ["2026-11-20T08:12:00Z", "Fri 20 Nov, 09:12"],
  ])("says %s as %s", (at, spoken) => {
    expect(spokenAt(at, frame(sunday))).toBe(spoken);
  });

  it("has a full date beside it", () => {
    expect(fullDate("2026-11-22T21:00:00Z", frame(sunday))).toBe(
      "Sunday, 22 November 2026 at 22:00",
    );
    expect(fullDate("2026-11-22T21:00:00Z", frame(sunday, "de"))).toBe(
      "Sonntag, 22. November 2026 um 22:00",
    );
  });
});

describe("the clock at a place", () => {
  it("knows weekday and minute of the day", () => {
    expect(localTime(Date.parse(sunday), "Europe/Warsaw")).toMatchObject({
      weekday: 7,
      minuteOfDay: 15 * 60 + 5,
    });
    expect(localTime(Date.parse("2026-11-22T23:00:00Z"), "Europe/Warsaw")).toMatchObject({
      weekday: 1,
      minuteOfDay: 0,
    });
  });
});
