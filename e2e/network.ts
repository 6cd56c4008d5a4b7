import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type ChildProgram, startChild } from "@pigeonhole/local-services/programs/child-program";
import { waitUntilReady } from "@pigeonhole/local-services/programs/wait-until-ready";
import { startSmtpInbox } from "@pigeonhole/local-services/smtp-inbox/start-smtp-inbox";
import { type Client, createClient } from "@pigeonhole/sdk/client";
import type { DemoLocker } from "../apps/cli/src/demo/demo-network.ts";
import { made } from "../apps/cli/src/demo/set-up-demo.ts";
import { type Cable, layCable } from "./cable.ts";
import { freePort } from "./free-port.ts";

/**
 * A network of real programs for the story: server processes over one database, each locker with a
 * wall and a kiosk of its own behind a cable that can be pulled. Everything ends with `close`.
 */
export type NetworkPlan = {
  readonly databaseUrl: string;
  readonly servers: number;
  readonly lockers: readonly PlannedLocker[];
};

export type PlannedLocker = {
  readonly plan: DemoLocker;
  /** Region code; a missing region is made. */
  readonly region: string;
  /** Which server process its kiosk talks to. */
  readonly server: number;
};

export type RunningLocker = {
  readonly plan: DemoLocker;
  readonly lockerId: `lkr_${string}`;
  readonly siteId: `sit_${string}`;
  readonly wallUrl: string;
  readonly screenUrl: string;
  readonly cable: Cable;
};

export type Network = {
  readonly serverUrls: readonly string[];
  readonly inboxUrl: string;
  readonly operator: Client;
  /** A shop's client for each server process. */
  readonly shops: readonly Client[];
  readonly shopKey: string;
  readonly courierBadge: string;
  readonly carrierId: `car_${string}`;
  readonly lockers: readonly RunningLocker[];
  readonly programs: ReadonlyMap<string, ChildProgram>;
  close(): Promise<void>;
};

type Site = {
  readonly folder: string;
  readonly run: (
    name: string,
    app: string,
    args: readonly string[],
    env?: Record<string, string>,
  ) => ChildProgram;
  readonly broken: () => string | undefined;
  readonly onClose: (close: () => Promise<void>) => void;
};

const readyWithinMs = 60_000;

export async function startNetwork(plan: NetworkPlan): Promise<Network> {
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const step of closers.splice(0).reverse()) await step();
  };
  try {
    return await startParts(plan, closers, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function startParts(
  plan: NetworkPlan,
  closers: (() => Promise<void>)[],
  close: () => Promise<void>,
): Promise<Network> {
  const folder = await mkdtemp(path.join(tmpdir(), "pigeonhole-e2e-"));
  closers.push(() => rm(folder, { recursive: true, force: true }));
  const programs = new Map<string, ChildProgram>();
  const site = siteIn(folder, programs, closers);
  const inbox = await startSmtpInbox({
    smtpPort: 0,
    pagePort: 0,
    dataDir: path.join(folder, "inbox"),
    log: () => undefined,
  });
  closers.push(() => inbox.stop());

  const serverUrls = await startServers(plan, site, inbox.smtpUrl);
  const first = serverUrls[0] ?? "";
  const keyFile = path.join(folder, "server-0", "operator-key");
  const operatorKey = (await readFile(keyFile, "utf8")).trim();
  const operator = createClient({ baseUrl: first, key: operatorKey });
  const people = await makePeople(operator);
  const lockers: RunningLocker[] = [];
  for (const locker of plan.lockers) {
    lockers.push(await startLocker({ site, operator, locker, serverUrls }));
  }
  return {
    serverUrls,
    inboxUrl: inbox.pageUrl,
    operator,
    shops: serverUrls.map((baseUrl) => createClient({ baseUrl, key: people.shopKey })),
    ...people,
    lockers,
    programs,
    close,
  };
}

function siteIn(
  folder: string,
  programs: Map<string, ChildProgram>,
  closers: (() => Promise<void>)[],
): Site {
  let end: string | undefined;
  const last: string[] = [];
  const onLine = (name: string, line: string) => {
    last.push(`[${name}] ${line}`);
    last.splice(0, last.length - 40);
  };
  const onEnd = (name: string, how: string) => {
    end = `${name} ended (${how})\n${last.join("\n")}`;
  };
  return {
    folder,
    broken: () => end,
    onClose: (step) => void closers.push(step),
    run(name, app, args, env = {}) {
      const script = new URL(`../apps/${app}/src/main/main.ts`, import.meta.url).pathname;
      const child = startChild({ name, script, args, env }, { onLine, onEnd });
      programs.set(name, child);
      closers.push(() => child.stop());
      return child;
    },
  };
}

async function startServers(plan: NetworkPlan, site: Site, smtpUrl: string): Promise<string[]> {
  const masterKey = randomBytes(32).toString("hex");
  const urls: string[] = [];
  for (let index = 0; index < plan.servers; index += 1) {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const dataDir = path.join(site.folder, `server-${index}`);
    await mkdir(dataDir);
    site.run(`server-${index}`, "server", [], {
      DATABASE_URL: plan.databaseUrl,
      SMTP_URL: smtpUrl,
      PUBLIC_URL: urls[0] ?? url,
      PORT: String(port),
      DATA_DIR: dataDir,
      MASTER_KEY: masterKey,
    });
    await waitUntilReady(`server ${index}`, `${url}/readyz`, readyWithinMs, site.broken);
    urls.push(url);
  }
  return urls;
}

async function makePeople(operator: Client) {
  const shop = made("shop", await operator.createShop({ body: { name: "Lantern & Loom" } }));
  const key = made(
    "key",
    await operator.createKey({
      params: { shopId: shop.id },
      body: {
        name: "story",
        scopes: [
          "parcels:write",
          "parcels:read",
          "reservations:write",
          "scans:write",
          "webhooks:write",
        ],
      },
    }),
  );
  const carrier = made(
    "carrier",
    await operator.createCarrier({ body: { name: "Swallow Parcels" } }),
  );
  const courier = made(
    "courier",
    await operator.createCourier({ body: { carrierId: carrier.id, name: "Robin" } }),
  );
  return { shopKey: key.secret, carrierId: carrier.id, courierBadge: courier.badge };
}

async function startLocker(deps: {
  site: Site;
  operator: Client;
  locker: PlannedLocker;
  serverUrls: readonly string[];
}): Promise<RunningLocker> {
  const { site, operator, locker, serverUrls } = deps;
  const { plan } = locker;
  const ids = await makeLocker(operator, locker);
  const cable = await layCable(targetOf(serverUrls[locker.server] ?? ""));
  site.onClose(() => cable.close());
  const wall = await startWall(site, plan);
  const screenPort = await freePort();
  const screenUrl = `http://127.0.0.1:${screenPort}/`;
  const code = made(
    "enrolment code",
    await operator.createEnrolmentCode({ params: { lockerId: ids.lockerId } }),
  );
  const options = new URLSearchParams({ dialect: plan.bus.dialect, ...plan.bus.options });
  site.run(`kiosk-${plan.name}`, "kiosk", [
    "--server",
    `http://127.0.0.1:${cable.port}`,
    "--data-dir",
    path.join(site.folder, `kiosk-${plan.name}`),
    "--screen-port",
    String(screenPort),
    "--bus",
    `main=tcp://127.0.0.1:${wall.boardPort}?${decodeURIComponent(options.toString())}`,
    "--enrol",
    code.code,
  ]);
  await waitUntilReady("kiosk", `${screenUrl}screen/setting`, readyWithinMs, site.broken);
  return { plan, ...ids, wallUrl: wall.url, screenUrl, cable };
}

async function makeLocker(operator: Client, { plan, region }: PlannedLocker) {
  const regions = made("regions", await operator.listRegions());
  if (!regions.regions.some(({ code }) => code === region)) {
    made("region", await operator.createRegion({ body: { code: region, name: region } }));
  }
  const site = made("site", await operator.createSite({ body: { ...plan.site, region } }));
  const locker = made(
    "locker",
    await operator.createLocker({
      body: { siteId: site.id, name: plan.name, layout: plan.layout },
    }),
  );
  return { siteId: site.id, lockerId: locker.id };
}

async function startWall(site: Site, plan: DemoLocker) {
  const layoutFile = path.join(site.folder, `${plan.name}.json`);
  await writeFile(
    layoutFile,
    JSON.stringify({ name: plan.name, bus: plan.bus, layout: plan.layout }),
  );
  const [boardPort, pagePort] = [await freePort(), await freePort()];
  site.run(`wall-${plan.name}`, "simulated-wall", [
    "--layout",
    layoutFile,
    "--board-port",
    String(boardPort),
    "--page-port",
    String(pagePort),
  ]);
  const url = `http://127.0.0.1:${pagePort}`;
  await waitUntilReady("wall", `${url}/state`, readyWithinMs, site.broken);
  return { url, boardPort };
}

function targetOf(url: string) {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port) };
}
