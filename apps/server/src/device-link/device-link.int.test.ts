import { createHmac, randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tagMessage } from "@pigeonhole/domain/codes/tag-message";
import type { LockerId } from "@pigeonhole/domain/ids";
import {
  createTestDatabase,
  type TestDatabase,
} from "@pigeonhole/local-services/test-database/create-test-database";
import pg from "pg";
import { Registry } from "prom-client";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Deps } from "../deps.ts";
import { queueCommand } from "../lockers/commands.ts";
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

test("a repeated, reordered or incomplete batch adds each fact once and is acknowledged as far as it is whole", async () => {
  const locker = await aLocker();
  const kiosk = await welcomed(locker);
  const journal = aJournal(kiosk);
  for (let door = 0; door < 6; door += 1) addDoorFact(journal, locker);
  kiosk.send(factsFrame(journal, 4, 6));
  expect((await kiosk.next("ack")).seq).toBe(0);
  kiosk.send(factsFrame(journal, 1, 3));
  expect((await kiosk.next("ack")).seq).toBe(3);
  kiosk.send(factsFrame(journal, 2, 5));
  expect((await kiosk.next("ack")).seq).toBe(5);
  kiosk.send(factsFrame(journal, 1, 6));
  expect((await kiosk.next("ack")).seq).toBe(6);
  expect(await read("select seq from facts order by seq")).toEqual(
    [1, 2, 3, 4, 5, 6].map((seq) => ({ seq })),
  );
});

test("after a lost ack the welcome says what is safe, and sending again changes nothing", async () => {
  const locker = await aLocker();
  const shopId = await addShop(deps);
  const [parcel] = await addParcels(deps, locker, { shopId, count: 1 });
  const kiosk = await welcomed(locker);
  const journal = aJournal(kiosk);
  journal.add("deposit.confirmed", depositData(parcel!, locker.compartmentIds[0]!));
  kiosk.send(factsFrame(journal));
  await kiosk.acked(1);
  kiosk.socket.terminate();
  const again = await connect(locker, kiosk.epoch);
  again.send(hello(again, { lastSeq: 1 }));
  expect(await again.next("welcome")).toMatchObject({ ackedSeq: 1 });
  again.send(factsFrame(journal));
  expect((await again.next("ack")).seq).toBe(1);
  expect(await read("select count(*) as stays from stays")).toEqual([{ stays: 1 }]);
  expect(await read("select kind from notices")).toEqual([{ kind: "available_for_pickup" }]);
});

test("a fact that does not follow from the one before is kept and raises an incident", async () => {
  const locker = await aLocker();
  const kiosk = await welcomed(locker);
  const journal = aJournal(kiosk);
  addDoorFact(journal, locker);
  addDoorFact(journal, locker);
  addDoorFact(journal, locker);
  journal.facts[1] = {
    ...journal.facts[1]!,
    data: { compartmentId: locker.compartmentIds[3], openingId: null },
  };
  kiosk.send(factsFrame(journal));
  await kiosk.acked(3);
  expect(await read("select count(*) as facts from facts")).toEqual([{ facts: 3 }]);
  expect(await read("select kind, evidence ->> 'seq' as seq from incidents")).toEqual([
    { kind: "journal_mismatch", seq: "2" },
  ]);
});

test("one fact that the database cannot take is kept raw, and the facts of all others go on", async () => {
  const [locker, neighbour] = await addLockers(deps, "00", { lockers: 2, compartments: 2 });
  const kiosk = await welcomed(locker!);
  const other = await welcomed(neighbour!);
  const journal = aJournal(kiosk);
  addDoorFact(journal, locker!);
  journal.add("door.opened", { compartmentId: "nul \u0000 in text", openingId: null });
  addDoorFact(journal, locker!);
  const otherJournal = aJournal(other);
  addDoorFact(otherJournal, neighbour!);
  kiosk.send(factsFrame(journal));
  other.send(factsFrame(otherJournal));
  await Promise.all([kiosk.acked(3), other.acked(1)]);
  expect(
    await read("select type from facts where locker_id = $1 order by seq", [locker!.lockerId]),
  ).toEqual([{ type: "door.opened" }, { type: "unreadable" }, { type: "door.opened" }]);
  expect(await read("select kind from incidents")).toEqual([{ kind: "fact_unreadable" }]);
  expect(
    await read("select count(*) as facts from facts where locker_id = $1", [neighbour!.lockerId]),
  ).toEqual([{ facts: 1 }]);
});

test("a fact that PostgreSQL was too slow for is tried again and never filed as unreadable", async () => {
  const locker = await aLocker();
  const kiosk = await welcomed(locker);
  const journal = aJournal(kiosk);
  addDoorFact(journal, locker);
  journal.add("door.opened", { compartmentId: locker.compartmentIds[0], openingId: "slow" });
  addDoorFact(journal, locker);
  await read("create sequence cuts");
  await read(`create function cut_off() returns trigger language plpgsql as $$
    begin
      if nextval('cuts') <= 2 then raise exception 'too slow' using errcode = '57014'; end if;
      return new;
    end $$`);
  await read(`create trigger cut_off before insert on facts for each row
    when (new.data ->> 'openingId' = 'slow') execute function cut_off()`);
  kiosk.send(factsFrame(journal));
  await kiosk.acked(3);
  expect(await read("select type, count(*) as facts from facts group by type")).toEqual([
    { type: "door.opened", facts: 3 },
  ]);
  expect(await read("select kind from incidents where kind = 'fact_unreadable'")).toEqual([]);
});

test("a fact of a type from the future is kept and changes nothing", async () => {
  const locker = await aLocker();
  const kiosk = await welcomed(locker);
  const journal = aJournal(kiosk);
  journal.add("drone.landed", { pad: 4 });
  journal.add("deposit.confirmed", { parcelId: "of another shape" });
  kiosk.send(factsFrame(journal));
  await kiosk.acked(2);
  expect(await read("select type from facts order by seq")).toEqual([
    { type: "drone.landed" },
    { type: "deposit.confirmed" },
  ]);
  expect(await read("select kind from incidents")).toEqual([{ kind: "fact_misshapen" }]);
});

test("a pickup ends stay, grant and reservation, and the recipient gets a receipt", async () => {
  const locker = await aLocker();
  const shopId = await addShop(deps);
  const [parcel] = await addParcels(deps, locker, { shopId, count: 1 });
  const kiosk = await welcomed(locker);
  expect((await kiosk.next("grants")).upserts).toHaveLength(1);
  const journal = aJournal(kiosk);
  const deposit = depositData(parcel!, locker.compartmentIds[0]!);
  journal.add("deposit.confirmed", deposit);
  journal.add("pickup.confirmed", pickupData(deposit, parcel!.grantId));
  kiosk.send(factsFrame(journal));
  await kiosk.acked(2);
  expect(await read("select state, place, compartment_id from parcels")).toEqual([
    { state: "delivered", place: "recipient", compartment_id: null },
  ]);
  expect(await read("select ended_by from stays")).toEqual([{ ended_by: "pickup" }]);
  expect(await read("select state, listed from grants")).toEqual([
    { state: "ended", listed: false },
  ]);
  expect(await read("select kind from notices order by kind")).toEqual([
    { kind: "available_for_pickup" },
    { kind: "collected" },
  ]);
  expect(await kiosk.next("grants")).toMatchObject({ upserts: [], removals: [parcel!.grantId] });
  expect(await read("select kind from incidents")).toEqual([]);
});

test("a second parcel in an occupied compartment is believed, the former stay ends with an incident", async () => {
  const locker = await aLocker();
  const shopId = await addShop(deps);
  const [before, after] = await addParcels(deps, locker, { shopId, count: 2 });
  const kiosk = await welcomed(locker);
  const journal = aJournal(kiosk);
  journal.add("deposit.confirmed", depositData(before!, locker.compartmentIds[0]!));
  kiosk.send(factsFrame(journal));
  await kiosk.acked(1);
  journal.add("deposit.confirmed", depositData(after!, locker.compartmentIds[0]!));
  kiosk.send(factsFrame(journal, 2));
  await kiosk.acked(2);
  expect(await read("select parcel_id, ended_by from stays order by began_at")).toEqual([
    { parcel_id: before!.parcelId, ended_by: "superseded" },
    { parcel_id: after!.parcelId, ended_by: null },
  ]);
  expect(await read("select kind, parcel_id from incidents")).toEqual([
    { kind: "stay_displaced", parcel_id: before!.parcelId },
  ]);
});

test("a locker cannot take a parcel out of another locker's door, nor speak of another's compartment", async () => {
  const [locker, stranger] = await addLockers(deps, "00", { lockers: 2, compartments: 2 });
  const shopId = await addShop(deps);
  const [parcel] = await addParcels(deps, locker!, { shopId, count: 1 });
  const kiosk = await welcomed(locker!);
  const journal = aJournal(kiosk);
  const deposit = depositData(parcel!, locker!.compartmentIds[0]!);
  journal.add("deposit.confirmed", deposit);
  kiosk.send(factsFrame(journal));
  await kiosk.acked(1);
  const foreign = await welcomed(stranger!);
  const foreignJournal = aJournal(foreign);
  foreignJournal.add("pickup.confirmed", {
    ...pickupData(deposit, parcel!.grantId),
    compartmentId: stranger!.compartmentIds[0],
  });
  foreignJournal.add("pickup.confirmed", pickupData(deposit, parcel!.grantId));
  foreign.send(factsFrame(foreignJournal));
  await foreign.acked(2);
  expect(await read("select state from parcels")).toEqual([{ state: "available_for_pickup" }]);
  expect(await read("select kind from incidents order by kind")).toEqual([
    { kind: "foreign_compartment" },
    { kind: "parcel_of_other_locker" },
  ]);
});

test("an empty compartment makes the parcel lost, takes the door out of use and tells shop and recipient", async () => {
  const locker = await aLocker();
  const shopId = await addShop(deps);
  const [parcel] = await addParcels(deps, locker, { shopId, count: 1 });
  const kiosk = await welcomed(locker);
  const journal = aJournal(kiosk);
  const deposit = depositData(parcel!, locker.compartmentIds[0]!);
  const { visitId, stayId, parcelId, compartmentId } = deposit;
  journal.add("deposit.confirmed", deposit);
  journal.add("pickup.disputed", { visitId, stayId, parcelId, compartmentId, complaint: "empty" });
  journal.add("compartment.needs_check", { compartmentId, reason: "reported_empty", visitId });
  kiosk.send(factsFrame(journal));
  await kiosk.acked(3);
  expect(await read("select state, place from parcels")).toEqual([
    { state: "lost", place: "lost" },
  ]);
  expect(
    await read("select condition, condition_reason from compartments where id = $1", [
      compartmentId,
    ]),
  ).toEqual([{ condition: "needs-check", condition_reason: "reported_empty" }]);
  expect(await read("select kind from notices order by kind")).toEqual([
    { kind: "available_for_pickup" },
    { kind: "problem_noted" },
  ]);
  expect(await read("select kind from incidents order by kind")).toEqual([
    { kind: "compartment_needs_check" },
    { kind: "parcel_missing" },
    { kind: "pickup_disputed" },
  ]);
});

test("nothing is acted on before the welcome, and many bad frames end the connection", async () => {
  const locker = await aLocker();
  const kiosk = await connect(locker);
  const journal = aJournal(kiosk);
  addDoorFact(journal, locker);
  kiosk.send(factsFrame(journal));
  kiosk.send(hello(kiosk));
  expect(await kiosk.next("welcome")).toMatchObject({ ackedSeq: 0 });
  expect(await read("select seq from facts")).toEqual([]);
  for (const bad of ["not json", "{}", "[]", '{"type":"open_all"}', Buffer.from([1, 2, 3])])
    kiosk.sendRaw(bad);
  expect(await kiosk.closed).toBe(4400);
});

test("a frame that is too large ends the connection", async () => {
  const kiosk = await welcomed(await aLocker());
  kiosk.sendRaw("x".repeat(1_000_001));
  expect(await kiosk.closed).toBe(1009);
});

test("a token opens one connection, of its own locker, for a short time", async () => {
  const [locker, neighbour] = await addLockers(deps, "00", { lockers: 2, compartments: 1 });
  const [foreigner] = await addLockers(deps, "00", { lockers: 1, compartments: 1 });
  const token = await kioskToken(locker!, deps.now());
  kiosks.push(await connectKiosk(locker!, { port: first.port, token }));
  const refused = async (bad: Promise<string> | string) =>
    expect(connectKiosk(locker!, { port: first.port, token: await bad })).rejects.toThrow("401");
  await refused(token);
  await refused(kioskToken({ ...locker!, privateKey: foreigner!.privateKey }, deps.now()));
  await refused(kioskToken(locker!, deps.now(), { lifeSeconds: 3_600 }));
  await refused(kioskToken(locker!, deps.now().subtract({ hours: 1 })));
  await refused(kioskToken({ ...neighbour!, lockerId: testId("lkr", "00") }, deps.now()));
  await refused("no.token.atall");
});

test("a newer connection of the same locker replaces the older one, also across processes", async () => {
  const second = await startProcess(deps);
  try {
    const locker = await aLocker();
    const oldest = await welcomed(locker);
    const older = await welcomed(locker);
    expect(await oldest.closed).toBe(4409);
    const newest = await welcomed(locker, undefined, second);
    expect(await older.closed).toBe(4409);
    const journal = aJournal(newest);
    addDoorFact(journal, locker);
    newest.send(factsFrame(journal));
    await newest.acked(1);
  } finally {
    await second.stop();
  }
});

test("a command finds the process that holds the connection, is answered once and comes again after a reconnect", async () => {
  const second = await startProcess(deps);
  try {
    const locker = await aLocker();
    const kiosk = await welcomed(locker, undefined, second);
    const wish = {
      lockerId: locker.lockerId,
      parcelId: null,
      command: { kind: "report_status" } as const,
    };
    const expiresAt = deps.now().add({ seconds: 30 });
    const queue = () =>
      deps.database.region("00", (tx) => queueCommand(tx, deps, { ...wish, expiresAt }));
    const id = await queue();
    expect(await kiosk.next("command")).toMatchObject({
      commandId: id,
      command: { kind: "report_status" },
    });
    kiosk.socket.terminate();
    const again = await welcomed(locker);
    expect(await again.next("command")).toMatchObject({ commandId: id });
    again.send({ type: "reply", commandId: id, outcome: "refused", reason: "limit" });
    again.send({ type: "reply", commandId: id, outcome: "done", reason: null });
    await until(
      async () =>
        (await read("select 1 from commands where state = 'refused' and reason = 'limit'"))
          .length === 1,
    );
  } finally {
    await second.stop();
  }
});

test("a kiosk that is being installed is quarantined: its facts are taken, nothing is sent to it", async () => {
  const locker = await aLocker();
  await read("update network.lockers set state = 'installing'");
  const kiosk = await connect(locker);
  kiosk.send(hello(kiosk));
  expect(await kiosk.next("welcome")).toMatchObject({ accepted: false });
  const journal = aJournal(kiosk);
  addDoorFact(journal, locker);
  kiosk.send(factsFrame(journal));
  await kiosk.acked(1);
  await read("update network.lockers set state = 'serving'");
  await read("select pg_notify('pigeonhole_locker', $1)", [locker.lockerId]);
  expect(await kiosk.closed).toBe(1012);
});

test("when the database's connections are cut the kiosk stays connected, nothing is acknowledged too early, and all heals", async () => {
  const locker = await aLocker();
  const shopId = await addShop(deps);
  const kiosk = await welcomed(locker);
  const journal = aJournal(kiosk);
  for (let round = 0; round < 5; round += 1) {
    const from = journal.facts.length + 1;
    for (let door = 0; door < 200; door += 1) addDoorFact(journal, locker);
    kiosk.send(factsFrame(journal, from));
    await killBackends(testDatabase.url);
  }
  await kiosk.acked(1_000);
  expect(await read("select count(*) as facts, max(seq) as last from facts")).toEqual([
    { facts: 1_000, last: 1_000 },
  ]);
  // The listening connection comes back by itself and what was missed meanwhile is looked up.
  const [parcel] = await addParcels(deps, locker, { shopId, count: 1 });
  expect(await kiosk.next("grants")).toMatchObject({
    version: 1,
    upserts: [{ grantId: parcel!.grantId }],
  });
});

test("two regions are served side by side and keep their facts apart", async () => {
  await addRegion(deps, "d5");
  const here = await aLocker();
  const [there] = await addLockers(deps, "d5", { lockers: 1, compartments: 1 });
  const kiosk = await welcomed(here);
  const far = await welcomed(there!);
  const journal = aJournal(kiosk);
  addDoorFact(journal, here);
  const farJournal = aJournal(far);
  addDoorFact(farJournal, there!);
  addDoorFact(farJournal, there!);
  kiosk.send(factsFrame(journal));
  far.send(factsFrame(farJournal));
  await Promise.all([kiosk.acked(1), far.acked(2)]);
  expect(await read("select locker_id from facts")).toEqual([{ locker_id: here.lockerId }]);
  const farFacts = await deps.database.region("d5", (tx) =>
    tx.query("select locker_id from facts"),
  );
  expect(farFacts).toHaveLength(2);
});

test("a kiosk whose list is of another life of the database gets the whole list", async () => {
  const locker = await aLocker();
  const shopId = await addShop(deps);
  await addParcels(deps, locker, { shopId, count: 1_201 });
  const kiosk = await connect(locker);
  kiosk.send(hello(kiosk, { grantsVersion: 99 } as never));
  const frames = [
    await kiosk.next("grants"),
    await kiosk.next("grants"),
    await kiosk.next("grants"),
  ];
  expect(
    frames.map(({ base, version, more, upserts }) => [base, version, more, upserts.length]),
  ).toEqual([
    [0, 1, true, 500],
    [0, 1, true, 500],
    [0, 1, false, 201],
  ]);
  kiosk.send({ type: "grants_wanted", haveVersion: 0 });
  expect(await kiosk.next("grants")).toMatchObject({ base: 0, version: 1, more: true });
});

test("a grant's secrets travel as tags that the device can compute from what is typed", async () => {
  const locker = await aLocker();
  const shopId = await addShop(deps);
  const [parcel] = await addParcels(deps, locker, { shopId, count: 1 });
  const kiosk = await welcomed(locker);
  const { upserts } = await kiosk.next("grants");
  const message = tagMessage("pickup", locker.lockerId as LockerId, parcel!.code);
  const tag = createHmac("sha256", locker.tagKey).update(message).digest("hex");
  expect(upserts[0]?.secrets).toContainEqual({ way: "code", tag });
});

function aJournal(kiosk: TestKiosk): TestJournal {
  return { ...createTestJournal(deps.now), epoch: kiosk.epoch };
}

function addDoorFact(journal: TestJournal, locker: TestLocker) {
  journal.add("door.opened", { compartmentId: locker.compartmentIds[0], openingId: null });
}

function pickupData(deposit: ReturnType<typeof depositData>, grantId: string) {
  const { visitId, stayId, parcelId, compartmentId } = deposit;
  return { visitId, stayId, parcelId, compartmentId, grantId, goods: "absent" };
}

async function killBackends(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  await client.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
  );
  await client.end();
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setImmediate(resolve));
}
