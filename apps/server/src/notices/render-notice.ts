import type { Code } from "@pigeonhole/domain/codes/pickup-code";
import { formatCode } from "@pigeonhole/domain/codes/pickup-code";
import type { Notice, NoticeImage, RenderedNotice } from "./notice.ts";
import { noticeHtml } from "./notice-html.ts";
import { type NoticeTexts, noticeTexts, type Told } from "./notice-texts.ts";
import { qrPng } from "./qr-png.ts";
import { sayHours } from "./say-hours.ts";
import { sayDeadline } from "./say-time.ts";

/** A mail's contents in order, without any form: HTML and text are made from the same. */
export type NoticeContent = {
  readonly texts: NoticeTexts;
  readonly subject: string;
  readonly greeting: string;
  readonly paragraphs: readonly string[];
  readonly access: { readonly code: string; readonly image: NoticeImage } | null;
  /** Label and lines of each thing worth knowing. */
  readonly rows: readonly { readonly label: string; readonly lines: readonly string[] }[];
  readonly help: string;
};

/** The mail of a notice. Pure: the same notice at the same time gives the same bytes. */
export function renderNotice(notice: Notice, now: Temporal.Instant): RenderedNotice {
  const content = contentOf(notice, now);
  return {
    subject: content.subject,
    text: noticeText(notice, content),
    html: noticeHtml(notice, content),
    images: content.access === null ? [] : [content.access.image],
  };
}

function contentOf(notice: Notice, now: Temporal.Instant): NoticeContent {
  const { language, place, pickupDeadline } = notice;
  const texts = noticeTexts[language];
  const where = { language, timeZone: place.timeZone };
  const until = pickupDeadline === null ? "" : sayDeadline(pickupDeadline, now, where);
  const told: Told = { ...notice, ...place, until };
  const words = texts.kinds[notice.kind];
  return {
    texts,
    subject: oneLine(words.subject(told)),
    greeting: texts.greeting(told),
    paragraphs: words.paragraphs(told),
    access: accessOf(notice),
    rows: rowsOf(notice, texts, until),
    help: texts.help(place.supportPhone),
  };
}

/** A name with a line break must not become a header of its own. */
function oneLine(text: string): string {
  return text.replace(/\s+/gu, " ").trim();
}

function accessOf(notice: Notice): NoticeContent["access"] {
  const { access } = notice;
  if (access === null) return null;
  return {
    code: formatCode(access.code as Code),
    image: {
      contentId: `qr-${notice.noticeId}@pigeonhole`,
      filename: "pickup-qr.png",
      png: qrPng(access.qr),
    },
  };
}

function rowsOf(notice: Notice, texts: NoticeTexts, until: string): NoticeContent["rows"] {
  const { place, access } = notice;
  const rows = [
    { label: texts.collectBy, lines: access === null || until === "" ? [] : [until] },
    {
      label: texts.place,
      lines: [
        `${place.siteName}, ${place.lockerName}`,
        place.street,
        `${place.postcode} ${place.city}`,
      ],
    },
    {
      label: texts.openingHours,
      lines: access === null ? [] : sayHours(place.openingHours, notice.language),
    },
    {
      label: texts.directions,
      lines: access === null || place.directions === null ? [] : [place.directions],
    },
    { label: texts.from, lines: [notice.shopName] },
    { label: texts.trackingNumber, lines: [notice.trackingNumber] },
  ];
  return rows.filter(({ lines }) => lines.length > 0);
}

function noticeText(notice: Notice, content: NoticeContent): string {
  const { texts, access } = content;
  const code = access === null ? [] : [`${texts.codeLabel}: ${access.code}`, texts.codeHint];
  const rows = content.rows.map(({ label, lines }) => `${label}: ${lines.join("\n  ")}`);
  return [
    content.greeting,
    ...content.paragraphs,
    ...code.slice(0, 1),
    rows.join("\n"),
    `${texts.openPage}:\n${notice.linkUrl}`,
    ...code.slice(1),
    content.help,
    ...(access === null ? [] : [texts.safety]),
  ].join("\n\n");
}
