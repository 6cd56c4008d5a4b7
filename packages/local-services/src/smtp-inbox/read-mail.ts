import { type ParsedMail, simpleParser } from "mailparser";
import type { MailStore, MailSummary } from "./mail-store.ts";

export interface MailAttachment {
  /** Its number in the mail, from 0; the last part of its address. */
  readonly index: number;
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: number;
}

/** One mail as the API shows it. `html` is as the sender wrote it: never put it into a page of ours. */
export interface Mail extends MailSummary {
  readonly text: string;
  readonly html: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly attachments: readonly MailAttachment[];
}

export async function readMail(store: MailStore, summary: MailSummary): Promise<Mail> {
  const parsed = await parseMail(store, summary);
  return {
    ...summary,
    text: parsed.text ?? "",
    html: parsed.html || "",
    headers: parsed.headerLines.map(({ key, line }) => ({
      name: key,
      value: line.slice(line.indexOf(":") + 1).trim(),
    })),
    attachments: parsed.attachments.map((attachment, index) => ({
      index,
      filename: attachment.filename ?? `part-${index}`,
      contentType: attachment.contentType,
      bytes: attachment.size,
    })),
  };
}

/** Images that the mail carries are put into the HTML as `data:`, so that it needs no network. */
export async function readHtml(store: MailStore, summary: MailSummary): Promise<string> {
  const parsed = await parseMail(store, summary);
  return parsed.html || "";
}

export async function readAttachment(
  store: MailStore,
  summary: MailSummary,
  index: number,
): Promise<{ readonly filename: string; readonly content: Buffer } | undefined> {
  const attachment = (await parseMail(store, summary)).attachments[index];
  if (attachment === undefined) return undefined;
  return { filename: attachment.filename ?? `part-${index}`, content: attachment.content };
}

async function parseMail(store: MailStore, summary: MailSummary): Promise<ParsedMail> {
  return await simpleParser(await store.readSource(summary.id));
}
