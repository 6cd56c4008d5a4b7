import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createClient } from "@pigeonhole/sdk/client";
import { chromium } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { made } from "../apps/cli/src/demo/set-up-demo.ts";
import { findChromium } from "../tools/chromium.ts";
import { eventually } from "./eventually.ts";

/** `npm start` as people meet it: the same program with the same flags, in a folder of its own. */
const port = 28_080;
const deskUrl = `http://127.0.0.1:${port + 4}/`;
let dataDir = "";
const running = new Set<Started>();

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "pigeonhole-start-"));
});
afterAll(async () => {
  await Promise.all([...running].map(interrupt));
  await rm(dataDir, { recursive: true, force: true });
});

type Started = { readonly child: ChildProcess; readonly output: () => string };

async function start(): Promise<Started> {
  const script = new URL("../apps/cli/src/main/main.ts", import.meta.url).pathname;
  const args = [script, "start", "--port", String(port), "--data-dir", dataDir];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (bytes: Buffer) => {
      output += bytes.toString();
    });
  }
  const started = { child, output: () => output };
  running.add(started);
  child.once("exit", () => running.delete(started));
  const ready = () => Promise.resolve(output.includes("Ready after") || child.exitCode !== null);
  await eventually("npm start says that it is ready", ready, 60_000);
  if (child.exitCode !== null) throw new Error(output);
  return started;
}

async function interrupt({ child }: Started): Promise<number | null> {
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  child.kill("SIGINT");
  return ended;
}

test("one command starts a network that a newcomer can use, stops it, and finds it again", async () => {
  const first = await start();
  const browser = await chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    await page.goto(deskUrl);
    await page.getByRole("textbox", { name: "Recipient" }).fill("Zażółć Gęślą");
    await page.getByRole("button", { name: "Announce the parcel" }).click();
    await page.getByRole("status").getByText("is announced").waitFor();
  } finally {
    await browser.close();
  }
  expect(await interrupt(first)).toBe(0);
  expect(first.output()).toContain("Stopped.");
  await expect(fetch(deskUrl)).rejects.toThrow();

  const second = await start();
  const { shopKey } = JSON.parse(await readFile(path.join(dataDir, "demo.json"), "utf8"));
  const shop = createClient({ baseUrl: `http://127.0.0.1:${port}`, key: shopKey });
  const { parcels } = made("parcels", await shop.listParcels({ query: { limit: 10 } }));
  expect(parcels).toHaveLength(1);
  const { sites } = made("sites", await shop.listSites());
  await eventually("every kiosk is online again", async () => {
    const now = made("sites", await shop.listSites());
    return now.sites.every(({ lockers }) => lockers.every(({ reach }) => reach === "online"));
  });
  expect(sites).toHaveLength(3);

  // A killed start leaves its PostgreSQL running; the next one ends it and finds the rows.
  const killed = new Promise((resolve) => second.child.once("exit", resolve));
  second.child.kill("SIGKILL");
  await killed;
  await eventually("its programs end with it", () =>
    fetch(`http://127.0.0.1:${port}/livez`).then(
      () => false,
      () => true,
    ),
  );
  const third = await start();
  const kept = made("parcels", await shop.listParcels({ query: { limit: 10 } }));
  expect(kept.parcels).toHaveLength(1);
  expect(await interrupt(third)).toBe(0);
});
