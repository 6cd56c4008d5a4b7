// What stays on the device, so that a recipient can read code and QR without a network: the pages
// behind links that were opened here, what they are drawn with, and their last views. Shared by the
// page and by the worker, which may only share names and limits.

/** Pages as the server sent them, by path; the last ones opened. */
export const pageCacheName = "pigeonhole-pages-1";
/** Scripts, styles and fonts; their names hold a hash, so that they never change. */
export const assetCacheName = "pigeonhole-assets-1";
/** Last views, by path of their page. */
export const viewCacheName = "pigeonhole-views-1";

/** A household seldom waits for more parcels at a time; older ones make room. */
export const keptPagesMax = 10;
/** A build has about ten assets; this keeps a few builds that kept pages still need. */
export const keptAssetsMax = 60;

/** From the page to the worker: keep me and what I am drawn with. */
export type KeepMessage = { readonly type: "keep"; readonly assets: readonly string[] };

/** From the worker to the page: it is done. */
export const keptMessage = "kept";

export function isKeepMessage(value: unknown): value is KeepMessage {
  if (typeof value !== "object" || value === null) return false;
  const { type, assets } = value as Partial<Record<keyof KeepMessage, unknown>>;
  return (
    type === "keep" && Array.isArray(assets) && assets.every((asset) => typeof asset === "string")
  );
}

/** Removes the entries that were put first until at most `entriesMax` are left. */
export async function trimCache(cache: Cache, entriesMax: number): Promise<void> {
  const kept = await cache.keys();
  for (const request of kept.slice(0, Math.max(0, kept.length - entriesMax))) {
    await cache.delete(request);
  }
}
