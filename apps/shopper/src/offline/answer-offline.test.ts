import { describe, expect, it } from "vitest";
import type { WorkerDeps } from "./answer-offline.ts";
import { answerAsset, answerPage, keepPage, networkPatienceMs } from "./answer-offline.ts";
import { isKeepMessage, keptPagesMax, pageCacheName } from "./keeping.ts";
import { createMemoryCaches } from "./memory-caches.ts";

const site = "https://lockers.example";
type Network = (url: string) => Response | "away" | "silent";

/** A device whose network answers as `world.network` says at the moment. */
function aDevice(network: Network) {
  const world = { network, asked: [] as string[], late: [] as (() => void)[] };
  const deps: WorkerDeps = {
    caches: createMemoryCaches(),
    async fetch(request) {
      world.asked.push(request.url);
      const answer = world.network(request.url);
      if (answer === "away") throw new TypeError("Failed to fetch");
      return answer === "silent" ? new Promise(() => undefined) : answer;
    },
    after(delayMs, callback) {
      expect(delayMs).toBe(networkPatienceMs);
      world.late.push(callback);
      return () => undefined;
    },
  };
  const open = async (path: string) => {
    const response = await answerPage(deps, new Request(site + path));
    return `${response.status} ${await response.text()}`;
  };
  return { deps, world, open };
}

const page =
  (text: string, status = 200) =>
  () =>
    new Response(text, { status });

describe("a recipient's page on the device", () => {
  it("comes from the network while there is one, and from the device when there is none", async () => {
    const { world, open } = aDevice(page("first"));
    expect(await open("/t/aa1")).toBe("200 first");
    world.network = page("second");
    expect(await open("/t/aa1")).toBe("200 second");
    world.network = () => "away";
    expect(await open("/t/aa1")).toBe("200 second");
  });

  it("is the same page in every language", async () => {
    const { world, open } = aDevice(page("kept"));
    await open("/t/aa1");
    world.network = () => "away";
    expect(await open("/t/aa1?language=pl")).toBe("200 kept");
  });

  it("is never that of another link", async () => {
    const { world, open } = aDevice(page("kept"));
    await open("/t/aa1");
    world.network = () => "away";
    await expect(open("/t/aa2")).rejects.toThrow("Failed to fetch");
  });

  it("stays readable while the server is in trouble", async () => {
    const { world, open } = aDevice(page("kept"));
    await open("/t/aa1");
    world.network = page("unavailable", 503);
    expect(await open("/t/aa1")).toBe("200 kept");
    expect(await open("/t/aa2")).toBe("503 unavailable");
  });

  it("does not wait for ever in a basement", async () => {
    const { world, open } = aDevice(page("kept"));
    await open("/t/aa1");
    world.network = () => "silent";
    const opening = open("/t/aa1");
    await expect.poll(() => world.late.length).toBeGreaterThan(0);
    for (const strike of world.late) strike();
    expect(await opening).toBe("200 kept");
  });

  it("is forgotten when its link was taken back", async () => {
    const { world, open } = aDevice(page("kept"));
    await open("/t/aa1");
    world.network = page("gone", 404);
    expect(await open("/t/aa1")).toBe("404 gone");
    world.network = () => "away";
    await expect(open("/t/aa1")).rejects.toThrow();
  });

  it("makes room for newer ones", async () => {
    const { deps, open } = aDevice(page("kept"));
    for (let index = 0; index < keptPagesMax + 3; index += 1) await open(`/t/aa${index}`);
    const kept = await (await deps.caches.open(pageCacheName)).keys();
    expect(kept).toHaveLength(keptPagesMax);
    expect(kept.map((request) => request.url)).not.toContain(`${site}/t/aa0`);
  });
});

describe("what a page is drawn with", () => {
  it("is fetched once, because its name changes with its contents", async () => {
    const { deps, world } = aDevice(page("script"));
    const request = () => new Request(`${site}/assets/a-1.js`);
    await answerAsset(deps, request());
    expect(await (await answerAsset(deps, request())).text()).toBe("script");
    expect(world.asked).toHaveLength(1);
  });

  it("is kept on the first visit, but nothing that comes from elsewhere", async () => {
    const { deps, world, open } = aDevice(page("kept"));
    await keepPage(deps, `${site}/t/aa1?language=de`, [
      `${site}/assets/a-1.js`,
      "https://elsewhere.example/assets/spy.js",
    ]);
    expect(world.asked).toEqual([`${site}/t/aa1?language=de`, `${site}/assets/a-1.js`]);
    world.network = () => "away";
    expect(await open("/t/aa1")).toBe("200 kept");
  });
});

describe("a message to the worker", () => {
  it("is taken in its own form only", () => {
    expect(isKeepMessage({ type: "keep", assets: ["/assets/a.js"] })).toBe(true);
    for (const other of [null, "keep", { type: "keep" }, { type: "keep", assets: [1] }]) {
      expect(isKeepMessage(other)).toBe(false);
    }
  });
});
