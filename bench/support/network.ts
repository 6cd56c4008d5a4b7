import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { composeId, type RegionCode } from "@pigeonhole/domain/ids";
import { databaseUrl } from "@pigeonhole/local-services/postgres/create-database";
import { startPostgres } from "@pigeonhole/local-services/postgres/start-postgres";
import { type ChildProgram, startChild } from "@pigeonhole/local-services/programs/child-program";
import { waitUntilReady } from "@pigeonhole/local-services/programs/wait-until-ready";
import { type Client, createClient } from "@pigeonhole/sdk/client";
import pg from "pg";
import { demoLockers } from "../../apps/cli/src/demo/demo-network.ts";
import { made } from "../../apps/cli/src/demo/set-up-demo.ts";
import { freePort } from "../../e2e/free-port.ts";
import { type Device, makeDevice } from "./device.ts";

/** A PostgreSQL with two databases, one for the yardstick, and a real server process. */
export type BenchNetwork = {
  readonly yardstickUrl: string;
  readonly databaseUrl: string;
  readonly serverUrl: string;
  readonly server: ChildProgram;
  readonly operator: Client;
  readonly shop: Client;
  readonly shopKey: string;
  readonly folder: string;
  close(): Promise<void>;
};

const readyWithinMs = 60_000;

export async function startBenchNetwork(): Promise<BenchNetwork> {
  const folder = await mkdtemp(path.join(tmpdir(), "pigeonhole-bench-"));
  const postgres = await startPostgres({
    dataDir: path.join(folder, "postgres"),
    port: 0,
    log: () => undefined,
  });
  const urls = {
    yardstick: databaseUrl(postgres.url, "yardstick"),
    network: databaseUrl(postgres.url, "network"),
  };
  await inDatabase(postgres.url, async (client) => {
    await client.query("create database yardstick");
    await client.query("create database network");
  });
  const port = await freePort();
  const serverUrl = `http://127.0.0.1:${port}`;
  const dataDir = path.join(folder, "server");
  const output: string[] = [];
  const server = startChild(
    {
      name: "server",
      script: new URL("../../apps/server/src/main/main.ts", import.meta.url).pathname,
      args: [],
      env: {
        DATABASE_URL: urls.network,
        SMTP_URL: "smtp://127.0.0.1:1",
        PUBLIC_URL: serverUrl,
        PORT: String(port),
        DATA_DIR: dataDir,
        LOG_LEVEL: "warn",
      },
    },
    {
      onLine: (_, line) => void output.push(line),
      onEnd: (_, how) => {
        throw new Error(`the server ended (${how})\n${output.slice(-20).join("\n")}`);
      },
    },
  );
  await waitUntilReady("the server", `${serverUrl}/readyz`, readyWithinMs);
  const operatorKey = (await readFile(path.join(dataDir, "operator-key"), "utf8")).trim();
  const operator = createClient({ baseUrl: serverUrl, key: operatorKey });
  const shopKey = await makeShop(operator);
  return {
    yardstickUrl: urls.yardstick,
    databaseUrl: urls.network,
    serverUrl,
    server,
    operator,
    shop: createClient({ baseUrl: serverUrl, key: shopKey, timeoutMs: 60_000 }),
    shopKey,
    folder,
    async close() {
      await server.stop();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function makeShop(operator: Client): Promise<string> {
  const shop = made("shop", await operator.createShop({ body: { name: "Bench" } }));
  const key = await operator.createKey({
    params: { shopId: shop.id },
    body: { name: "bench", scopes: ["parcels:write", "parcels:read"] },
  });
  return made("key", key).secret;
}

/** A locker of the bench, as the device sees it. */
export type BenchLocker = { readonly device: Device; readonly compartmentIds: readonly string[] };

/**
 * Makes many lockers fast: one through the interface, the others as copies of its rows with ids and
 * keys of their own.
 */
export async function makeLockers(network: BenchNetwork, count: number): Promise<BenchLocker[]> {
  const [plan] = demoLockers;
  if (plan === undefined) throw new Error("the demonstration has lockers");
  const site = made("site", await network.operator.createSite({ body: plan.site }));
  const model = made(
    "locker",
    await network.operator.createLocker({
      body: { siteId: site.id, name: "BENCH", layout: plan.layout },
    }),
  );
  await enrolModel(network, model.id);
  const region = model.id.slice(4, 6) as RegionCode;
  const compartments = model.layout?.modules.flatMap((module) => module.compartments) ?? [];
  const newId = (prefix: "lkr" | "cmp") => composeId(prefix, region, randomBytes(12));
  const lockers = Array.from({ length: count }, () => ({
    device: makeDevice(newId("lkr")),
    compartmentIds: compartments.map((): string => newId("cmp")),
  }));
  await inDatabase(network.databaseUrl, async (client) => {
    await client.query(`set search_path to region_${region}, network`);
    await copyLockers(client, model.id, lockers);
  });
  return lockers;
}

/** The copies share the model's tag key; each gets a signing key of its own. */
async function enrolModel(network: BenchNetwork, lockerId: `lkr_${string}`): Promise<void> {
  const { operator } = network;
  const { code } = made(
    "enrolment code",
    await operator.createEnrolmentCode({ params: { lockerId } }),
  );
  const { x = "" } = generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" });
  made(
    "enrolment",
    await operator.enrolKiosk({
      body: {
        code,
        publicKey: { kty: "OKP", crv: "Ed25519", x },
        tagKey: randomBytes(32).toString("base64url"),
      },
    }),
  );
}

async function copyLockers(
  client: pg.Client,
  modelId: string,
  lockers: readonly BenchLocker[],
): Promise<void> {
  const ids = lockers.map(({ device }) => device.lockerId);
  const keys = lockers.map(({ device }) => device.publicKeyJwk);
  await client.query(
    `insert into lockers
     select (jsonb_populate_record(m, jsonb_build_object('id', n.id, 'public_key', n.key,
       'enrolment_code_hash', null))).*
     from lockers m, unnest($2::text[], $3::text[]) as n (id, key) where m.id = $1`,
    [modelId, ids, keys],
  );
  for (const table of ["locker_lists", "locker_status"]) {
    await client.query(
      `insert into ${table}
       select (jsonb_populate_record(m, jsonb_build_object('locker_id', n.id))).*
       from ${table} m, unnest($2::text[]) as n (id) where m.locker_id = $1`,
      [modelId, ids],
    );
  }
  await client.query(
    `insert into compartments
     select (jsonb_populate_record(m, jsonb_build_object('id', n.id, 'locker_id', n.locker))).*
     from (select *, row_number() over (order by id) as place from compartments where locker_id = $1) p
     join compartments m on m.id = p.id
     join unnest($2::text[], $3::text[], $4::int[]) as n (locker, id, place) on n.place = p.place`,
    [
      modelId,
      lockers.flatMap(({ device, compartmentIds }) => compartmentIds.map(() => device.lockerId)),
      lockers.flatMap(({ compartmentIds }) => compartmentIds),
      lockers.flatMap(({ compartmentIds }) => compartmentIds.map((_, index) => index + 1)),
    ],
  );
}

export async function inDatabase<T>(
  url: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
