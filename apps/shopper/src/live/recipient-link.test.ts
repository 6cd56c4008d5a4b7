import { problemFor } from "@pigeonhole/contract/problem";
import { createClient } from "@pigeonhole/sdk/client";
import { describe, expect, it } from "vitest";
import { aRecipientView, aShare, sampleToken } from "../samples.ts";
import { createRecipientLink, NewsFailure } from "./recipient-link.ts";

function aLink(status: number, body: unknown) {
  const urls: string[] = [];
  const client = createClient({
    baseUrl: "",
    async fetch(url) {
      urls.push(url);
      return new Response(JSON.stringify(body), { status });
    },
    timers: {
      after(delayMs, callback) {
        if (delayMs < 10_000) queueMicrotask(callback);
        return () => undefined;
      },
    },
  });
  return { link: createRecipientLink(client, `/t/${sampleToken}`), urls };
}

describe("what a recipient's page asks the network", () => {
  it("reads the view behind its own link", async () => {
    const { link, urls } = aLink(200, aRecipientView());
    const news = await link.view(new AbortController().signal);
    expect(news).toMatchObject({ kind: "view", view: { trackingNumber: "PHAA041061050S0" } });
    expect(urls).toEqual([`/v1/tracking-links/${sampleToken}`]);
  });

  it("tells the end of a link from a network in trouble", async () => {
    const signal = new AbortController().signal;
    const gone = aLink(404, problemFor("http://x", "link.unknown"));
    expect(await gone.link.view(signal)).toEqual({ kind: "gone" });
    const trouble = aLink(503, problemFor("http://x", "network.unavailable"));
    await expect(trouble.link.view(signal)).rejects.toBeInstanceOf(NewsFailure);
  });

  it("never sends a writing request twice by itself", async () => {
    const { link, urls } = aLink(503, problemFor("http://x", "network.unavailable"));
    await link.open("1234");
    await link.share("Ewa");
    await link.report({ kind: "empty" });
    expect(urls).toHaveLength(3);
  });

  it("keeps digits, names and codes out of addresses", async () => {
    const { link, urls } = aLink(503, problemFor("http://x", "network.unavailable"));
    await link.open("9876");
    await link.share("Ewa");
    await link.revoke(aShare());
    for (const secret of ["9876", "Ewa", aShare().access.code, aRecipientView().access?.code]) {
      expect(urls.join(" ")).not.toContain(secret);
    }
  });
});
