import type { z } from "zod";
import type { TrackingView } from "./http/parcels.ts";
import type { RecipientView } from "./http/recipients.ts";
import type { language } from "./primitives.ts";

/**
 * What crosses between the server and the pages it serves to shoppers. The server loads the built
 * pages by path, calls `render` with a PageInput, wraps the answer with `pageDocument`, and sends it
 * with the headers of `pageHeaders`. Reading a page never changes anything: mail scanners follow links.
 */
export type PageLanguage = z.infer<typeof language>;
export const pageLanguages = ["en", "de", "pl"] as const satisfies readonly PageLanguage[];

/** Query parameter by which a page is asked for in another language, such as `?language=pl`. */
export const languageParameter = "language";

type PageFrame = {
  /** From the query, else from the view, else from Accept-Language, else English. */
  readonly language: PageLanguage;
  /** Origin of the network, without a slash at the end. */
  readonly publicUrl: string;
  /** Fresh for every answer; the same as in the Content-Security-Policy. */
  readonly nonce: string;
  /** When the view was read, RFC 3339 in UTC. "Today" is reckoned from it, at the site's place. */
  readonly now: string;
};

/** A way into the demonstration network, in the server's words. */
export type DemoLink = {
  readonly title: string;
  readonly text: string;
  readonly url: string;
};

export type PageInput = PageFrame &
  (
    | { readonly kind: "home"; readonly demo?: readonly DemoLink[] }
    | { readonly kind: "tracking"; readonly view: TrackingView }
    /** Behind the unguessable link. The token itself is not part of the page. */
    | { readonly kind: "recipient"; readonly view: RecipientView }
    | {
        readonly kind: "not-found";
        /** What was looked for; `page` where absent. */
        readonly what?: "page" | "tracking" | "link";
        /** The tracking number that was asked for, so that it can be mended. */
        readonly trackingNumber?: string;
      }
    /** The database is out of reach. */
    | { readonly kind: "unavailable" }
  );

export type RenderedPage = {
  readonly status: 200 | 404 | 503;
  /** Everything inside `<head>`. */
  readonly headHtml: string;
  /** Everything inside `<body>`, the state for hydration included. */
  readonly html: string;
};

/** What `apps/shopper/dist/server/render.js` exports as `render`. */
export type RenderPage = (page: PageInput) => RenderedPage;

/** The whole document. */
export function pageDocument(page: PageInput, rendered: RenderedPage): string {
  return `<!doctype html>\n<html lang="${page.language}">\n<head>${rendered.headHtml}</head>\n<body>${rendered.html}</body>\n</html>\n`;
}

/**
 * Headers of every page. Nothing comes from elsewhere, nothing inline runs or styles without the
 * nonce, no address of a page is told to anybody, and no cache between keeps what a person may see.
 */
export function pageHeaders(page: Pick<PageInput, "nonce">): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    `script-src 'self' 'nonce-${page.nonce}'`,
    "style-src 'self'",
    // Attributes only: drawings carry their own measures in them; rules and files stay forbidden.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
  return {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cache-control": "private, no-store",
  };
}

/** Where the pages look for the worker that keeps opened links readable without a network. */
export const offlineWorkerPath = "/offline-worker.js";

/**
 * Headers of the worker. A worker fetches under the policy of its own script, not of the page: with
 * `default-src 'none'` alone it could reach nothing, and would not install.
 */
export const offlineWorkerHeaders: Readonly<Record<string, string>> = {
  "content-type": "text/javascript; charset=utf-8",
  "content-security-policy": "default-src 'none'; connect-src 'self'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "cache-control": "no-cache",
};
