import type { Parcel } from "@pigeonhole/contract/http/parcels";
import { encode } from "uqr";

/**
 * The demonstration desk: one page on which a person plays shop and courier, with the way to every
 * screen of the demonstration. It knows nothing that an API key and the demo's record do not give.
 */
export type DeskView = {
  readonly serverUrl: string;
  readonly inboxUrl: string;
  readonly courierBadge: string;
  readonly lockers: readonly DeskLocker[];
  readonly parcels: readonly Parcel[];
  readonly message: DeskMessage | null;
  /** What stood in the form when it was refused. */
  readonly typed: URLSearchParams | null;
};

export type DeskLocker = {
  readonly name: string;
  readonly lockerId: string;
  readonly place: string;
  readonly wallUrl: string;
  readonly screenUrl: string;
};

export type DeskMessage = { readonly good: boolean; readonly text: string };

export function renderDesk(view: DeskView): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Demonstration desk · Pigeonhole</title>
<link rel="stylesheet" href="/desk.css">
<script src="/desk.js" defer></script>
</head>
<body>
<header>
  ${mark}
  <div><h1>Demonstration desk</h1>
  <p>Play the shop and the courier here, the recipient at the locker.</p></div>
</header>
<main>
  ${message(view.message)}
  ${announceForm(view)}
  ${courierPart(view)}
  ${recipientPart(view)}
</main>
</body>
</html>`;
}

const mark = `<svg class="mark" viewBox="0 0 30 30" role="img" aria-label="Pigeonhole"><g fill="none" stroke="currentColor" stroke-width="2"><path d="M3 3h24v24H3zM3 11h24M3 19h24M15 3v24"/></g><path d="M16 12h10v6H16z" fill="var(--signal)" stroke="currentColor" stroke-width="1"/></svg>`;

function message(text: DeskMessage | null): string {
  if (text === null) return "";
  return `<p class="message ${text.good ? "good" : "bad"}" role="status">${escapeHtml(text.text)}</p>`;
}

function announceForm(view: DeskView): string {
  const options = view.lockers
    .map(
      ({ lockerId, name, place }) =>
        `<option value="${escapeHtml(lockerId)}"${chosen(view, "lockerId", lockerId)}>${escapeHtml(name)}, ${escapeHtml(place)}</option>`,
    )
    .join("");
  return `<section aria-labelledby="shop"><h2 id="shop"><span>1</span> The shop announces a parcel</h2>
<form method="post" action="/announcements">
  <label>Recipient<input name="name" value="${typed(view, "name", "Alex Example")}" required maxlength="120" autocomplete="off"></label>
  <label>E-mail<input name="email" type="email" value="${typed(view, "email", "alex@example.org")}" required autocomplete="off"></label>
  <label>Locker<select name="lockerId">${options}</select></label>
  <label>Size<select name="size">
    <option value="200x60x300"${chosen(view, "size", "200x60x300")}>Book, 200 × 60 × 300 mm</option>
    <option value="350x180x400"${chosen(view, "size", "350x180x400")}>Shoes, 350 × 180 × 400 mm</option>
    <option value="370x400x600"${chosen(view, "size", "370x400x600")}>Coat, 370 × 400 × 600 mm</option></select></label>
  <label>Language<select name="language"><option value="en"${chosen(view, "language", "en")}>English</option><option value="de"${chosen(view, "language", "de")}>Deutsch</option><option value="pl"${chosen(view, "language", "pl")}>Polski</option></select></label>
  <label class="check"><input type="checkbox" name="low"${view.typed?.has("low") ? " checked" : ""}> needs a low door</label>
  <button>Announce the parcel</button>
</form></section>`;
}

function typed(view: DeskView, field: string, otherwise: string): string {
  return escapeHtml(view.typed?.get(field) ?? otherwise);
}

function chosen(view: DeskView, field: string, value: string): string {
  return view.typed?.get(field) === value ? " selected" : "";
}

function courierPart(view: DeskView): string {
  const rows = view.parcels.map((parcel) => parcelRow(view, parcel)).join("");
  const labels =
    rows === ""
      ? `<p class="empty">No parcels yet. Announce one above; its label appears here.</p>`
      : `<ul class="labels">${rows}</ul>`;
  return `<section aria-labelledby="courier"><h2 id="courier"><span>2</span> The courier brings it</h2>
<p>Open the locker below, scan the badge, then the label. In the browser, copying here and pasting
on the kiosk's screen is the scan.</p>
<ul class="labels"><li>${qr(view.courierBadge)}<div><strong>Courier's badge</strong>
  ${copyable(view.courierBadge)}</div></li></ul>
${labels}</section>`;
}

function parcelRow(view: DeskView, parcel: Parcel): string {
  const locker = view.lockers.find(({ lockerId }) => lockerId === parcel.lockerId);
  return `<li>${qr(parcel.trackingNumber)}<div>
  <strong>${escapeHtml(parcel.reference)}</strong> for ${escapeHtml(locker?.name ?? parcel.lockerId)}
  <em>${escapeHtml(parcel.state.replaceAll("_", " "))}</em>
  ${copyable(parcel.trackingNumber)}
  <a href="${escapeHtml(parcel.trackingUrl)}">Follow it</a></div></li>`;
}

function recipientPart(view: DeskView): string {
  const lockers = view.lockers
    .map(
      ({ name, place, wallUrl, screenUrl }) =>
        `<li><a href="${escapeHtml(wallUrl)}"><strong>${escapeHtml(name)}</strong></a> ${escapeHtml(place)}
        <small>(<a href="${escapeHtml(screenUrl)}">the screen alone</a>)</small></li>`,
    )
    .join("");
  return `<section aria-labelledby="places"><h2 id="places"><span>3</span> The recipient takes it out</h2>
<p>The code is in the <a href="${escapeHtml(view.inboxUrl)}">mail inbox</a>. Type it at the locker, pull
the door, take the goods, push it shut.</p>
<ul class="places">${lockers}</ul>
<p><a href="${escapeHtml(view.serverUrl)}">Public pages</a> · <a href="${escapeHtml(view.serverUrl)}/reference">API reference</a></p></section>`;
}

function copyable(text: string): string {
  return `<code>${escapeHtml(text)}</code> <button type="button" class="copy" data-text="${escapeHtml(text)}">Copy</button>`;
}

/** A QR image as one path, with the four modules of quiet zone that scanners want. */
function qr(text: string): string {
  const { data, size } = encode(text, { border: 4 });
  const path = data
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : "")))
    .join("");
  return `<svg class="qr" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges" role="img" aria-label="QR code of ${escapeHtml(text)}"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${path}"/></svg>`;
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
