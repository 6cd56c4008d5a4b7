// The kiosk's screen in a real browser, before an agent that shows it one state after the other.
import AxeBuilder from "@axe-core/playwright";
import {
  allSamples,
  longestLockerName,
  type Sample,
  sampleSetting,
} from "@pigeonhole/kiosk-screen/samples";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findChromium } from "../tools/chromium.ts";
import { type SampleAgent, startSampleAgent } from "./sample-agent.ts";

const portrait = { width: 1080, height: 1920 };
const landscape = { width: 1280, height: 800 };
const narrow = { width: 320, height: 900 };

const samples = allSamples();
const wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

let browser: Browser;
let agent: SampleAgent;
let context: BrowserContext;
let page: Page;

function sampleNamed(name: string): Sample {
  const sample = samples.find((each) => each.name === name);
  if (sample === undefined) throw new Error(`no sample ${name}`);
  return sample;
}

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox"] });
});

afterAll(async () => {
  await browser.close();
});

beforeEach(async () => {
  agent = await startSampleAgent(sampleSetting(), sampleNamed("idle").state);
  context = await browser.newContext({ viewport: portrait });
  page = await context.newPage();
  await page.goto(agent.url);
  await page.getByRole("heading", { name: "Type your code" }).waitFor();
});

afterEach(async () => {
  await context.close();
  await agent.close();
});

/** Shows a sample and waits until the page has drawn it. */
async function show(sample: Sample): Promise<void> {
  const drawn = agent.show(sample.state);
  await page.locator(`[data-revision="${drawn.revision}"]`).waitFor();
}

async function findViolations(rules?: readonly string[]): Promise<string[]> {
  const builder = new AxeBuilder({ page });
  const chosen = rules === undefined ? builder.withTags(wcag) : builder.withRules([...rules]);
  const { violations } = await chosen.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
}

type Measures = {
  readonly isScrolling: boolean;
  readonly keySideMin: number;
  readonly highestControl: number;
  readonly fontMin: number;
};

/** What the look asks for, as figures: nothing cut off, large targets, large type. */
function measure(): Promise<Measures> {
  return page.evaluate(() => {
    const buttons = [...document.querySelectorAll(".frame button")].map((button) =>
      button.getBoundingClientRect(),
    );
    const hasText = (element: Element) =>
      [...element.childNodes].some(
        (node) => node.nodeType === 3 && node.textContent?.trim() !== "",
      );
    const fonts = [...document.querySelectorAll(".frame *")]
      .filter((element) => hasText(element) && element.closest("svg") === null)
      .map((element) => Number.parseFloat(getComputedStyle(element).fontSize));
    const { scrollHeight, scrollWidth } = document.documentElement;
    return {
      isScrolling: scrollHeight > innerHeight || scrollWidth > innerWidth,
      keySideMin: Math.min(...buttons.flatMap(({ width, height }) => [width, height])),
      highestControl: Math.min(...buttons.map(({ top }) => top)),
      fontMin: Math.min(...fonts),
    };
  });
}

describe("every screen", () => {
  it("has no violation of WCAG 2.2 AA by day, by night and with high contrast", async () => {
    for (const sample of samples) {
      await show(sample);
      await page.emulateMedia({ colorScheme: "light" });
      expect.soft(await findViolations(), sample.name).toEqual([]);
      await page.emulateMedia({ colorScheme: "dark" });
      expect.soft(await findViolations(["color-contrast"]), `${sample.name} by night`).toEqual([]);
    }
    await show(sampleNamed("idle"));
    await page.getByRole("button", { name: "Accessibility" }).click();
    await page.getByRole("button", { name: "High contrast" }).click();
    expect(await findViolations()).toEqual([]);
    await page.getByRole("button", { name: "Close" }).last().click();
    expect(await findViolations()).toEqual([]);
  });

  it.each([
    ["portrait", portrait],
    ["landscape", landscape],
  ])(
    "fits a %s panel in every language, with keys of 96 px and type of 22 px",
    async (_, viewport) => {
      await page.setViewportSize(viewport);
      for (const language of ["English", "Deutsch", "Polski"]) {
        await page.getByRole("button", { name: language }).click();
        for (const sample of samples.filter(({ name }) => name !== "pickup-warning")) {
          await show({ ...sample, state: { ...sample.state, visitId: null } });
          const measures = await measure();
          expect.soft(measures.isScrolling, `${language} ${sample.name}`).toBe(false);
          expect.soft(measures.keySideMin, `${language} ${sample.name}`).toBeGreaterThanOrEqual(96);
          expect.soft(measures.fontMin, `${language} ${sample.name}`).toBeGreaterThanOrEqual(22);
        }
        await show(sampleNamed("idle"));
      }
    },
  );

  it("keeps all controls in the lower half when asked to", async () => {
    for (const viewport of [portrait, landscape]) {
      await page.setViewportSize(viewport);
      await page.getByRole("button", { name: "Accessibility" }).click();
      await page.getByRole("button", { name: "Everything in the lower half" }).click();
      await page.getByRole("button", { name: "Close" }).last().click();
      for (const sample of samples.filter(({ name }) => name !== "pickup-warning")) {
        await show({ ...sample, state: { ...sample.state, visitId: null } });
        const { highestControl } = await measure();
        expect.soft(highestControl, sample.name).toBeGreaterThanOrEqual(viewport.height / 2);
      }
      await page.reload();
      await page.getByRole("button", { name: "Accessibility" }).waitFor();
    }
  });

  it("reflows to 320 px without scrolling sideways, with the longest name", async () => {
    agent.set(sampleSetting({ lockerName: longestLockerName }));
    await page.setViewportSize(narrow);
    for (const sample of samples) {
      await show(sample);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect.soft(width, sample.name).toBeLessThanOrEqual(narrow.width);
    }
  });
});

describe("the idle screen", () => {
  it("takes a code by keyboard alone, moving from key to key with the focus in sight", async () => {
    await page.keyboard.press("Tab");
    const focused = page.locator(":focus");
    expect(await focused.textContent()).toBe("1");
    const outline = await focused.evaluate((element) => getComputedStyle(element).outlineWidth);
    expect(Number.parseFloat(outline)).toBeGreaterThanOrEqual(3);
    await page.keyboard.press("Space");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    for (const digit of "482715") await page.keyboard.press(digit, { delay: 80 });
    await page.getByText("Your code 1 2 4 8 2 7 1 5").waitFor();
    await page.keyboard.press("Enter");
    await expect.poll(() => agent.received).toEqual([{ action: "enter_code", code: "12482715" }]);
  });

  it("takes a code by touch and forgets what was erased", async () => {
    const keypad = page.getByRole("region", { name: "Keypad" });
    for (const digit of "482") await keypad.getByRole("button", { name: digit }).click();
    await keypad.getByRole("button", { name: "Erase" }).click();
    await keypad.getByRole("button", { name: "7" }).click();
    await keypad.getByRole("button", { name: "Open" }).click();
    await expect.poll(() => agent.received).toEqual([{ action: "enter_code", code: "487" }]);
  });

  it("takes pasted text as a scan, and pasted digits as typed ones", async () => {
    const paste = (text: string) =>
      page.evaluate((pasted) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text", pasted);
        document.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
      }, text);
    await paste("1234 5678\n");
    await page.getByRole("button", { name: "Open", exact: true }).click();
    await paste(" PHB1:0123456789ABCDEFGHJKMNPQRS ");
    await expect
      .poll(() => agent.received)
      .toEqual([
        { action: "enter_code", code: "12345678" },
        { action: "scan", text: "PHB1:0123456789ABCDEFGHJKMNPQRS" },
      ]);
  });

  it("takes a scan although a key has the focus, which the scanner's Enter does not press", async () => {
    const text = "PH1:0123456789ABCDEFGHJKMNPQRS";
    await page.getByRole("button", { name: "7", exact: true }).click();
    await page.keyboard.type(text);
    await page.keyboard.press("Enter");
    await expect.poll(() => agent.received).toEqual([{ action: "scan", text }]);
  });

  it("speaks the language that is chosen, and says so to the browser", async () => {
    await page.getByRole("button", { name: "Polski" }).click();
    await page.getByRole("heading", { name: "Wpisz kod" }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("pl");
  });
});

describe("a visit", () => {
  it("shows a warning in time, and one press gives more time", async () => {
    await show(sampleNamed("pickup-warning"));
    const warning = page.getByRole("alertdialog", { name: "Are you still there?" });
    await warning.getByRole("button", { name: "I need more time" }).click();
    await expect.poll(() => agent.received).toEqual([{ action: "stay_awake" }]);
    await show(sampleNamed("pickup-done"));
    await warning.waitFor({ state: "detached" });
  });

  it("ends in thanks, during which the next person already types a code", async () => {
    await page.setViewportSize(landscape);
    await show(sampleNamed("pickup-done"));
    await page.getByRole("button", { name: "Enter a code" }).click();
    expect(await measure()).toMatchObject({ isScrolling: false, keySideMin: 96 });
    const keypad = page.getByRole("region", { name: "Keypad" });
    for (const digit of "4827") await keypad.getByRole("button", { name: digit }).click();
    await keypad.getByRole("button", { name: "Open" }).click();
    await expect.poll(() => agent.received).toEqual([{ action: "enter_code", code: "4827" }]);
  });

  it("is announced by ear with the place of the door", async () => {
    await show(sampleNamed("pickup-open"));
    const spoken = page.locator("[aria-live]").filter({ hasText: "Door 2 is open." });
    expect(await spoken.textContent()).toContain(
      "Column 1, second door from the bottom, knee height.",
    );
  });

  it("begins each screen at its top for who moves by keyboard", async () => {
    await page.getByRole("button", { name: "Help" }).focus();
    await show(sampleNamed("pickup-open"));
    await page.keyboard.press("Tab");
    expect(await page.locator(":focus").textContent()).toBe("The compartment is empty");
  });
});

describe("when the agent is away", () => {
  it("the screen says so calmly and comes back by itself", async () => {
    agent.goAway();
    await page.getByRole("heading", { name: "One moment, please" }).waitFor();
    expect(await findViolations()).toEqual([]);
    agent.comeBack();
    await page.getByRole("heading", { name: "Type your code" }).waitFor();
  });
});
