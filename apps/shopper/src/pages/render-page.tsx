import type { PageInput, RenderedPage, RenderPage } from "@pigeonhole/contract/pages";
import { renderToString } from "react-dom/server";
import { createI18n, sayWith } from "../languages/words.tsx";
import { App } from "./app.tsx";
import type { PageState } from "./page-state.ts";
import { pageRootId, pageStateId } from "./page-state.ts";
import { pageTitle } from "./page-title.ts";

/** Addresses of what the pages need in the browser. */
export type PageAssets = {
  readonly script: string;
  /** Scripts that the first one imports. */
  readonly preloads: readonly string[];
  readonly styles: readonly string[];
  readonly icon: string;
};

/** Draws pages as text, for people without scripts and for the first picture of everybody else. */
export function createRenderPage(assets: PageAssets): RenderPage {
  return (page: PageInput): RenderedPage => {
    const { nonce, ...state } = page;
    return {
      status: statusOf(page),
      headHtml: headHtml(assets, state),
      html: `<div id="${pageRootId}">${renderToString(<App page={state} deps={null} />)}</div>${stateScript(state, nonce)}`,
    };
  };
}

function statusOf(page: PageInput): RenderedPage["status"] {
  if (page.kind === "not-found") return 404;
  return page.kind === "unavailable" ? 503 : 200;
}

function headHtml(assets: PageAssets, page: PageState): string {
  const title = pageTitle(page, sayWith(createI18n(page.language)));
  return [
    '<meta charset="utf-8">',
    `<title>${escapeHtml(title)}</title>`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    '<meta name="color-scheme" content="light dark">',
    // Phones make links of digits otherwise, also of codes.
    '<meta name="format-detection" content="telephone=no">',
    page.kind === "home" ? "" : '<meta name="robots" content="noindex, nofollow">',
    `<link rel="icon" href="${escapeHtml(assets.icon)}" type="image/svg+xml">`,
    ...assets.styles.map((href) => `<link rel="stylesheet" href="${href}">`),
    ...assets.preloads.map((href) => `<link rel="modulepreload" href="${href}">`),
    `<script type="module" src="${assets.script}"></script>`,
  ].join("");
}

function stateScript(state: PageState, nonce: string): string {
  return `<script type="application/json" id="${pageStateId}" nonce="${escapeHtml(nonce)}">${scriptJson(state)}</script>`;
}

/** JSON that cannot end the script element it stands in, whatever a shop calls itself. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll("<", "\\u003c")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
