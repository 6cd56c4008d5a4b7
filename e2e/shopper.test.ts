import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { chromium } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findChromium } from "../tools/chromium.ts";
import type { PagesServer } from "./shopper/pages-server.ts";
import { sampleOf, startPagesServer } from "./shopper/pages-server.ts";

const phone = { width: 360, height: 740 };
const code = "48210573";

let browser: Browser;
let server: PagesServer;
let context: BrowserContext;
let page: Page;
/** What the browser complained about: broken rules of the content security policy, failed drawing. */
let complaints: string[];

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox"] });
});
afterAll(async () => {
  await browser.close();
});
beforeEach(async () => {
  server = await startPagesServer();
  await openPhone({});
});
afterEach(async () => {
  await context.close();
  await server.close();
});

async function openPhone(options: Parameters<Browser["newContext"]>[0]): Promise<void> {
  context = await browser.newContext({ viewport: phone, locale: "en-GB", ...options });
  page = await context.newPage();
  complaints = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
}

async function reopenPhone(options: Parameters<Browser["newContext"]>[0]): Promise<void> {
  await context.close();
  await openPhone(options);
}

const codeCard = () => page.getByRole("region", { name: "Your pickup code" });

describe("the page behind the link of the mail", () => {
  it("shows state, code, QR and door at once, and is alive without a complaint", async () => {
    await page.goto(server.linkUrl);
    const heading = page.getByRole("heading", { level: 1 });
    expect(await heading.textContent()).toMatch(/^Your parcel is in locker Dworzec\s2, /);
    await codeCard().getByRole("img", { name: "QR code that opens your door" }).waitFor();
    expect(await codeCard().textContent()).toContain([...code].join(" "));
    await page.getByRole("region", { name: "Your door" }).waitFor();
    await page.getByRole("button", { name: "Print" }).waitFor();
    expect(complaints).toEqual([]);
  });

  it("changes nothing when it is only looked at, as a mail scanner does", async () => {
    await page.goto(server.linkUrl);
    await page.getByRole("button", { name: "Print" }).waitFor();
    expect(new Set(server.world.requests.map((request) => request.method))).toEqual(
      new Set(["GET"]),
    );
  });

  it("asks nobody but its own server, and tells it neither code nor token out of place", async () => {
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(server.linkUrl);
    await page.getByRole("button", { name: "Print" }).waitFor();
    for (const url of asked)
      expect(url.startsWith(server.url) || url.startsWith("data:")).toBe(true);
    expect(asked.join(" ")).not.toContain(code);
    const token = server.samples.sampleToken;
    const withToken = asked
      .filter((url) => url.includes(token))
      .map((url) => new URL(url).pathname);
    for (const path of withToken) {
      expect([`/t/${token}`, `/v1/tracking-links/${token}`]).toContain(path);
    }
  });

  it("informs without JavaScript", async () => {
    await reopenPhone({ javaScriptEnabled: false });
    await page.goto(server.linkUrl);
    expect(await codeCard().textContent()).toContain([...code].join(" "));
    await codeCard().getByRole("img", { name: "QR code that opens your door" }).waitFor();
    await page.getByText("The whole week").click();
    await page.getByRole("rowheader", { name: /^Wednesday/ }).waitFor();
    await page.getByText("Your code works without it.").waitFor();
    expect(await page.getByRole("textbox").count()).toBe(0);
    await page.getByRole("link", { name: "Deutsch" }).click();
    await page.getByRole("region", { name: "Ihr Abholcode" }).waitFor();
  });

  it("changes its language in place and keeps it over a reload", async () => {
    await page.goto(server.linkUrl);
    await page.getByRole("button", { name: "Print" }).waitFor();
    await page.getByRole("link", { name: "Polski" }).click();
    await page.getByRole("region", { name: "Twój kod odbioru" }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("pl");
    await page.reload();
    await page.getByRole("region", { name: "Twój kod odbioru" }).waitFor();
  });

  it("hears by itself that the parcel was collected, and takes the code away", async () => {
    await page.clock.install();
    await page.goto(server.linkUrl);
    await page.getByRole("button", { name: "Print" }).waitFor();
    server.world.view = sampleOf(server.samples.recipientSamples(), "collected");
    await page.clock.runFor(25_000);
    await page.getByRole("heading", { name: "Your parcel has been collected" }).waitFor();
    expect(await codeCard().count()).toBe(0);
  });

  it("says so when its link was taken back while it was open", async () => {
    await page.clock.install();
    await page.goto(server.linkUrl);
    await page.getByRole("button", { name: "Print" }).waitFor();
    server.world.view = "gone";
    await page.clock.runFor(25_000);
    await page
      .getByRole("heading", { name: "This link does not lead anywhere any more" })
      .waitFor();
    expect(await page.content()).not.toContain("4 8 2 1 0 5 7 3");
  });
});

describe("without a network, once the page was opened", () => {
  async function openAndKeep(): Promise<void> {
    await page.goto(server.linkUrl);
    await page.getByText("This page stays readable on this device without a network.").waitFor();
  }

  it("still shows code, QR and door after a reload, and how old its news are", async () => {
    await openAndKeep();
    await server.goAway();
    await page.reload();
    expect(await codeCard().textContent()).toContain([...code].join(" "));
    await codeCard().getByRole("img", { name: "QR code that opens your door" }).waitFor();
    await page.getByRole("region", { name: "Your door" }).waitFor();
    await page.getByText(/^No connection\. Last news: today, \d\d:\d\d\./).waitFor();
    await page.getByRole("link", { name: "Polski" }).click();
    await page.getByRole("region", { name: "Twój kod odbioru" }).waitFor();
  });

  it("shows the last news that it heard, not those it was first opened with", async () => {
    await openAndKeep();
    server.world.view = sampleOf(server.samples.recipientSamples(), "shared");
    // What a phone does when somebody comes back to the page: news are asked for at once.
    await page.evaluate(() => window.dispatchEvent(new Event("visibilitychange")));
    await page.getByRole("heading", { name: "For Ewa" }).waitFor();
    await server.goAway();
    await page.reload();
    await page.getByRole("heading", { name: "For Ewa" }).waitFor();
  });

  it("keeps no page of a link that was never opened here", async () => {
    await openAndKeep();
    await server.goAway();
    const other = server.linkUrl.replace("sample", "0ther0");
    await expect(page.goto(other)).rejects.toThrow(/ERR_/);
  });

  it("tells somebody who asks for a door that it does not know, and what is safe", async () => {
    await page.goto(server.linkUrl);
    const digits = page.getByLabel("Presence code (four digits)");
    await digits.fill("1234");
    await server.goAway();
    await page.getByRole("button", { name: "Open my door" }).click();
    await page.getByText("we do not know whether the locker was asked").waitFor();
  });
});

describe("what a recipient can do", () => {
  it("opens the door with the four digits of the locker's screen", async () => {
    await page.goto(server.linkUrl);
    const open = page.getByRole("button", { name: "Open my door" });
    await open.click();
    await page.getByText("Type all four digits from the locker's screen.").waitFor();
    expect(server.world.requests.some((request) => request.method === "POST")).toBe(false);
    await page.getByLabel("Presence code (four digits)").fill("0427");
    await open.click();
    await page.getByText(/^Door 9 opens\. Take your parcel and push the door shut\./).waitFor();
    const sent = server.world.requests.filter((request) => request.method === "POST");
    expect(sent.map((request) => request.body)).toEqual(['{"presenceCode":"0427"}']);
  });

  it.each([
    ["refused", "The locker did not open the door. Your parcel is safe inside."],
    ["expired", "The locker did not answer in time"],
  ] as const)("is told what to do when the opening is %s", async (state, text) => {
    server.world.opening = state;
    await page.goto(server.linkUrl);
    await page.getByLabel("Presence code (four digits)").fill("0427");
    await page.getByRole("button", { name: "Open my door" }).click();
    await page.getByText(text).waitFor();
    await page.getByLabel("Presence code (four digits)").waitFor();
  });

  it("makes a second code for somebody and takes it back after being asked once more", async () => {
    await page.goto(server.linkUrl);
    await page.getByLabel("Who collects?").fill("Oma Käthe");
    await page.getByRole("button", { name: "Make a second code" }).click();
    await page.getByRole("heading", { name: "For Oma Käthe" }).waitFor();
    await page.getByText("Code for Oma Käthe: 6 0 2 9 1 8 4 7").waitFor();
    await page.getByRole("button", { name: "Take back the code for Oma Käthe" }).click();
    expect(server.world.requests.some((request) => request.method === "DELETE")).toBe(false);
    await page.getByRole("button", { name: "Yes, take it back" }).click();
    await page.getByText("The code for Oma Käthe is taken back.").waitFor();
    await page.getByRole("heading", { name: "For Oma Käthe" }).waitFor({ state: "detached" });
  });

  it("reports what is wrong after reading what happens next", async () => {
    await page.goto(server.linkUrl);
    await page.getByLabel("It is not my parcel").check();
    await page.getByText("Leave it inside and push the door shut.").waitFor();
    await page.getByLabel("In your words").fill("A red one.\nNot mine.");
    await page.getByRole("button", { name: "Report" }).click();
    await page.getByText("We have your report. Its number is 4711.").waitFor();
    const sent = server.world.requests.find((request) => request.method === "POST");
    expect(JSON.parse(sent?.body ?? "")).toEqual({
      kind: "not_mine",
      note: "A red one. Not mine.",
    });
  });

  it("does all of it with the keyboard alone", async () => {
    await page.goto(server.linkUrl);
    await page.getByRole("button", { name: "Print" }).waitFor();
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("To the content");
    const digits = page.getByLabel("Presence code (four digits)");
    for (let presses = 0; presses < 30; presses += 1) {
      if (await digits.evaluate((element) => element === document.activeElement)) break;
      await page.keyboard.press("Tab");
    }
    await page.keyboard.type("0427");
    await page.keyboard.press("Enter");
    await page.getByText("Door 9 opens.").waitFor();
  });
});

describe("the first page", () => {
  it("finds the tracking page of a typed number and tells a typing error first", async () => {
    await page.goto(server.url);
    await page.getByLabel("Tracking number").fill("PHAA 04106 1050S 1");
    await page.getByRole("button", { name: "Track" }).click();
    await page.getByText("This number has a typing error.").waitFor();
    await page.getByLabel("Tracking number").fill("phaa 04106 1050s 0");
    server.world.page = sampleOf(server.samples.pageSamples(), "tracking");
    await page.getByRole("button", { name: "Track" }).click();
    await page.waitForURL("**/track/PHAA041061050S0");
    await page.getByRole("heading", { name: "The parcel is in the locker" }).waitFor();
  });
});

describe("for everybody (WCAG 2.2 AA)", () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

  async function violations(): Promise<string[]> {
    const result = await new AxeBuilder({ page }).withTags(tags).analyze();
    return result.violations.map((each) => `${each.id}: ${each.nodes.map((n) => n.html).join()}`);
  }

  function widthBeyondWindow(): Promise<number> {
    return page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
  }

  /** The server's drawing says what needs a script; on a page that has come alive it is gone. */
  async function untilAlive(): Promise<void> {
    await page.getByText(/JavaScript/).waitFor({ state: "detached" });
  }

  it("every state is free of barriers", async () => {
    await reopenPhone({ reducedMotion: "reduce" });
    const found: string[] = [];
    for (const [name, view] of Object.entries(server.samples.recipientSamples())) {
      server.world.view = view;
      await page.goto(server.linkUrl);
      await untilAlive();
      found.push(...(await violations()).map((each) => `${name}: ${each}`));
    }
    for (const [name, shown] of Object.entries(server.samples.pageSamples())) {
      server.world.page = shown;
      await page.goto(server.url);
      found.push(...(await violations()).map((each) => `${name}: ${each}`));
    }
    expect(found).toEqual([]);
  });

  it.each(["available", "overdue", "shared"])("%s has enough contrast at night", async (name) => {
    await reopenPhone({ colorScheme: "dark" });
    server.world.view = sampleOf(server.samples.recipientSamples(), name);
    await page.goto(server.linkUrl);
    await untilAlive();
    expect(await violations()).toEqual([]);
  });

  it("what is asked and answered on the way is free of barriers too", async () => {
    server.world.view = sampleOf(server.samples.recipientSamples(), "shared");
    server.world.opening = "refused";
    await page.goto(server.linkUrl);
    await page.getByRole("button", { name: "Take back the code for Ewa" }).click();
    await page.getByRole("button", { name: "Make a second code" }).click();
    await page.getByLabel("Something else").check();
    await page.getByRole("button", { name: "Report" }).click();
    await page.getByLabel("Presence code (four digits)").fill("0427");
    await page.getByRole("button", { name: "Open my door" }).click();
    await page.getByText("The locker did not open the door.").waitFor();
    expect(await violations()).toEqual([]);
  });

  it("nothing is cut off at 320 px, with long names, in any language, nor with large text", async () => {
    await reopenPhone({ viewport: { width: 320, height: 640 } });
    for (const name of ["available", "long names", "shared with all who may be"]) {
      server.world.view = sampleOf(server.samples.recipientSamples(), name);
      for (const language of ["en", "de", "pl"]) {
        await page.goto(`${server.linkUrl}?language=${language}`);
        await untilAlive();
        expect([name, language, await widthBeyondWindow()]).toEqual([name, language, 0]);
      }
    }
    await page.evaluate(() => {
      document.documentElement.style.fontSize = "200%";
    });
    expect(await widthBeyondWindow()).toBe(0);
  });
});
