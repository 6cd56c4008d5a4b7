import { randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  createTestDatabase,
  type TestDatabase,
} from "@pigeonhole/local-services/test-database/create-test-database";
import { Registry } from "prom-client";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Deps } from "../deps.ts";
import { migrate } from "../platform/postgres/migrate.ts";
import { createPgDatabase } from "../platform/postgres/pg-database.ts";
import { createSecrets } from "../platform/secrets.ts";
import { processTimers } from "../platform/timers.ts";
import { createDeviceLink, type DeviceLink } from "./device-link.ts";
import {
  connectKiosk,
  createTestJournal,
  hello,
  kioskToken,
  type TestJournal,
  type TestKiosk,
} from "./test-kiosk.ts";
import {
  addLockers,
  addParcels,
  addRegion,
  addShop,
  type TestLocker,
  testId,
} from "./test-network.ts";

type Process = {
  readonly link: DeviceLink;
  readonly server: Server;
  readonly port: number;
  stop(): Promise<void>;
};

let testDatabase: TestDatabase;
let deps: Deps;
let first: Process;
const kiosks: TestKiosk[] = [];

beforeEach(async () => {
  testDatabase = await createTestDatabase({
    template: "server",
    migrate: async (url) => {
      const database = openDatabase(url);
      await migrate(database);
      await database.close();
    },
  });
  deps = {
    database: openDatabase(testDatabase.url),
    secrets: createSecrets(new Uint8Array(32).fill(7)),
    now: () => Temporal.Now.instant(),
    randomBytes: (count) => new Uint8Array(randomBytes(count)),
    publicUrl: "http://127.0.0.1:1",
    log: {
      debug() {},
      info() {},
      warn() {},
      error(fields, message) {
        console.error(message, fields);
      },
    },
  };
  await addRegion(deps, "00");
  first = await startProcess(deps);
});

afterEach(async () => {
  for (const kiosk of kiosks.splice(0)) kiosk.socket.terminate();
  await first.stop();
  await deps.database.close();
  await testDatabase.drop();
});

function openDatabase(url: string) {
  return createPgDatabase({
    url,
    connectionsMax: 6,
    onError: () => {},
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });
}

async function startProcess(own: Deps): Promise<Process> {
  const link = createDeviceLink({ ...own, timers: processTimers, registry: new Registry() });
  const server = createServer();
  link.attach(server);
  await link.start();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    link,
    server,
    port: (server.address() as AddressInfo).port,
    async stop() {
      await link.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function connect(
  locker: TestLocker,
  epoch?: string,
  to: Process = first,
): Promise<TestKiosk> {
  const token = await kioskToken(locker, deps.now());
  const kiosk = await connectKiosk(locker, {
    port: to.port,
    token,
    ...(epoch === undefined ? {} : { epoch }),
  });
  kiosks.push(kiosk);
  return kiosk;
}

async function welcomed(
  locker: TestLocker,
  epoch?: string,
  to: Process = first,
): Promise<TestKiosk> {
  const kiosk = await connect(locker, epoch, to);
  kiosk.send(hello(kiosk));
  await kiosk.next("welcome");
  return kiosk;
}

function factsFrame(journal: TestJournal, from = 1, to = journal.facts.length) {
  return { type: "facts", epoch: journal.epoch, facts: journal.facts.slice(from - 1, to) };
}

async function aLocker(): Promise<TestLocker> {
  const [locker] = await addLockers(deps, "00", { lockers: 1, compartments: 4 });
  return locker as TestLocker;
}

const read = <Row>(sql: string, values: readonly string[] = []) =>
  deps.database.region("00", (tx) => tx.query<Row>(sql, values));

function depositData(parcel: { parcelId: string; trackingNumber: string }, compartmentId: string) {
  return {
    visitId: testId("vis", "00"),
    stayId: testId("sty", "00"),
    parcelId: parcel.parcelId,
    trackingNumber: parcel.trackingNumber,
    compartmentId,
    courierId: null,
    goods: "present",
  };
}

test("a deposit makes the parcel available, opens its stay and activates its grant", async () => {
  const locker = await aLocker();
  const shopId = await addShop(deps);
  const [parcel] = await addParcels(deps, locker, { shopId, count: 1 });
  const [compartmentId] = locker.compartmentIds;
  const kiosk = await connect(locker);
  kiosk.send(hello(kiosk));
  expect(await kiosk.next("welcome")).toMatchObject({
    accepted: true,
    ackedSeq: 0,
    grantsVersion: 1,
  });
  expect(await kiosk.next("config")).toMatchObject({
    version: 1,
    config: { lockerName: "Locker 1" },
  });
  const full = await kiosk.next("grants");
  expect(full).toMatchObject({ base: 0, version: 1, more: false, removals: [] });
  expect(full.upserts).toMatchObject([
    {
      grantId: parcel!.grantId,
      active: false,
      parcels: [{ parcelId: parcel!.parcelId, stay: null }],
    },
  ]);

  const journal = { ...createTestJournal(deps.now), epoch: kiosk.epoch };
  journal.add("deposit.confirmed", depositData(parcel!, compartmentId!));
  kiosk.send(factsFrame(journal));
  await kiosk.acked(1);
  expect(await read("select state, place, compartment_id from parcels")).toEqual([
    { state: "available_for_pickup", place: "compartment", compartment_id: compartmentId },
  ]);
  expect(await read("select parcel_id, compartment_id from stays where ended_at is null")).toEqual([
    { parcel_id: parcel!.parcelId, compartment_id: compartmentId },
  ]);
  expect(await read("select state from reservations")).toEqual([{ state: "fulfilled" }]);
  expect(await read("select kind, state from notices")).toEqual([
    { kind: "available_for_pickup", state: "waiting" },
  ]);
  const delta = await kiosk.next("grants");
  expect(delta).toMatchObject({
    base: 1,
    version: 2,
    upserts: [{ grantId: parcel!.grantId, active: true }],
  });
});
