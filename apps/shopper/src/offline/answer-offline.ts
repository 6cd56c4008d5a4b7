// The worker's decisions, apart from its wiring: what is answered from the network, what from the
// device.
import {
  assetCacheName,
  keptAssetsMax,
  keptPagesMax,
  pageCacheName,
  trimCache,
} from "./keeping.ts";

export type WorkerDeps = {
  readonly caches: Pick<CacheStorage, "open">;
  readonly fetch: (request: Request) => Promise<Response>;
  readonly after: (delayMs: number, callback: () => void) => () => void;
};

/**
 * A network that is there but does not answer is what people meet in basements. After this long a
 * kept page is shown; the network's answer still renews it for the next time.
 */
export const networkPatienceMs = 4_000;

/** The page from the network where it answers in time, else as it was kept. */
export async function answerPage(deps: WorkerDeps, request: Request): Promise<Response> {
  const cache = await deps.caches.open(pageCacheName);
  const path = pathOf(request);
  const kept = await cache.match(path);
  const fresh = fetchPage(deps, cache, request);
  if (kept === undefined) return fresh;
  const patience = new Promise<"late">((resolve) => {
    deps.after(networkPatienceMs, () => resolve("late"));
  });
  const first = await Promise.race([fresh.catch(() => "unreachable" as const), patience]);
  // A server in trouble says nothing about the link, so that the kept page with its code is of more use.
  return first instanceof Response && first.status < 500 ? first : kept;
}

async function fetchPage(deps: WorkerDeps, cache: Cache, request: Request): Promise<Response> {
  const response = await deps.fetch(request);
  const path = pathOf(request);
  if (response.ok && !response.redirected) await keepIn(cache, path, response, keptPagesMax);
  if (response.status === 404 || response.status === 410) await cache.delete(path);
  return response;
}

/** From the device where it is kept: the name of an asset changes with its contents. */
export async function answerAsset(deps: WorkerDeps, request: Request): Promise<Response> {
  const cache = await deps.caches.open(assetCacheName);
  const kept = await cache.match(request.url);
  if (kept !== undefined) return kept;
  const response = await deps.fetch(request);
  if (response.ok) await keepIn(cache, request.url, response, keptAssetsMax);
  return response;
}

/** Keeps the page that asks for it and what it is drawn with; the first visit has no worker yet. */
export async function keepPage(
  deps: WorkerDeps,
  pageUrl: string,
  assets: readonly string[],
): Promise<void> {
  const { origin } = new URL(pageUrl);
  const page = new Request(pageUrl, { credentials: "same-origin" });
  const ownAssets = assets.filter((asset) => new URL(asset, origin).origin === origin);
  await fetchPage(deps, await deps.caches.open(pageCacheName), page);
  for (const asset of ownAssets.slice(0, keptAssetsMax)) {
    await answerAsset(deps, new Request(new URL(asset, origin)));
  }
}

async function keepIn(cache: Cache, key: string, response: Response, entriesMax: number) {
  await cache.put(key, response.clone());
  await trimCache(cache, entriesMax);
}

/** The language in the query changes the words, not the parcel: one page is kept for all of them. */
function pathOf(request: Request): string {
  return new URL(request.url).pathname;
}
