import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { RecipientView, RemoteOpening } from "@pigeonhole/contract/http/recipients";
import type { PageInput, PageLanguage, RenderPage } from "@pigeonhole/contract/pages";
import {
  offlineWorkerHeaders,
  offlineWorkerPath,
  pageDocument,
  pageHeaders,
  pageLanguages,
} from "@pigeonhole/contract/pages";
import type { Problem } from "@pigeonhole/contract/problem";
import { problemFor } from "@pigeonhole/contract/problem";

const shopperDir = path.join(import.meta.dirname, "../../apps/shopper");

type Samples = {
  readonly sampleToken: string;
  readonly sampleNow: string;
  readonly recipientSamples: () => Readonly<Record<string, RecipientView>>;
  readonly pageSamples: () => Readonly<Record<string, PageInput>>;
  readonly aShare: (change: { readonly name: string }) => RecipientView["shares"][number];
};

/** What the small server behind the pages knows; tests change it as they go. */
export type PagesWorld = {
  view: RecipientView | "gone";
  /** What becomes of the next remote opening, asked for after the answer to the request itself. */
  opening: RemoteOpening["state"];
  /** A refusal instead of the next answers to writing requests. */
  refusal: Problem | null;
  /** Shown for `/`, `/track/…` and wherever else no parcel is. */
  page: PageInput;
  readonly requests: { readonly method: string; readonly url: string; readonly body: string }[];
};

export type PagesServer = {
  readonly url: string;
  readonly linkUrl: string;
  readonly world: PagesWorld;
  readonly samples: Samples;
  /** As when the machine is cut off: no port, no answers. */
  readonly goAway: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Serves the built pages of apps/shopper as the server app does, over one parcel in memory. */
export async function startPagesServer(): Promise<PagesServer> {
  const artefact = path.join(shopperDir, "dist/server/render.js");
  if (!existsSync(artefact)) throw new Error("build the pages first: npm run build");
  const { render }: { render: RenderPage } = await import(pathToFileURL(artefact).href);
  const samples: Samples = await import(
    pathToFileURL(path.join(shopperDir, "src/samples.ts")).href
  );
  const world: PagesWorld = {
    view: available(samples),
    opening: "opened",
    refusal: null,
    page: sampleOf(samples.pageSamples(), "home"),
    requests: [],
  };
  const server = createServer((request, response) => {
    answer({ world, samples, render, request, response }).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async () => {
    if (!server.listening) return;
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  };
  return { url, linkUrl: `${url}/t/${samples.sampleToken}`, world, samples, goAway: close, close };
}

type Exchange = {
  readonly world: PagesWorld;
  readonly samples: Samples;
  readonly render: RenderPage;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
};

async function answer(exchange: Exchange): Promise<void> {
  const { world, request, response } = exchange;
  let body = "";
  for await (const chunk of request) body += String(chunk);
  world.requests.push({ method: request.method ?? "", url: request.url ?? "", body });
  const { pathname } = new URL(request.url ?? "/", "http://pages");
  if (pathname.startsWith("/v1/")) return answerCall(exchange, pathname, body);
  if (pathname.startsWith("/assets/") || pathname === offlineWorkerPath) {
    return answerFile(response, pathname);
  }
  return answerPage(exchange);
}

function answerPage({ world, samples, render, request, response }: Exchange): void {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://pages");
  const asked = searchParams.get("language");
  const isLink = pathname.startsWith("/t/");
  const shown = isLink ? linkPage(world, samples) : world.page;
  const language = pageLanguages.find((each) => each === asked) ?? shown.language;
  const page: PageInput = { ...shown, language, nonce: "nonce-of-a-test", now: nowText() };
  const rendered = render(page);
  response.writeHead(rendered.status, pageHeaders(page)).end(pageDocument(page, rendered));
}

function linkPage(world: PagesWorld, samples: Samples): PageInput {
  const frame = { publicUrl: "http://pages", nonce: "", now: samples.sampleNow };
  if (world.view === "gone") {
    return { ...frame, language: "en" as PageLanguage, kind: "not-found", what: "link" };
  }
  return { ...frame, language: world.view.language, kind: "recipient", view: world.view };
}

/** The pages are alive and reckon with the device's clock, so that their news must be of today. */
function nowText(): string {
  return new Date().toISOString();
}

async function answerFile(response: ServerResponse, pathname: string): Promise<void> {
  const file = path.join(shopperDir, "dist/client", path.normalize(pathname));
  const types: Readonly<Record<string, string>> = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".woff2": "font/woff2",
  };
  const type = types[path.extname(file)] ?? "application/octet-stream";
  const headers =
    pathname === offlineWorkerPath
      ? offlineWorkerHeaders
      : { "content-type": type, "content-security-policy": "default-src 'none'" };
  response.writeHead(200, headers).end(await readFile(file));
}

function answerCall(
  { world, samples, request, response }: Exchange,
  pathname: string,
  body: string,
) {
  const json = (status: number, value: unknown) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(value === undefined ? undefined : JSON.stringify(value));
  };
  const { view } = world;
  if (view === "gone") return json(404, problemFor("http://pages", "link.unknown"));
  if (request.method !== "GET" && world.refusal !== null) {
    return json(world.refusal.status, world.refusal);
  }
  const call = `${request.method} ${pathname.replace(`/v1/tracking-links/${samples.sampleToken}`, "")}`;
  const opening = { id: "cmd_aa000000000000000001", reason: null } as const;
  if (call === "GET ") return json(200, view);
  if (call === "POST /shares") {
    const made = samples.aShare(JSON.parse(body));
    world.view = { ...view, shares: [...view.shares, made] };
    return json(201, made);
  }
  if (call.startsWith("DELETE /shares/")) {
    world.view = { ...view, shares: view.shares.filter((share) => !call.endsWith(share.grantId)) };
    return json(204, undefined);
  }
  if (call === "POST /openings") return json(202, { ...opening, state: "waiting" });
  if (call.startsWith("GET /openings/")) return json(200, { ...opening, state: world.opening });
  if (call === "POST /problems")
    return json(201, { reference: "4711", whatHappensNext: "We look." });
  return json(404, problemFor("http://pages", "request.not_found"));
}

/** Tonight's parcel: its deadline is reckoned from the real clock, as the page's "today" is. */
function available(samples: Samples): RecipientView {
  const view = sampleOf(samples.recipientSamples(), "available");
  return { ...view, pickupDeadline: new Date(Date.now() + 36 * 3_600_000).toISOString() };
}

/** A sample by its name. */
export function sampleOf<T>(samples: Readonly<Record<string, T>>, name: string): T {
  const sample = samples[name];
  if (sample === undefined) throw new Error(`there is no sample "${name}"`);
  return sample;
}
