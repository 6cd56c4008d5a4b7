import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startPostgres } from "@pigeonhole/local-services/postgres/start-postgres";
import { chromium } from "playwright-core";
import { demoLockers } from "../../apps/cli/src/demo/demo-network.ts";
import { startNetwork } from "../../e2e/network.ts";
import { announce, deposit, hearOfDelivery, pickUp, readMail } from "../../e2e/story.ts";
import { findChromium } from "../../tools/chromium.ts";
import type { Figure } from "../support/figures.ts";

const stories = 3;

/** Resident memory of the server and of one kiosk agent after a few whole stories in a browser. */
export async function measureMemory(): Promise<Figure[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "pigeonhole-memory-"));
  const postgres = await startPostgres({ dataDir: folder, port: 0, log: () => undefined });
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ["--no-sandbox"],
  });
  const [plan] = demoLockers;
  if (plan === undefined) throw new Error("the demonstration has lockers");
  const network = await startNetwork({
    databaseUrl: postgres.url,
    servers: 1,
    lockers: [{ plan, region: "d1", server: 0 }],
  });
  try {
    const [locker] = network.lockers;
    const [shop] = network.shops;
    if (locker === undefined || shop === undefined) throw new Error("the network has a locker");
    for (let number = 0; number < stories; number += 1) {
      const story = { network, browser, locker, shop, email: `memory-${number}@example.org` };
      const parcel = await announce(story, `memory-${number}`);
      const door = await deposit(story, parcel);
      await pickUp(story, await readMail(story, door), door);
      await hearOfDelivery(story, parcel);
    }
    const server = await residentMegabytes(network.programs.get("server-0")?.pid);
    const kiosk = await residentMegabytes(network.programs.get(`kiosk-${plan.name}`)?.pid);
    return [
      megabytes("memory of the server after the story", server, 300),
      megabytes("memory of one kiosk agent after the story", kiosk, 150),
    ];
  } finally {
    await network.close();
    await browser.close();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function megabytes(name: string, value: number, atMost: number): Figure {
  return { name, value, unit: "MB", target: { atMost }, from: { stories } };
}

/** As Linux accounts it; elsewhere there is no figure rather than a wrong one. */
async function residentMegabytes(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(status)?.[1];
  return (Number(kilobytes) * 1_024) / 1_000_000;
}
