import { type ErrorCode, errorCatalogue } from "@pigeonhole/contract/error-catalogue";
import { escapeHtml } from "../platform/http/plain-page.ts";

/** Pages for developers who follow the `type` of a problem. They work without any asset. */
const style = `
:root { color-scheme: light dark; --ink: #16202e; --paper: #fbfaf7; --line: #d9d5cb; --quiet: #5b6472; --action: #0b5fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #f2f0ea; --paper: #10161f; --line: #2c3644; --quiet: #a7afbb; --action: #7aa7ff; } }
body { margin: 0 auto; max-width: 42rem; padding: 2rem 1rem; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.55 "Inter Variable", system-ui, sans-serif; }
h1 { font-size: 1.563rem; line-height: 1.25; } h2 { font-size: 1rem; margin-bottom: 0; }
code { font-size: 1.0625rem; } p { margin-top: .25rem; } a { color: var(--action); }
.code { color: var(--quiet); } ul { padding: 0; list-style: none; }
li { border-top: 1px solid var(--line); padding: .5rem 0; }
a:focus-visible { outline: 3px solid var(--action); outline-offset: 2px; }`;

export function errorPage(code: ErrorCode): string {
  const { status, title, meaning, cure } = errorCatalogue[code];
  return wrapped(
    title,
    `<p class="code"><code>${code}</code> · HTTP ${status}</p>
<h1>${escapeHtml(title)}</h1>
<h2>What happened</h2><p>${escapeHtml(meaning)}</p>
<h2>What to do</h2><p>${escapeHtml(cure)}</p>
<p><a href="/errors">All error codes</a> · <a href="/reference">Interface reference</a></p>`,
  );
}

export function errorIndexPage(codes: readonly ErrorCode[]): string {
  const rows = codes
    .map(
      (code) =>
        `<li><a href="/errors/${code}"><code>${code}</code></a><br>${escapeHtml(errorCatalogue[code].title)}</li>`,
    )
    .join("");
  return wrapped("Error codes", `<h1>Error codes</h1><ul>${rows}</ul>`);
}

function wrapped(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)} · Pigeonhole</title><style>${style}</style></head><body><main>${body}</main></body></html>`;
}
