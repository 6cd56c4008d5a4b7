import { describe, expect, it } from "vitest";
import { aRecipientView } from "../samples.ts";
import { viewCacheName } from "./keeping.ts";
import { createKeptViews } from "./kept-views.ts";
import { createMemoryCaches } from "./memory-caches.ts";

describe("the last view of a link", () => {
  it("is read as it was kept, with the time it was true", async () => {
    const views = createKeptViews(createMemoryCaches());
    const kept = { view: aRecipientView(), atMs: 1_700_000_000_000 };
    await views.keep("/t/aa1", kept);
    expect(await views.read("/t/aa1")).toEqual(kept);
    expect(await views.read("/t/aa2")).toBeNull();
  });

  it("is not replaced by an older one, with which a kept page begins", async () => {
    const views = createKeptViews(createMemoryCaches());
    await views.keep("/t/aa1", { view: aRecipientView({ shopName: "newer" }), atMs: 2 });
    await views.keep("/t/aa1", { view: aRecipientView({ shopName: "older" }), atMs: 1 });
    expect((await views.read("/t/aa1"))?.view.shopName).toBe("newer");
  });

  it("leaves nothing behind when its link was taken back", async () => {
    const views = createKeptViews(createMemoryCaches());
    await views.keep("/t/aa1", { view: aRecipientView(), atMs: 1 });
    await views.forget("/t/aa1");
    expect(await views.read("/t/aa1")).toBeNull();
  });

  it("is as if none when another build of the page has kept another shape", async () => {
    const caches = createMemoryCaches();
    const cache = await caches.open(viewCacheName);
    await cache.put("/t/aa1", new Response(JSON.stringify({ view: { state: "new" }, atMs: 1 })));
    expect(await createKeptViews(caches).read("/t/aa1")).toBeNull();
  });
});
