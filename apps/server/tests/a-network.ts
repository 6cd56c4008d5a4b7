import { randomBytes } from "node:crypto";
import type { LayoutPlan } from "@pigeonhole/contract/layout";
import { createTestDatabase } from "@pigeonhole/local-services/test-database/create-test-database";
import { composeApiKey } from "../src/access/api-key-text.ts";
import type { Role, Server, ServerDeps } from "../src/create-server.ts";
import { createServer } from "../src/create-server.ts";
import { prepareNetwork } from "../src/main/first-start.ts";
import type { RateLimits } from "../src/platform/http/http-deps.ts";
import { createPgDatabase } from "../src/platform/postgres/pg-database.ts";
import { createSecrets } from "../src/platform/secrets.ts";

/** A whole network on a real database; time passes only by `pass`, and timers never fire. */
export type TestNetwork = AsyncDisposable & {
  readonly deps: ServerDeps;
  readonly server: Server;
  readonly operatorKey: string;
  /** What was logged, as one text. */
  readonly logged: () => string;
  readonly pass: (time: Temporal.DurationLike) => void;
  readonly call: (request: Call) => Promise<Answer>;
  readonly sql: <Row>(sql: string, values?: readonly string[], region?: string) => Promise<Row[]>;
};

export type Call = {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly key?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
};
export type Answer = {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  readonly body: any;
  readonly text: string;
  readonly headers: Record<string, string>;
};

type Options = {
  readonly rateLimits?: Partial<RateLimits>;
  readonly roles?: readonly Role[];
  readonly pages?: ServerDeps["pages"];
};

export async function aNetwork(options: Options = {}): Promise<TestNetwork> {
  const testDatabase = await createTestDatabase({ template: "empty", migrate: async () => {} });
  let now = Temporal.Instant.from("2026-06-03T10:00:00Z");
  const lines: string[] = [];
  const log = (fields: unknown, message: string) =>
    void lines.push(`${message} ${JSON.stringify(fields)}`);
  const operatorKey = composeApiKey(randomBytes(32));
  const deps = {
    ...(await quietParts(testDatabase.url)),
    now: () => now,
    log: { debug: log, info: log, warn: log, error: log },
    roles: new Set<Role>(options.roles ?? ["api"]),
    rateLimits: {
      publicPerMinute: 100_000,
      linkPerMinute: 100_000,
      keyPerMinute: 100_000,
      ...options.rateLimits,
    },
    pages: options.pages,
  };
  const server = await createServer(deps);
  const settings = { OPERATOR_KEY: operatorKey, DATA_DIR: "unused" };
  await server.start(() => prepareNetwork(deps, settings));
  return {
    deps,
    server,
    operatorKey,
    logged: () => lines.join("\n"),
    pass: (time) => {
      now = now.add(time);
    },
    call: (request) => call(server, request),
    sql: (text, values = [], region = "d1") =>
      deps.database.region(region, (tx) => tx.query(text, values)),
    async [Symbol.asyncDispose]() {
      await server.close();
      await deps.database.close();
      await testDatabase.drop();
    },
  };
}

async function quietParts(url: string) {
  return {
    database: createPgDatabase({
      url,
      connectionsMax: 6,
      onError: () => {},
      wait: () => new Promise(() => {}),
    }),
    secrets: createSecrets(new Uint8Array(32).fill(7)),
    randomBytes: (count: number) => new Uint8Array(randomBytes(count)),
    publicUrl: "https://lockers.example",
    timers: { after: () => () => {}, every: () => () => {} },
    trustProxy: false,
    demoLinks: [],
    mailHost: { send: async () => {}, close: () => {} },
  };
}

async function call(server: Server, request: Call): Promise<Answer> {
  const { method = "GET", path, key, body, headers = {} } = request;
  const isText = typeof body === "string" || Buffer.isBuffer(body);
  const answer = await server.app.inject({
    method,
    url: path,
    headers: {
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { payload: isText ? body : JSON.stringify(body) }),
  });
  const isJson = /json/u.test(String(answer.headers["content-type"]));
  return {
    status: answer.statusCode,
    body: isJson ? answer.json() : undefined,
    text: answer.body,
    headers: answer.headers as Record<string, string>,
  };
}

/** One module: two small low compartments, two medium ones of which one is low, a large high one. */
export function aLayout(): LayoutPlan {
  const door = (
    label: string,
    sizeClass: "S" | "M" | "L",
    place: { heightMm: number; floorHeightMm: number; row: number },
  ) => ({
    label,
    sizeClass,
    innerMm: { widthMm: 400, heightMm: place.heightMm, depthMm: 600 },
    massMaxGrams: 25_000,
    floorHeightMm: place.floorHeightMm,
    row: place.row,
    lock: { bus: "wall", board: 0, channel: place.row + 1 },
  });
  return {
    modules: [
      {
        widthMm: 450,
        heightMm: 2_000,
        compartments: [
          door("1", "S", { heightMm: 100, floorHeightMm: 400, row: 0 }),
          door("2", "S", { heightMm: 100, floorHeightMm: 520, row: 1 }),
          door("3", "M", { heightMm: 200, floorHeightMm: 640, row: 2 }),
          door("4", "M", { heightMm: 200, floorHeightMm: 1_300, row: 3 }),
          door("5", "L", { heightMm: 400, floorHeightMm: 1_520, row: 4 }),
        ],
      },
    ],
    kiosk: { afterModule: 0, screenHeightMm: 1_200 },
  };
}

export function aSitePlan(change: Record<string, unknown> = {}) {
  return {
    name: "Market Street",
    kind: "grocery_store",
    address: { street: "Market Street 1", postcode: "10115", city: "Berlin", country: "DE" },
    latitude: 52.53,
    longitude: 13.38,
    timeZone: "Europe/Berlin",
    openingHours: "24/7",
    directions: null,
    stepFree: true,
    indoor: false,
    lit: true,
    cameras: true,
    supportPhone: null,
    ...change,
  };
}

export function anAnnouncement(change: Record<string, unknown> = {}) {
  return {
    reference: "A-1",
    recipient: { name: "Ada Example", email: "ada@recipient.example" },
    parcel: { sizeClass: "S" },
    ...change,
  };
}

/** A site with one locker, and a shop with a key of every scope. */
export async function aLockerAndShop(network: TestNetwork, region?: string) {
  const lockerId = await aLocker(network, region === undefined ? {} : { region });
  return { lockerId, ...(await aShop(network)) };
}

export async function aLocker(
  network: TestNetwork,
  site: Record<string, unknown> = {},
  locker: Record<string, unknown> = {},
): Promise<string> {
  const key = network.operatorKey;
  const made = await network.call({
    method: "POST",
    path: "/v1/sites",
    key,
    body: aSitePlan(site),
  });
  const body = { siteId: made.body.id, name: "Locker", layout: aLayout(), ...locker };
  const answer = await network.call({ method: "POST", path: "/v1/lockers", key, body });
  return answer.body.id;
}

const shopScopes = [
  "parcels:write",
  "parcels:read",
  "reservations:write",
  "scans:write",
  "webhooks:write",
];

export async function aShop(network: TestNetwork, scopes: readonly string[] = shopScopes) {
  const operator = network.operatorKey;
  const shop = await network.call({
    method: "POST",
    path: "/v1/shops",
    key: operator,
    body: { name: "Bookshop" },
  });
  const made = await network.call({
    method: "POST",
    path: `/v1/shops/${shop.body.id}/keys`,
    key: operator,
    body: { name: "test", scopes },
  });
  return {
    shopId: shop.body.id as string,
    key: made.body.secret as string,
    keyId: made.body.key.id,
  };
}
