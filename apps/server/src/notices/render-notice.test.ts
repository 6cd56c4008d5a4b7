import { inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import type { Notice } from "./notice.ts";
import { qrPng } from "./qr-png.ts";
import type { NoticeKind } from "./queue-notices.ts";
import { renderNotice } from "./render-notice.ts";
import { sayHours } from "./say-hours.ts";
import { sayDeadline } from "./say-time.ts";

const now = Temporal.Instant.from("2026-11-22T17:00:00Z");

function aNotice(overrides: Partial<Notice> = {}): Notice {
  return {
    noticeId: "ntc_00aaaaaaaaaaaaaaaaaa",
    kind: "available_for_pickup",
    language: "en",
    recipientName: "Ada",
    recipientEmail: "ada@example.org",
    shopName: "Soap & Co",
    reference: "4711",
    trackingNumber: "PH00ABCDEFGHJKM",
    linkUrl: "https://lockers.example/t/00x",
    access: { code: "48213907", qr: "PH1:0123456789ABCDEFGHJKMNPQRS" },
    pickupDeadline: Temporal.Instant.from("2026-11-25T21:00:00Z"),
    place: {
      lockerName: "Hall",
      siteName: "Main station",
      street: "Square 1",
      postcode: "10115",
      city: "Berlin",
      country: "DE",
      timeZone: "Europe/Berlin",
      openingHours: "Mo-Fr 06:00-22:00; Sa 08:00-20:00",
      directions: null,
      supportPhone: null,
    },
    ...overrides,
  };
}

test("names from outside stay text, in the page and in its mark-up for machines", () => {
  const evil = '</script><img src=x onerror="alert(1)">';
  const { html, subject } = renderNotice(
    aNotice({ recipientName: evil, shopName: evil, kind: "collected" }),
    now,
  );
  expect(html).not.toContain("<img src=x");
  expect(html.match(/<\/script>/g)).toHaveLength(1);
  expect(html).toContain("&lt;img src=x");
  expect(
    renderNotice(aNotice({ kind: "collected", shopName: "a\r\nBcc: b@example.org" }), now).subject,
  ).not.toMatch(/[\r\n]/);
  expect(subject).toContain(evil);
});

test("only mails that invite to the locker carry the code", () => {
  const kinds: NoticeKind[] = ["overdue", "collected", "returned", "cancelled", "problem_noted"];
  for (const kind of kinds) {
    for (const language of ["en", "de", "pl"] as const) {
      const { text, html, images } = renderNotice(aNotice({ kind, language, access: null }), now);
      expect(text).not.toMatch(/4821/);
      expect(html).not.toContain("cid:");
      expect(images).toEqual([]);
    }
  }
});

test("the machine-readable delivery never holds the code", () => {
  const { html } = renderNotice(aNotice(), now);
  const json = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html)?.[1] ?? "";
  expect(JSON.parse(json)).toMatchObject({
    "@type": "ParcelDelivery",
    trackingNumber: "PH00ABCDEFGHJKM",
  });
  expect(json).not.toContain("48213907");
});

test.each([
  ["en", "2026-11-22T21:00:00Z", "today until 22:00 (Sunday, 22 November 2026)"],
  ["en", "2026-11-23T21:00:00Z", "tomorrow until 22:00 (Monday, 23 November 2026)"],
  ["de", "2026-11-22T21:00:00Z", "heute bis 22:00 Uhr (Sonntag, 22. November 2026)"],
  ["de", "2026-11-25T21:00:00Z", "bis Mittwoch, 25. November 2026, 22:00 Uhr"],
  ["pl", "2026-11-23T21:00:00Z", "jutro do 22:00 (poniedziałek, 23 listopada 2026)"],
] as const)(
  "a deadline is said as people say it, with the full date (%s %s)",
  (language, at, said) => {
    expect(
      sayDeadline(Temporal.Instant.from(at), now, { language, timeZone: "Europe/Berlin" }),
    ).toBe(said);
  },
);

test("opening hours are told with equal days together", () => {
  expect(sayHours("Mo-Fr 06:00-22:00; Sa 08:00-20:00", "de")).toEqual([
    "Mo–Fr 06:00–22:00",
    "Sa 08:00–20:00",
    "So geschlossen",
  ]);
  expect(sayHours("24/7", "en")).toEqual(["open at all hours"]);
});

test("the QR image is a PNG with a quiet zone of four modules", () => {
  const png = Buffer.from(qrPng("PH1:0123456789ABCDEFGHJKMNPQRS"));
  const width = png.readUInt32BE(16);
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  const start = png.indexOf("IDAT") + 4;
  const rows = inflateSync(png.subarray(start, start + png.readUInt32BE(start - 8)));
  expect(rows).toHaveLength(width * (1 + Math.ceil(width / 8)));
  expect([...rows.subarray(1, 1 + width / 8)]).toEqual(
    Array.from({ length: width / 8 }, () => 0xff),
  );
  expect([...rows].some((byte) => byte === 0)).toBe(true);
});
