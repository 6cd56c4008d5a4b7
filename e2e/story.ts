import type { Parcel } from "@pigeonhole/contract/http/parcels";
import type { Client } from "@pigeonhole/sdk/client";
import type { Browser } from "playwright-core";
import { expect } from "vitest";
import { made } from "../apps/cli/src/demo/set-up-demo.ts";
import { eventually } from "./eventually.ts";
import { codeIn, type Mail, newestMail, trackingLinkIn } from "./mails.ts";
import type { Network, RunningLocker } from "./network.ts";
import { stepUpTo } from "./people.ts";

/** The story of one parcel, act by act, so that tests can cut the network between any two. */
export type Story = {
  readonly network: Network;
  readonly browser: Browser;
  readonly locker: RunningLocker;
  readonly shop: Client;
  readonly email: string;
};

/** The shop announces; the locker hears of it. */
export async function announce(story: Story, reference: string): Promise<Parcel> {
  const parcel = made(
    "announcement",
    await story.shop.announceParcel({
      body: {
        reference,
        lockerId: story.locker.lockerId,
        recipient: { name: "Alex Example", email: story.email, language: "en" },
        parcel: { sizeMm: { widthMm: 350, heightMm: 180, depthMm: 400 }, massGrams: 2_000 },
      },
    }),
  );
  expect(parcel.state).toBe("announced");
  return parcel;
}

/** The courier puts the parcel in; the locker believes its sensors and the courier's word. */
export async function deposit(story: Story, parcel: Parcel): Promise<string> {
  const courier = await stepUpTo(story.browser, story.locker);
  await courier.sees("Type your code");
  await eventually("the kiosk knows the courier and the parcel", async () => {
    await courier.scan(story.network.courierBadge);
    await courier.sees("Scan a label", 2_000);
    return true;
  });
  await courier.scan(parcel.trackingNumber);
  const door = await courier.openDoor();
  await courier.sees(openedDoor(door));
  await courier.hand(door, "put");
  // A door that shuts at once would rightly be doubted.
  await courier.page.waitForTimeout(2_200);
  await courier.hand(door, "close");
  await courier.press("Yes, it is inside");
  await courier.sees("Scan a label");
  await courier.press("Done");
  await courier.sees("Type your code");
  await courier.leave();
  return door;
}

/** The recipient reads the mail and the page behind its link. */
export async function readMail(story: Story, door: string | null): Promise<string> {
  const mail: Mail = await newestMail(story.network.inboxUrl, story.email);
  const code = codeIn(mail);
  const phone = await story.browser.newPage({ viewport: { width: 360, height: 740 } });
  await phone.goto(trackingLinkIn(mail));
  await phone
    .getByText(`${code.slice(0, 4)}`)
    .first()
    .waitFor();
  if (door !== null)
    await phone
      .getByText(new RegExp(`\\b${door}\\b`))
      .first()
      .waitFor();
  await phone.close();
  return code;
}

/** The recipient takes it out with the digits alone. */
export async function pickUp(story: Story, code: string, door: string): Promise<void> {
  const recipient = await stepUpTo(story.browser, story.locker);
  await recipient.sees("Type your code");
  await recipient.typeCode(code);
  expect(await recipient.openDoor()).toBe(door);
  await recipient.sees(openedDoor(door));
  await recipient.hand(door, "take");
  await recipient.hand(door, "close");
  await recipient.sees("Thank you");
  await recipient.press("Done");
  await recipient.sees("Type your code");
  await recipient.leave();
}

/** Not “is opening”: hands wait until the locker knows that the door stands open. */
function openedDoor(door: string): RegExp {
  return new RegExp(`Door ${door} is open(?!ing)`);
}

/** What the shop sees in the end. */
export async function hearOfDelivery(story: Story, parcel: Parcel): Promise<string[]> {
  await eventually("the shop hears that it was picked up", async () => {
    const now = made("parcel", await story.shop.getParcel({ params: { parcelId: parcel.id } }));
    return now.state === "delivered";
  });
  const tracking = made(
    "tracking",
    await story.shop.getTracking({ params: { trackingNumber: parcel.trackingNumber } }),
  );
  return tracking.timeline.map(({ state }) => state);
}
