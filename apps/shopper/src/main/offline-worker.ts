// Runs beside the pages behind recipients' links and answers for the network when it is away.

import type { WorkerDeps } from "../offline/answer-offline.ts";
import { answerAsset, answerPage, keepPage } from "../offline/answer-offline.ts";
import { isKeepMessage, keptMessage } from "../offline/keeping.ts";

/** The part of the worker's scope that is used; the page's types know nothing of workers. */
type ExtendableEvent = Event & { waitUntil(work: Promise<unknown>): void };
type FetchEvent = ExtendableEvent & {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
};
type MessageEvent = ExtendableEvent & {
  readonly data: unknown;
  readonly source: { readonly url?: string; postMessage(message: unknown): void } | null;
};
type WorkerScope = {
  readonly location: Location;
  readonly caches: CacheStorage;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: ExtendableEvent) => void): void;
  addEventListener(type: "fetch", listener: (event: FetchEvent) => void): void;
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
};

const scope = globalThis as unknown as WorkerScope;
const deps: WorkerDeps = {
  caches: scope.caches,
  fetch: (request) => fetch(request),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};

// A worker that may not fetch, because of a policy on its script, would answer every page with an
// error. It tries once before it installs; without it the pages work, only not offline.
scope.addEventListener("install", (event) => {
  event.waitUntil(fetch(scope.location.href).then(() => scope.skipWaiting()));
});
scope.addEventListener("activate", (event) => event.waitUntil(scope.clients.claim()));

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== scope.location.origin) return;
  if (request.mode === "navigate") event.respondWith(answerPage(deps, request));
  else if (url.pathname.startsWith("/assets/")) event.respondWith(answerAsset(deps, request));
});

scope.addEventListener("message", (event) => {
  const { data, source } = event;
  if (source?.url === undefined || !isKeepMessage(data)) return;
  const keeping = keepPage(deps, source.url, data.assets);
  event.waitUntil(keeping.then(() => source.postMessage(keptMessage)));
});
