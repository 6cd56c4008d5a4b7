import { expect, test } from "vitest";
import { parseOpeningHours } from "./opening-hours.ts";
import { isOpenAt, openingAt, openingsFrom, type SiteHours } from "./openings.ts";

function hours(text: string, timeZone = "Europe/Warsaw", holidays: string[] = []): SiteHours {
  const parsed = parseOpeningHours(text);
  if (!parsed.ok) throw new Error(parsed.error.rule);
  return { weekTable: parsed.value, timeZone, holidays };
}

function local(text: string, timeZone = "Europe/Warsaw"): Temporal.Instant {
  return Temporal.ZonedDateTime.from(`${text}[${timeZone}]`).toInstant();
}

const shop = hours("Mo-Fr 08:00-20:00; Su,PH off");

test("a site is open from its opening to its closing time, edges included", () => {
  expect(isOpenAt(shop, local("2026-03-02T08:00"))).toBe(true);
  expect(isOpenAt(shop, local("2026-03-02T20:00"))).toBe(true);
  expect(isOpenAt(shop, local("2026-03-02T07:59"))).toBe(false);
  expect(isOpenAt(shop, local("2026-03-02T20:01"))).toBe(false);
});

test("hours are those of the site's own zone", () => {
  const tokyo = hours("Mo 08:00-20:00", "Asia/Tokyo");
  expect(isOpenAt(tokyo, Temporal.Instant.from("2026-03-01T23:30:00Z"))).toBe(true);
});

test("on a public holiday the rule for holidays counts, where there is one", () => {
  const holidays = ["2026-03-02"];
  const noon = local("2026-03-02T12:00");
  expect(isOpenAt(hours("Mo-Fr 08:00-20:00; PH off", "Europe/Warsaw", holidays), noon)).toBe(false);
  expect(isOpenAt(hours("Mo-Fr 08:00-20:00", "Europe/Warsaw", holidays), noon)).toBe(true);
});

test("an opening over midnight is one opening, also seen from the next day", () => {
  const bar = hours("Fr 22:00-02:00");
  expect(openingAt(bar, local("2026-03-07T01:30"))).toEqual({
    opensAt: local("2026-03-06T22:00"),
    closesAt: local("2026-03-07T02:00"),
  });
});

test("openings that touch or overlap are one", () => {
  const long = hours("Mo 08:00-24:00,10:00-11:00; Tu 00:00-06:00");
  expect(openingAt(long, local("2026-03-02T12:00"))?.closesAt).toEqual(local("2026-03-03T06:00"));
});

test("a site that never closes has one opening over all the weeks looked at", () => {
  const [opening, ...more] = openingsFrom(hours("24/7"), local("2026-03-02T12:00"));
  expect(more).toEqual([]);
  expect(opening?.opensAt).toEqual(local("2026-03-01T00:00"));
  expect(opening?.closesAt).toEqual(local("2026-03-23T00:00"));
});

test("08:00 is 08:00 by the clock on the wall also on the days the clocks change", () => {
  const sunday = hours("Su 08:00-20:00");
  for (const day of ["2026-03-29", "2026-10-25"]) {
    expect(openingAt(sunday, local(`${day}T12:00`))?.opensAt).toEqual(local(`${day}T08:00`));
  }
});

test("a span inside the hour that is skipped in spring is no opening", () => {
  const night = hours("Su 02:30-03:00");
  const day = local("2026-03-29T01:00");
  expect([...openingsFrom(night, day)][0]?.opensAt).toEqual(local("2026-04-05T02:30"));
});

test("a week table with days missing is closed on them", () => {
  const broken: SiteHours = { ...shop, weekTable: { days: [], publicHoliday: null } };
  expect([...openingsFrom(broken, local("2026-03-02T12:00"))]).toEqual([]);
});

test("openings come in time order, one for each day", () => {
  const days = [...openingsFrom(shop, local("2026-03-02T20:01"))].map((opening) =>
    opening.opensAt.toZonedDateTimeISO("Europe/Warsaw").toPlainDate().toString(),
  );
  expect(days.slice(0, 5)).toEqual([
    "2026-03-03",
    "2026-03-04",
    "2026-03-05",
    "2026-03-06",
    "2026-03-09",
  ]);
  expect(openingAt(shop, local("2026-03-07T12:00"))).toBeUndefined();
});

test("a site without any opening is closed", () => {
  expect(isOpenAt(hours("off"), local("2026-03-02T12:00"))).toBe(false);
});
