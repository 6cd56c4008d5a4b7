import { createTransport } from "nodemailer";
import type { RenderedNotice } from "./notice.ts";

/** Where mails are handed in. */
export type MailHost = {
  send(mail: OutgoingMail): Promise<void>;
  close(): void;
};

export type OutgoingMail = RenderedNotice & {
  readonly to: { readonly name: string; readonly address: string };
  /** The same for every try of one notice, so that mail programs can tell a repetition. */
  readonly messageId: string;
  readonly language: string;
  readonly at: Temporal.Instant;
};

/** Mails handed in at the same time by one process. */
export const mailsAtOnceMax = 5;
const mailsPerConnectionMax = 100;
const connectTimeoutMs = 10_000;
const silenceTimeoutMs = 30_000;

/** A real SMTP host, by its URL (`smtp://…` or `smtps://…`). */
export function createSmtpHost(options: {
  readonly smtpUrl: string;
  /** Sender as people see it: `Name <address>`. */
  readonly from: string;
}): MailHost {
  const transport = createTransport({
    url: options.smtpUrl,
    pool: true,
    maxConnections: mailsAtOnceMax,
    maxMessages: mailsPerConnectionMax,
    connectionTimeout: connectTimeoutMs,
    greetingTimeout: connectTimeoutMs,
    socketTimeout: silenceTimeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send(mail) {
      await transport.sendMail({
        from: options.from,
        to: mail.to,
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        messageId: mail.messageId,
        date: new Date(mail.at.epochMilliseconds),
        headers: {
          "Content-Language": mail.language,
          // RFC 3834: out-of-office programs do not answer it.
          "Auto-Submitted": "auto-generated",
        },
        attachments: mail.images.map(({ contentId, filename, png }) => ({
          cid: contentId,
          filename,
          content: Buffer.from(png),
          contentType: "image/png",
          contentDisposition: "inline",
        })),
      });
    },
    close: () => transport.close(),
  };
}
