import type { OpeningHoursView } from "@pigeonhole/contract/http/recipients";
import { describe, expect, it } from "vitest";
import type { LocalTime } from "./local-time.ts";
import { openingNow, spansByWeekday, weekOfText } from "./opening-week.ts";

function at(weekday: LocalTime["weekday"], clock: string): LocalTime {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return { dayNumber: 0, weekday, minuteOfDay: hours * 60 + minutes };
}

function hours(text: string, openNow: boolean): OpeningHoursView {
  return { text, openNow, week: [...(weekOfText(text) ?? [])] };
}

const shop = "Mo-Fr 07:00-12:00,13:00-20:00; Sa 08:00-14:00";

describe("whether one can go there now", () => {
  it("is open until the end of the present opening, not of the day", () => {
    expect(openingNow(hours(shop, true), at(1, "11:59"))).toEqual({ kind: "open", until: "12:00" });
    expect(openingNow(hours(shop, true), at(1, "13:00"))).toEqual({ kind: "open", until: "20:00" });
  });

  it("tells a closed site's next opening, today, tomorrow or later", () => {
    const closed = (weekday: LocalTime["weekday"], clock: string) =>
      openingNow(hours(shop, false), at(weekday, clock));
    expect(closed(1, "12:30")).toMatchObject({ opens: { inDays: 0, at: "13:00" } });
    expect(closed(1, "20:00")).toMatchObject({ opens: { inDays: 1, at: "07:00" } });
    expect(closed(6, "15:00")).toMatchObject({ opens: { inDays: 2, weekday: 1, at: "07:00" } });
  });

  it("is open after midnight in an opening that began the evening before", () => {
    const bar = hours("Fr-Su 18:00-02:00", true);
    expect(openingNow(bar, at(1, "01:30"))).toEqual({ kind: "open", until: "02:00" });
    expect(openingNow(bar, at(5, "23:00"))).toEqual({ kind: "open", until: "02:00" });
  });

  it("believes the server on a holiday that the week does not know", () => {
    expect(openingNow(hours(shop, false), at(1, "09:00"))).toMatchObject({ kind: "closed" });
    expect(openingNow(hours(shop, true), at(7, "09:00"))).toEqual({ kind: "open", until: null });
  });

  it("is always open where the week is empty", () => {
    expect(openingNow(hours("24/7", true), at(3, "03:00"))).toEqual({ kind: "always" });
  });
});

describe("the week of a site", () => {
  it("lists every day, also those without an opening", () => {
    const week = spansByWeekday(weekOfText(shop) ?? []);
    expect(week.map(({ spans }) => spans.length)).toEqual([2, 2, 2, 2, 2, 1, 0]);
  });

  it("is not made up from a text that says more than days and hours", () => {
    expect(weekOfText('Mo-Fr 08:00-20:00 "ring twice"')).toBeNull();
  });
});
