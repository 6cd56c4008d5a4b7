import type { Notice } from "./notice.ts";
import { parcelDeliveryJson } from "./parcel-delivery.ts";
import type { NoticeContent } from "./render-notice.ts";

/** Text from outside becomes text again, in elements and in attributes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/**
 * Colours of the network's look. Light ones stand inline, because some mail programs drop style
 * elements; dark ones come by media query where it is understood, and where a program inverts by
 * itself the pairs keep their contrast. The QR image keeps its white ground everywhere.
 */
const ink = "#16202E";
const paper = "#FBFAF7";
const line = "#D9D5CB";
const quiet = "#5B6472";
const action = "#0B5FFF";
const fonts = "Inter, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";

const style = `
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  body { margin: 0; padding: 0; }
  @media (prefers-color-scheme: dark) {
    .ground, .card { background: #10161F !important; }
    .ink { color: #F2F0EA !important; }
    .quiet { color: #A7AFBB !important; }
    .card, .rule { border-color: #2C3644 !important; }
    .action { background: #7AA7FF !important; color: #10161F !important; }
  }
  @media (max-width: 480px) { .code { font-size: 34px !important; } .card { padding: 20px !important; } }`;

export function noticeHtml(notice: Notice, content: NoticeContent): string {
  const { subject, greeting, paragraphs } = content;
  return `<!doctype html>
<html lang="${notice.language}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(subject)}</title>
<style>${style}</style>
<script type="application/ld+json">${parcelDeliveryJson(notice)}</script>
</head>
<body class="ground" style="margin:0;padding:0;background:${paper}">
<div role="article" aria-label="${escapeHtml(subject)}" lang="${notice.language}">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="ground" style="background:${paper}"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px"><tr><td class="card ink" style="background:${paper};border:1px solid ${line};border-radius:12px;padding:32px;font-family:${fonts};font-size:16px;line-height:1.5;color:${ink}">
${mark()}
<h1 class="ink" style="margin:20px 0 16px;font-size:25px;line-height:1.25;font-weight:650;color:${ink}">${escapeHtml(subject)}</h1>
<p class="ink" style="margin:0 0 12px;color:${ink}">${escapeHtml(greeting)}</p>
${paragraphs.map(paragraph).join("\n")}
${accessPart(content)}
${rowsPart(content)}
<p style="margin:24px 0"><a class="action" href="${escapeHtml(notice.linkUrl)}" style="display:inline-block;background:${action};color:#FFFFFF;text-decoration:none;font-weight:600;padding:14px 20px;border-radius:8px">${escapeHtml(content.texts.openPage)}</a></p>
${footer(content)}
</td></tr></table>
</td></tr></table>
</div>
</body>
</html>`;
}

/** Six doors, one of them filled: drawn with table cells, because mail programs drop SVG. */
function mark(): string {
  const door = (fill: string) =>
    `<td class="rule" width="10" height="12" style="width:10px;height:12px;font-size:0;line-height:0;border:2px solid ${quiet};background:${fill}">&nbsp;</td>`;
  const row = (...doors: readonly string[]) => `<tr>${doors.join("")}</tr>`;
  const empty = door("transparent");
  return `<table role="presentation" aria-hidden="true" cellpadding="0" cellspacing="3" border="0">${row(empty, empty, empty)}${row(empty, door(quiet), empty)}</table>`;
}

function paragraph(text: string): string {
  return `<p class="ink" style="margin:0 0 12px;color:${ink}">${escapeHtml(text)}</p>`;
}

function accessPart({ access, texts }: NoticeContent): string {
  if (access === null) return "";
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="rule" style="margin:20px 0;border:2px solid ${line};border-radius:12px"><tr><td align="center" style="padding:20px">
<p class="quiet" style="margin:0 0 4px;color:${quiet}">${escapeHtml(texts.codeLabel)}</p>
<p class="code ink" style="margin:0 0 16px;font-size:40px;line-height:1.2;font-weight:700;letter-spacing:2px;font-variant-numeric:tabular-nums;white-space:nowrap;color:${ink}">${escapeHtml(access.code)}</p>
<img src="cid:${access.image.contentId}" width="200" height="200" alt="${escapeHtml(texts.qrAlt)}" style="display:block;width:200px;height:200px;background:#FFFFFF;border:8px solid #FFFFFF;border-radius:8px">
<p class="quiet" style="margin:16px 0 0;font-size:14px;color:${quiet}">${escapeHtml(texts.codeHint)}</p>
</td></tr></table>`;
}

function rowsPart({ rows }: NoticeContent): string {
  const cells = rows.map(
    ({ label, lines }) =>
      `<tr><th scope="row" align="left" valign="top" class="quiet rule" style="padding:10px 16px 10px 0;border-top:1px solid ${line};font-weight:400;color:${quiet};white-space:nowrap">${escapeHtml(label)}</th><td valign="top" class="ink rule" style="padding:10px 0;border-top:1px solid ${line};color:${ink}">${lines.map(escapeHtml).join("<br>")}</td></tr>`,
  );
  return `<table width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0;font-size:16px;line-height:1.4">${cells.join("")}</table>`;
}

function footer({ help, access, texts }: NoticeContent): string {
  const lines = access === null ? [help] : [help, texts.safety];
  return lines
    .map(
      (text) =>
        `<p class="quiet" style="margin:0 0 8px;font-size:14px;color:${quiet}">${escapeHtml(text)}</p>`,
    )
    .join("\n");
}
