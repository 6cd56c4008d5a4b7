import fc from "fast-check";
import { expect, test } from "vitest";
import { parseOpeningHours } from "./opening-hours.ts";
import { isOpenAt } from "./openings.ts";
import { type PickupDeadlineRequest, pickupDeadline, reminderAt } from "./pickup-deadline.ts";
import { type Pause, storageElapsedMs } from "./storage-time.ts";

const timeZone = "Europe/Warsaw";

function local(text: string, zone = timeZone): Temporal.Instant {
  return Temporal.ZonedDateTime.from(`${text}[${zone}]`).toInstant();
}

function localText(at: Temporal.Instant, zone = timeZone): string {
  return at.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: "minute" });
}

function request(
  hours: string,
  depositedAt: string,
  more: Partial<PickupDeadlineRequest> = {},
): PickupDeadlineRequest {
  const parsed = parseOpeningHours(hours);
  if (!parsed.ok) throw new Error(parsed.error.rule);
  return {
    weekTable: parsed.value,
    timeZone,
    holidays: [],
    depositedAt: local(depositedAt),
    storageHours: 72,
    pauses: [],
    ...more,
  };
}

function deadlineOf(...args: Parameters<typeof request>): string {
  return localText(pickupDeadline(request(...args)));
}

function outage(from: string, to: string): Pause {
  return { from: local(from), to: local(to) };
}

const shop = "Mo-Fr 08:00-20:00; Sa 09:00-18:00; Su,PH off";

test("at a site that never closes 72 hours are 72 hours", () => {
  expect(deadlineOf("24/7", "2026-03-02T03:30")).toBe("2026-03-05T03:30");
});

test("72 hours are 72 hours also when the clocks change in between", () => {
  expect(deadlineOf("24/7", "2026-03-28T12:00")).toBe("2026-03-31T13:00");
  expect(deadlineOf("24/7", "2026-10-24T12:00")).toBe("2026-10-27T11:00");
});

test("storage that ends while the site is open ends then", () => {
  expect(deadlineOf(shop, "2026-03-02T15:00")).toBe("2026-03-05T15:00");
  expect(deadlineOf(shop, "2026-03-02T20:00")).toBe("2026-03-05T20:00");
});

test("storage that ends at night gives the first four hours of the next opening", () => {
  expect(deadlineOf(shop, "2026-03-02T23:00")).toBe("2026-03-06T12:00");
});

test("storage that ends just after the door opens leaves the same four hours", () => {
  expect(deadlineOf(shop, "2026-03-02T08:30")).toBe("2026-03-05T12:00");
});

test("storage that ends on Saturday evening lasts into Monday", () => {
  expect(deadlineOf(shop, "2026-03-04T19:00")).toBe("2026-03-09T12:00");
});

test("a holiday is no day to come", () => {
  const holidays = ["2026-03-05"];
  expect(deadlineOf(shop, "2026-03-02T15:00", { holidays })).toBe("2026-03-06T12:00");
});

test("an opening shorter than four hours gives its close, one shorter than two hours is passed over", () => {
  expect(deadlineOf("Th 10:00-13:00", "2026-03-01T12:00")).toBe("2026-03-05T13:00");
  expect(deadlineOf("Th 10:00-11:30; Fr 10:00-18:00", "2026-03-01T12:00")).toBe("2026-03-06T14:00");
});

test("an opening over midnight is one chance", () => {
  expect(deadlineOf("Fr 22:00-04:00", "2026-03-02T12:00")).toBe("2026-03-07T02:00");
});

test("an outage makes the storage longer", () => {
  const pauses = [outage("2026-03-03T10:00", "2026-03-03T15:00")];
  expect(deadlineOf("24/7", "2026-03-02T12:00", { pauses })).toBe("2026-03-05T17:00");
});

test("an outage in the last hours is given back within the opening", () => {
  const pauses = [outage("2026-03-05T09:00", "2026-03-05T11:00")];
  expect(deadlineOf(shop, "2026-03-02T07:00", { pauses })).toBe("2026-03-05T14:00");
});

test("an opening that an outage swallows is no chance to come", () => {
  const pauses = [outage("2026-03-06T09:00", "2026-03-06T19:30")];
  expect(deadlineOf(shop, "2026-03-02T21:00", { pauses })).toBe("2026-03-07T13:00");
});

test("a deadline does not lie in an outage", () => {
  const pauses = [outage("2026-03-06T10:30", "2026-03-07T08:00")];
  expect(deadlineOf(shop, "2026-03-02T21:00", { pauses })).toBe("2026-03-07T13:00");
});

test("a site that does not open in the weeks ahead keeps the plain end of storage", () => {
  expect(deadlineOf("Mo-Su off", "2026-03-02T12:00")).toBe("2026-03-05T12:00");
});

const anyHours = fc.constantFrom(
  "24/7",
  shop,
  "Fr,Sa 22:00-04:00; Su 10:00-14:00",
  "Mo-Su 06:00-23:00",
  "Mo-Su 08:00-12:00,14:00-18:00",
  "Tu 10:00-12:00; Fr 16:00-17:00",
);
const anyZone = fc.constantFrom(
  "Europe/Warsaw",
  "America/New_York",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
);
const from = local("2026-03-20T12:00");
const anyPause = fc
  .tuple(fc.nat(240 * 60), fc.integer({ min: 1, max: 40 * 60 }))
  .map(([start, minutes]) => ({
    from: from.add({ minutes: start }),
    to: from.add({ minutes: start + minutes }),
  }));
const anyRequest = fc
  .record({
    hours: anyHours,
    zone: anyZone,
    minutes: fc.nat(14 * 24 * 60),
    storageHours: fc.integer({ min: 1, max: 120 }),
    pauses: fc.array(anyPause, { maxLength: 4 }),
  })
  .map(({ hours, zone, minutes, storageHours, pauses }) => ({
    ...request(hours, "2026-03-20T12:00"),
    timeZone: zone,
    depositedAt: from.add({ minutes }),
    storageHours,
    pauses,
  }));

test("the recipient always has the whole storage time, and never a closed door at its end", () => {
  fc.assert(
    fc.property(anyRequest, (any) => {
      const deadline = pickupDeadline(any);
      expect(isOpenAt(any, deadline)).toBe(true);
      const elapsedMs = storageElapsedMs(any.depositedAt, deadline, any.pauses);
      expect(elapsedMs).toBeGreaterThanOrEqual(any.storageHours * 3_600_000);
      for (const pause of any.pauses) {
        const inside =
          Temporal.Instant.compare(pause.from, deadline) < 0 &&
          Temporal.Instant.compare(deadline, pause.to) < 0;
        expect(inside).toBe(false);
      }
    }),
    { numRuns: 300 },
  );
});

test("more storage, a later deposit or another outage never makes the deadline earlier", () => {
  const more = fc.record({
    hours: fc.nat(30),
    minutes: fc.nat(2_000),
    pauses: fc.array(anyPause, { maxLength: 2 }),
  });
  fc.assert(
    fc.property(anyRequest, more, (any, { hours, minutes, pauses }) => {
      const longer = {
        ...any,
        depositedAt: any.depositedAt.add({ minutes }),
        storageHours: any.storageHours + hours,
        pauses: [...any.pauses, ...pauses],
      };
      const [before, after] = [pickupDeadline(any), pickupDeadline(longer)];
      expect(after.epochMilliseconds).toBeGreaterThanOrEqual(before.epochMilliseconds);
    }),
    { numRuns: 300 },
  );
});

test.each([
  { deadline: "2026-03-05T15:00", reminder: "2026-03-04T15:00", why: "a day before" },
  {
    deadline: "2026-03-05T03:00",
    reminder: "2026-03-04T08:00",
    why: "not before 8 in the morning",
  },
  { deadline: "2026-03-05T22:30", reminder: "2026-03-04T20:00", why: "not after 9 in the evening" },
  { deadline: "2026-03-03T22:00", reminder: "2026-03-03T08:00", why: "not in the first half" },
])("the reminder for $deadline comes $why", ({ deadline, reminder }) => {
  const depositedAt = local("2026-03-02T12:00");
  const asked = { depositedAt, pickupDeadline: local(deadline), timeZone };
  expect(localText(reminderAt(asked))).toBe(reminder);
});

test("a reminder that decent hours would move past the deadline or before the deposit stays", () => {
  const short = {
    depositedAt: local("2026-03-02T22:00"),
    pickupDeadline: local("2026-03-03T06:00"),
    timeZone,
  };
  expect(localText(reminderAt(short))).toBe("2026-03-03T02:00");
  const evening = {
    depositedAt: local("2026-03-02T21:00"),
    pickupDeadline: local("2026-03-02T23:00"),
    timeZone,
  };
  expect(localText(reminderAt(evening))).toBe("2026-03-02T22:00");
});

test("a network may remind earlier", () => {
  const asked = {
    depositedAt: local("2026-03-02T12:00"),
    pickupDeadline: local("2026-03-08T12:00"),
    timeZone,
    hoursBefore: 48,
  };
  expect(localText(reminderAt(asked))).toBe("2026-03-06T12:00");
});
