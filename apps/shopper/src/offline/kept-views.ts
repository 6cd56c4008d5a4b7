import type { RecipientView } from "@pigeonhole/contract/http/recipients";
import { recipientView } from "@pigeonhole/contract/http/recipients";
import { keptPagesMax, pageCacheName, trimCache, viewCacheName } from "./keeping.ts";

/** The last view of a link that was opened on this device, and when it was true. */
export type KeptView = { readonly view: RecipientView; readonly atMs: number };

export type KeptViews = {
  read(path: string): Promise<KeptView | null>;
  keep(path: string, kept: KeptView): Promise<void>;
  /** Forgets the page too: a link that was taken back leaves nothing behind. */
  forget(path: string): Promise<void>;
};

/** Where the browser keeps nothing (no secure context, private window), pages work without it. */
export const noKeptViews: KeptViews = {
  read: async () => null,
  keep: async () => undefined,
  forget: async () => undefined,
};

export function createKeptViews(caches: CacheStorage): KeptViews {
  const read = async (path: string) => {
    const response = await (await caches.open(viewCacheName)).match(path);
    return response === undefined ? null : parseKept(await response.json());
  };
  return {
    read,
    async keep(path, kept) {
      // A page that was itself kept begins with older news than those that were heard later.
      const known = await read(path);
      if (known !== null && known.atMs > kept.atMs) return;
      const cache = await caches.open(viewCacheName);
      await cache.put(path, new Response(JSON.stringify(kept)));
      await trimCache(cache, keptPagesMax);
    },
    async forget(path) {
      await (await caches.open(viewCacheName)).delete(path);
      await (await caches.open(pageCacheName)).delete(path);
    },
  };
}

/** A view that another build of the page has kept may have another shape; then it is as if none. */
function parseKept(value: unknown): KeptView | null {
  if (typeof value !== "object" || value === null) return null;
  const { view, atMs } = value as Partial<Record<keyof KeptView, unknown>>;
  const parsed = recipientView.safeParse(view);
  return parsed.success && typeof atMs === "number" ? { view: parsed.data, atMs } : null;
}
