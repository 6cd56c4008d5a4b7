import type { Notice } from "./notice.ts";
import type { NoticeKind } from "./queue-notices.ts";
import { germanTexts } from "./texts-de.ts";
import { englishTexts } from "./texts-en.ts";
import { polishTexts } from "./texts-pl.ts";

/** What a text may need; `until` is the deadline as people say it. */
export type Told = Pick<Notice, "recipientName" | "shopName"> & {
  readonly lockerName: string;
  readonly siteName: string;
  readonly until: string;
};

/** All words of the mails in one language. A new notice is one more entry in `kinds`. */
export type NoticeTexts = {
  readonly kinds: Record<
    NoticeKind,
    {
      readonly subject: (told: Told) => string;
      /** What happened and what to do next, a paragraph each. */
      readonly paragraphs: (told: Told) => readonly string[];
    }
  >;
  readonly greeting: (told: Told) => string;
  readonly codeLabel: string;
  readonly codeHint: string;
  readonly qrAlt: string;
  readonly collectBy: string;
  readonly place: string;
  readonly openingHours: string;
  readonly directions: string;
  readonly trackingNumber: string;
  readonly from: string;
  readonly openPage: string;
  readonly help: (phone: string | null) => string;
  readonly safety: string;
};

export const noticeTexts: Record<Notice["language"], NoticeTexts> = {
  en: englishTexts,
  de: germanTexts,
  pl: polishTexts,
};
