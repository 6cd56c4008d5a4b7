import type { NoticeKind } from "./queue-notices.ts";

/** All that a mail to a recipient may speak of. Personal data lives in it only while it is sent. */
export type Notice = {
  readonly noticeId: string;
  readonly kind: NoticeKind;
  readonly language: "en" | "de" | "pl";
  readonly recipientName: string;
  readonly recipientEmail: string;
  readonly shopName: string;
  readonly reference: string;
  readonly trackingNumber: string;
  /** The recipient's own page. */
  readonly linkUrl: string;
  readonly place: NoticePlace;
  /** Digits and QR text, while the parcel can be taken out. */
  readonly access: { readonly code: string; readonly qr: string } | null;
  readonly pickupDeadline: Temporal.Instant | null;
};

export type NoticePlace = {
  readonly lockerName: string;
  readonly siteName: string;
  readonly street: string;
  readonly postcode: string;
  readonly city: string;
  readonly country: string;
  readonly timeZone: string;
  readonly openingHours: string;
  readonly directions: string | null;
  readonly supportPhone: string | null;
};

export type NoticeImage = {
  readonly contentId: string;
  readonly filename: string;
  readonly png: Uint8Array;
};

/** A mail as it is handed to the mail host. */
export type RenderedNotice = {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly images: readonly NoticeImage[];
};
