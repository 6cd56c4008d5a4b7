import { eventually } from "./eventually.ts";

type MailSummary = { readonly id: string; readonly to: string; readonly subject: string };
export type Mail = MailSummary & { readonly text: string; readonly html: string };

/** Waits until the inbox holds `count` mails to `address` and gives the newest of them. */
export async function newestMail(inboxUrl: string, address: string, count = 1): Promise<Mail> {
  return eventually(`${count} mails to ${address}`, async () => {
    const list = await getJson<{ messages: MailSummary[] }>(
      `${inboxUrl}/api/messages?to=${encodeURIComponent(address)}`,
    );
    const newest = list.messages[0];
    if (list.messages.length < count || newest === undefined) return undefined;
    return getJson<Mail>(`${inboxUrl}/api/messages/${newest.id}`);
  });
}

/** The pickup code as the mail shows it, without the gap between its groups of four. */
export function codeIn(mail: Mail): string {
  const digits = /\b(\d{4})[ \u00a0](\d{4})\b/.exec(mail.text);
  if (digits === null) throw new Error(`no code in this mail:\n${mail.text}`);
  return `${digits[1]}${digits[2]}`;
}

export function trackingLinkIn(mail: Mail): string {
  const link = /https?:\/\/\S+\/t\/[\w-]+/.exec(mail.text);
  if (link === null) throw new Error(`no link in this mail:\n${mail.text}`);
  return link[0];
}

async function getJson<T>(url: string): Promise<T> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return (await answer.json()) as T;
}
