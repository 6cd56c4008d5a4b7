import type { RecipientView } from "@pigeonhole/contract/http/recipients";
import type { PageInput } from "@pigeonhole/contract/pages";
import { pageDocument, pageHeaders, pageLanguages } from "@pigeonhole/contract/pages";
import { describe, expect, it } from "vitest";
import {
  aRecipientView,
  aTrackingView,
  pageSamples,
  recipientSamples,
  sampleFrame,
  sampleToken,
} from "../samples.ts";
import { createRenderPage, scriptJson } from "./render-page.tsx";

const render = createRenderPage({
  script: "/assets/browser-1.js",
  preloads: ["/assets/other-1.js"],
  styles: ["/assets/browser-1.css"],
  icon: "data:image/svg+xml,x",
});

function recipientPage(view: RecipientView, change: Partial<PageInput> = {}): PageInput {
  return { ...sampleFrame(), ...change, kind: "recipient", view } as PageInput;
}

function textOf(page: PageInput): string {
  const [drawn = ""] = render(page).html.split("<script");
  return drawn
    .replaceAll("<!-- -->", "")
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll("&amp;", "&")
    .replaceAll("&#x27;", "'")
    .replaceAll(/\s+/g, " ");
}

const everyPage: readonly (readonly [string, PageInput])[] = [
  ...Object.entries(pageSamples()),
  ...Object.entries(recipientSamples()).map(
    ([name, view]) => [`link: ${name}`, recipientPage(view)] as const,
  ),
];

describe.each(everyPage)("the page %s", (_name, page) => {
  it("is drawn in every language with one main heading", () => {
    for (const language of pageLanguages) {
      const { html } = render({ ...page, language });
      expect(html.match(/<h1/g)).toHaveLength(1);
      expect(html).not.toMatch(/undefined|\[object|NaN|Invalid Date/);
    }
  });

  it("loads nothing from elsewhere and runs nothing inline", () => {
    const rendered = render(page);
    const documentText = pageDocument(page, rendered);
    const loaded = [
      ...documentText.matchAll(/<(?:script|link|img|iframe)[^>]*?(?:src|href)="([^"]*)"/g),
    ];
    for (const [, address] of loaded) expect(address).toMatch(/^(\/assets\/|data:)/);
    expect(documentText).not.toMatch(/<style|\son\w+="|javascript:/);
    const scripts = [...documentText.matchAll(/<script([^>]*)>/g)].map((match) => match[1]);
    expect(scripts).toHaveLength(2);
    for (const attributes of scripts) expect(attributes).toMatch(/src=|nonce="sample-nonce"/);
  });

  it("says in its title nothing that opens a door", () => {
    const title = /<title>(.*?)<\/title>/.exec(render(page).headHtml)?.[1] ?? "";
    expect(title).not.toBe("");
    expect(title).not.toMatch(/\d{4}/);
  });
});

describe("the recipient's page", () => {
  it("tells place and time in one sentence, with the full date beside it", () => {
    const text = textOf(recipientPage(aRecipientView()));
    expect(text).toContain(
      "Your parcel is in locker Dworzec\u00a02, today until 22:00".replace("\u00a0", " "),
    );
    expect(text).toContain("Sunday, 22 November 2026 at 22:00");
  });

  it("shows the code in groups of four, reads it digit by digit, and draws its QR code", () => {
    const { html } = render(recipientPage(aRecipientView()));
    expect(textOf(recipientPage(aRecipientView()))).toContain("Your pickup code: 4 8 2 1 0 5 7 3");
    expect(html.match(/ph-code-group/g)).toHaveLength(2);
    expect(html).toContain('aria-label="QR code that opens your door"');
  });

  it("says which door in words", () => {
    const text = textOf(recipientPage(aRecipientView()));
    expect(text).toContain("Door 9");
    expect(text).toContain("Column 2, third door from the bottom, knee height.");
  });

  it("does without a door that is not known, and keeps the code", () => {
    const page = recipientPage(recipientSamples()["door not known"] as RecipientView);
    expect(render(page).html).not.toContain("ph-wall");
    expect(textOf(page)).toContain("4 8 2 1 0 5 7 3");
  });

  it("says that the code works while the locker is out of reach", () => {
    const page = recipientPage(recipientSamples()["locker out of reach"] as RecipientView);
    expect(textOf(page)).toContain(
      "no connection at the moment. Your code works there all the same",
    );
  });

  it.each([
    ["deadline just passed", "The pickup deadline has passed"],
    ["overdue", "The pickup deadline has passed"],
    ["collected", "Your parcel has been collected"],
    ["going back", "Your parcel is going back to Papier & Tinte"],
    ["cancelled", "Papier & Tinte has cancelled this parcel"],
    ["lost", "We cannot find your parcel"],
    ["announced", "Papier & Tinte has announced your parcel"],
  ])("shows no code when the parcel is %s", (name, sentence) => {
    const page = recipientPage(recipientSamples()[name] as RecipientView);
    expect(textOf(page)).toContain(sentence);
    expect(render(page).html).not.toContain("48210573");
    expect(textOf(page)).not.toContain("Your pickup code");
  });

  it("informs without a script what to do when something is wrong", () => {
    const text = textOf(recipientPage(aRecipientView()));
    expect(text).toContain("Leave it inside and push the door shut.");
    expect(text).toContain("Your code works without it.");
    expect(render(recipientPage(aRecipientView())).html).not.toContain("<input");
  });

  it("tells what happened newest first, in the time of the site", () => {
    const text = textOf(recipientPage(aRecipientView()));
    const order = ["today, 10:41", "today, 07:02", "yesterday, 06:30", "Fri 20 Nov, 09:12"];
    expect(order.map((time) => text.indexOf(time))).toEqual(
      order.map((time) => text.indexOf(time)).toSorted((a, b) => a - b),
    );
    expect(text).toContain("Łódź");
  });

  it("tells an entry of a kind that is newer than the page by the state it led to", () => {
    const timeline = [
      { at: "2026-11-22T09:41:00Z", kind: "beamed_in", state: "in_transit", place: null },
    ] as const;
    expect(textOf(recipientPage(aRecipientView({ timeline: [...timeline] })))).toContain(
      "On the way",
    );
  });
});

describe("the public timeline", () => {
  it("shows no code, no door and nobody's name", () => {
    const page: PageInput = { ...sampleFrame(), kind: "tracking", view: aTrackingView() };
    const { html } = render(page);
    expect(html).not.toContain("48210573");
    expect(html).not.toContain("ph-wall");
    expect(textOf(page)).toContain("PHAA 04106 1050S 0");
  });

  it("shows opening hours that it cannot read as they are written", () => {
    const view = aTrackingView();
    const site = { ...view.site, openingHours: 'Mo-Fr 08:00-20:00 "ring twice"' };
    const page: PageInput = { ...sampleFrame(), kind: "tracking", view: { ...view, site } };
    expect(textOf(page)).toContain("ring twice");
  });
});

describe("the answer around a page", () => {
  it("has the status of what was found", () => {
    const status = (name: string) => render(pageSamples()[name] as PageInput).status;
    expect(status("home")).toBe(200);
    expect(status("unknown number")).toBe(404);
    expect(status("unavailable")).toBe(503);
  });

  it("tells nobody the address of the page and forbids scripts that are not ours", () => {
    const headers = pageHeaders({ nonce: "n-1" });
    expect(headers["referrer-policy"]).toBe("no-referrer");
    expect(headers["cache-control"]).toContain("no-store");
    expect(headers["content-security-policy"]).toContain("script-src 'self' 'nonce-n-1'");
    expect(headers["content-security-policy"]).toContain("default-src 'none'");
  });

  it("never holds the token, which the page finds in its own address", () => {
    const page = recipientPage(aRecipientView());
    expect(pageDocument(page, render(page))).not.toContain(sampleToken);
  });

  it("cannot be broken out of by what a shop calls itself", () => {
    const shopName = '</script><script>alert("x")</script>';
    const page = recipientPage(aRecipientView({ shopName }));
    expect(pageDocument(page, render(page))).not.toContain("<script>alert");
    expect(JSON.parse(scriptJson({ shopName }))).toEqual({ shopName });
  });

  it("shows the demonstration's links only where the server gives them", () => {
    expect(textOf(pageSamples()["home"] as PageInput)).not.toContain("Demonstration");
    expect(textOf(pageSamples()["home of a demonstration"] as PageInput)).toContain(
      "Kiosk at Dworzec Centralny",
    );
  });
});
