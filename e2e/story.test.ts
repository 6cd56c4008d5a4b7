import type { ScreenState } from "@pigeonhole/contract/kiosk-screen/screen-state";
import { createTestDatabase } from "@pigeonhole/local-services/test-database/create-test-database";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { demoLockers } from "../apps/cli/src/demo/demo-network.ts";
import { made } from "../apps/cli/src/demo/set-up-demo.ts";
import { findChromium } from "../tools/chromium.ts";
import { eventually } from "./eventually.ts";
import { findMachinePostgres, startMachinePostgres } from "./machine-postgres.ts";
import { type Network, startNetwork } from "./network.ts";
import { stepUpTo } from "./people.ts";
import { announce, deposit, hearOfDelivery, pickUp, readMail, type Story } from "./story.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox"] });
});
afterAll(() => browser.close());

const empty = { migrate: async () => undefined, template: "empty" };
const [kraków, berlin, manchester] = demoLockers;
if (kraków === undefined || berlin === undefined || manchester === undefined)
  throw new Error("the demo has three lockers");

function storyAt(network: Network, index: number, email: string): Story {
  const locker = network.lockers[index];
  const shop = network.shops[index % network.shops.length];
  if (locker === undefined || shop === undefined) throw new Error("no such locker");
  return { network, browser, locker, shop, email };
}

describe("a parcel goes through a locker", () => {
  let network: Network;
  let database: Awaited<ReturnType<typeof createTestDatabase>>;

  beforeAll(async () => {
    database = await createTestDatabase(empty);
    network = await startNetwork({
      databaseUrl: database.url,
      servers: 2,
      lockers: [
        { plan: kraków, region: "p1", server: 0 },
        { plan: berlin, region: "d2", server: 1 },
      ],
    });
  });
  afterAll(async () => {
    await network.close();
    await database.drop();
  });

  test("from the shop to the recipient, in two regions on two server processes", async () => {
    for (const index of [0, 1]) {
      const story = storyAt(network, index, `whole-${index}@example.org`);
      const parcel = await announce(story, `whole-${index}`);
      const door = await deposit(story, parcel);
      const code = await readMail(story, door);
      await pickUp(story, code, door);
      const states = await hearOfDelivery(story, parcel);
      expect(states).toContain("available_for_pickup");
      expect(states).toContain("delivered");
    }
  });

  test("with the network cut from deposit to pickup, and healed afterwards", async () => {
    const story = storyAt(network, 0, "cut@example.org");
    const parcel = await announce(story, "cut");
    await grantsReach(story);
    story.locker.cable.cut();
    const door = await deposit(story, parcel);
    await carrierSays(story, parcel.trackingNumber);
    const code = await readMail(story, null);
    await pickUp(story, code, door);
    story.locker.cable.heal();
    const states = await hearOfDelivery(story, parcel);
    expect(states.filter((state) => state === "delivered")).toHaveLength(1);
  });
});

describe("a network on the operator's own PostgreSQL", () => {
  const programs = findMachinePostgres();
  const why = programs === undefined ? " (skipped: this machine has no PostgreSQL 15 to 18)" : "";

  test.skipIf(programs === undefined)(`carries a parcel by DATABASE_URL${why}`, async () => {
    const postgres = await startMachinePostgres(programs ?? "");
    try {
      const network = await startNetwork({
        databaseUrl: postgres.url,
        servers: 1,
        lockers: [{ plan: manchester, region: "d1", server: 0 }],
      });
      try {
        const story = storyAt(network, 0, "own@example.org");
        const parcel = await announce(story, "own");
        const door = await deposit(story, parcel);
        await pickUp(story, await readMail(story, door), door);
        expect(await hearOfDelivery(story, parcel)).toContain("delivered");
      } finally {
        await network.close();
      }
    } finally {
      postgres.stop();
    }
  });
});

/** Waits until the kiosk's list holds the parcel, as the courier's first look shows. */
async function grantsReach(story: Story): Promise<void> {
  const courier = await stepUpTo(story.browser, story.locker);
  await eventually("the kiosk expects the parcel", async () => {
    await courier.scan(story.network.courierBadge);
    await courier.sees("Scan a label", 2_000);
    const answer = await fetch(`${story.locker.screenUrl}screen/state`);
    const { screen } = (await answer.json()) as ScreenState;
    return screen.step === "courier_ready" && screen.expected > 0;
  });
  await courier.press("Done");
  await courier.sees("Type your code");
  await courier.leave();
}

/** The courier's own device has a network of its own. */
async function carrierSays(story: Story, trackingNumber: string): Promise<void> {
  const answer = made(
    "scan",
    await story.shop.recordCarrierScans({
      body: {
        scans: [
          {
            scanId: `placed-${trackingNumber}`,
            trackingNumber,
            kind: "placed_in_locker",
            at: new Date().toISOString(),
          },
        ],
      },
    }),
  );
  expect(answer.recorded).toBe(1);
}
