/** A browser's cache storage in memory, with the part of it that this app uses. For tests. */
export function createMemoryCaches(): CacheStorage {
  const caches = new Map<string, Cache>();
  const open = async (name: string) => {
    const cache = caches.get(name) ?? createMemoryCache();
    caches.set(name, cache);
    return cache;
  };
  return { open } as unknown as CacheStorage;
}

const origin = "https://lockers.example";

function createMemoryCache(): Cache {
  const responses = new Map<string, Response>();
  const urlOf = (request: RequestInfo | URL) =>
    new URL(request instanceof Request ? request.url : String(request), origin).href;
  const cache: Pick<Cache, "match" | "put" | "delete" | "keys"> = {
    match: async (request) => responses.get(urlOf(request))?.clone(),
    async put(request, response) {
      // As in browsers: a renewed entry counts as the newest.
      responses.delete(urlOf(request));
      responses.set(urlOf(request), response);
    },
    delete: async (request) => responses.delete(urlOf(request)),
    keys: async () => [...responses.keys()].map((url) => new Request(url)),
  };
  return cache as Cache;
}
