import type { Browser, Page } from "playwright-core";
import { eventually } from "./eventually.ts";
import type { RunningLocker } from "./network.ts";

/** What people do at a locker: eyes and fingers on the kiosk's screen, hands on the wall's doors. */
export type AtLocker = {
  readonly page: Page;
  /** Holds something to the scanner. */
  scan(text: string): Promise<void>;
  /** Types digits with the screen's own keys and presses “Open”. */
  typeCode(code: string): Promise<void>;
  press(button: string | RegExp): Promise<void>;
  sees(text: string | RegExp, withinMs?: number): Promise<void>;
  /** The label of the one door that stands open. */
  openDoor(): Promise<string>;
  /** Works a door by hand. */
  hand(label: string, act: "pull" | "close" | "put" | "take"): Promise<void>;
  leave(): Promise<void>;
};

type WallState = { readonly compartments: readonly { label: string; door: string }[] };

export async function stepUpTo(browser: Browser, locker: RunningLocker): Promise<AtLocker> {
  const page = await browser.newPage({ viewport: { width: 1080, height: 1920 }, locale: "en-GB" });
  await page.goto(locker.screenUrl);
  return {
    page,
    async scan(text) {
      await page.keyboard.type(text, { delay: 2 });
      await page.keyboard.press("Enter");
    },
    async typeCode(code) {
      for (const digit of code)
        await page.getByRole("button", { name: digit, exact: true }).click();
      await page.getByRole("button", { name: "Open", exact: true }).click();
    },
    press: (button) => page.getByRole("button", { name: button }).click(),
    async sees(text, withinMs = 30_000) {
      try {
        await page.getByText(text).first().waitFor({ timeout: withinMs });
      } catch (cause) {
        const shown = await page.locator("body").textContent();
        throw new Error(`the screen does not say ${text}; it says:\n${shown}`, { cause });
      }
    },
    openDoor: () =>
      eventually("one door stands open", async () => {
        const answer = await fetch(`${locker.wallUrl}/state`);
        const state = (await answer.json()) as WallState;
        const open = state.compartments.filter(({ door }) => door === "open");
        return open.length === 1 ? open[0]?.label : undefined;
      }),
    async hand(label, act) {
      const url = `${locker.wallUrl}/doors/${label}/${act}`;
      const answer = await fetch(url, { method: "POST" });
      if (!answer.ok) throw new Error(`${act} ${label}: ${answer.status} ${await answer.text()}`);
    },
    leave: () => page.close(),
  };
}
