import { createHash } from "node:crypto";
import type { FastifyReply } from "fastify";

/** A page of the server itself: no scripts, one small style sheet that its own hash allows. */
export type PlainPage = { readonly html: string; readonly status: number };

const style = `:root{color-scheme:light dark;font:1.0625rem/1.6 system-ui,sans-serif}
body{max-width:46rem;margin:2rem auto;padding:0 1rem}dt{font-weight:600;margin-top:1rem}dd{margin:0}
table{border-collapse:collapse}th,td{text-align:left;padding:.35rem .75rem .35rem 0}
code{font-family:ui-monospace,monospace}`;
const styleHash = createHash("sha256").update(style).digest("base64");

export function plainPage(title: string, body: string, status = 200): PlainPage {
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><style>${style}</style></head>
<body><main>${body}</main></body></html>
`;
  return { html, status };
}

export function sendPlainPage(reply: FastifyReply, page: PlainPage): FastifyReply {
  return reply
    .status(page.status)
    .header("content-type", "text/html; charset=utf-8")
    .header(
      "content-security-policy",
      `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; frame-ancestors 'none'`,
    )
    .send(page.html);
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
