import { parcelEndpoints } from "@pigeonhole/contract/http/parcels";
import { recipientEndpoints } from "@pigeonhole/contract/http/recipients";
import type { ParcelId } from "@pigeonhole/domain/ids";
import { applyFact } from "@pigeonhole/domain/parcel/parcel-facts";
import { expect, test } from "vitest";
import { computePickupDeadline } from "../src/parcels/compute-deadline.ts";
import { loadParcels } from "../src/parcels/load-parcels.ts";
import { storeParcelChanges } from "../src/parcels/store-parcels.ts";
import { evolveStoredParcel } from "../src/parcels/stored-parcel.ts";
import { sweepDeadlines, sweepReminders } from "../src/parcels/sweep-deadlines.ts";
import { linkTokenOf } from "../src/recipients/tracking-link.ts";
import type { TestNetwork } from "./a-network.ts";
import { aLockerAndShop, aNetwork, anAnnouncement, aShop } from "./a-network.ts";

type Announced = {
  readonly id: string;
  readonly trackingNumber: string;
  readonly lockerId: string;
};

async function anAnnouncedParcel(network: TestNetwork, change: Record<string, unknown> = {}) {
  const { lockerId, key } = await aLockerAndShop(network);
  const body = anAnnouncement({ lockerId, ...change });
  const answer = await network.call({ method: "POST", path: "/v1/parcels", key, body });
  expect(answer.status, answer.text).toBe(201);
  return { key, lockerId, parcel: answer.body as Announced };
}

function scan(network: TestNetwork, key: string, scans: readonly Record<string, unknown>[]) {
  return network.call({ method: "POST", path: "/v1/carrier-scans", key, body: { scans } });
}

const at = (text: string) => `2026-06-03T${text}:00Z`;

/** What the device link does with a kiosk's fact. */
async function deposit(network: TestNetwork, parcel: Announced): Promise<string> {
  const [door] = await network.sql<{ id: string }>(
    "select id from compartments where locker_id = $1 and size_class = 'S' order by label",
    [parcel.lockerId],
  );
  const now = network.deps.now();
  await network.deps.database.region("d1", async (tx) => {
    const stored = (await loadParcels(tx, [parcel.id], { lock: true })).get(parcel.id);
    if (stored === undefined) throw new Error("no parcel");
    const { events } = applyFact(stored, {
      type: "deposited",
      at: now,
      place: { type: "compartment", lockerId: stored.lockerId, compartmentId: door?.id as never },
      pickupDeadline: computePickupDeadline(stored, now, []),
    });
    const next = evolveStoredParcel(stored, events);
    const change = { parcel: stored, events, next, at: now, source: "fact:1" };
    await storeParcelChanges(tx, network.deps, [change]);
  });
  return door?.id ?? "";
}

function link(network: TestNetwork, parcel: Announced): string {
  return `/v1/tracking-links/${linkTokenOf(network.deps, parcel.id as ParcelId)}`;
}

test("scans move a parcel in the order in which they happened, whatever order they came in", async () => {
  await using network = await aNetwork();
  const { key, parcel } = await anAnnouncedParcel(network, { carrierTrackingNumber: "CARRIER-77" });
  const answer = await scan(network, key, [
    { scanId: "2", trackingNumber: "CARRIER-77", kind: "out_for_delivery", at: at("10:02") },
    {
      scanId: "1",
      trackingNumber: parcel.trackingNumber,
      kind: "in_transit",
      at: at("10:01"),
      place: "Depot Süd",
    },
  ]);
  expect(answer.status, answer.text).toBe(200);
  parcelEndpoints.recordCarrierScans.response.parse(answer.body);
  expect(answer.body).toMatchObject({ recorded: 2, repeated: 0, refused: 0 });
  const typed = parcel.trackingNumber.toLowerCase();
  const tracking = await network.call({ path: `/v1/tracking/${typed}` });
  const view = parcelEndpoints.getTracking.response.parse(tracking.body);
  expect(view.state).toBe("out_for_delivery");
  expect(view.timeline.map((entry) => [entry.kind, entry.place])).toEqual([
    ["announced", null],
    ["in_transit", "Depot Süd"],
    ["out_for_delivery", null],
  ]);
  expect(tracking.text).not.toContain("Ada");
});

test("a scan with text that no database keeps is refused alone", async () => {
  await using network = await aNetwork();
  const { key, parcel } = await anAnnouncedParcel(network);
  const { trackingNumber } = parcel;
  const good = { scanId: "1", trackingNumber, kind: "in_transit", at: at("10:00") };
  const answer = await scan(network, key, [
    { ...good, scanId: "1\u0000" },
    { ...good, place: "Depot \udfff" },
    { ...good, trackingNumber: "1234\u0000" },
    good,
  ]);
  expect(answer.status, answer.text).toBe(200);
  expect(answer.body).toMatchObject({ recorded: 1, refused: 3 });
  expect(answer.body.results[3]).toEqual({ index: 3, outcome: "recorded" });
});

test("a carrier's number that another shop uses too leaves a shop's own scans as they are", async () => {
  await using network = await aNetwork();
  const numbered = { carrierTrackingNumber: "CARRIER-77" };
  const shops = [
    await anAnnouncedParcel(network, numbered),
    await anAnnouncedParcel(network, numbered),
  ];
  for (const [turn, { key }] of shops.entries()) {
    const answer = await scan(network, key, [
      { scanId: "1", trackingNumber: "CARRIER-77", kind: "in_transit", at: at("10:01") },
    ]);
    expect(answer.body).toMatchObject({ recorded: 1, refused: 0 });
    const moved = await network.sql("select 1 from parcels where state = 'in_transit'");
    expect(moved).toHaveLength(turn + 1);
  }
});

test("dead, future, repeated and unknown scans are told apart, row by row", async () => {
  await using network = await aNetwork();
  const { key, parcel } = await anAnnouncedParcel(network);
  const stranger = await aShop(network);
  const { trackingNumber } = parcel;
  const row = (scanId: string, change: Record<string, unknown> = {}) => ({
    scanId,
    trackingNumber,
    kind: "in_transit",
    at: at("10:00"),
    ...change,
  });
  const answer = await scan(network, key, [
    row("old", { at: "2026-05-03T09:00:00Z" }),
    row("future", { at: at("10:06") }),
    row("soon", { at: at("10:04") }),
    row("soon", { at: at("10:04") }),
    row("nobody", { trackingNumber: "PH00AAAAAAAAAAA" }),
    row("bad", { kind: "eaten", colour: "red" }),
  ]);
  const outcome = (one: { outcome: string; problem?: { code: string } }) =>
    one.problem?.code ?? one.outcome;
  expect(answer.body.results.map(outcome)).toEqual([
    "scan.too_old",
    "scan.in_future",
    "recorded",
    "repeated",
    "scan.unknown_parcel",
    "request.invalid",
  ]);
  const again = await scan(network, key, [row("soon", { at: at("10:04") })]);
  expect(again.body).toMatchObject({ recorded: 0, repeated: 1 });
  const foreign = await scan(network, stranger.key, [row("x")]);
  expect(outcome(foreign.body.results[0])).toBe("scan.unknown_parcel");
});

test("the carrier's word of a deposit tells the recipient at once, and the locker's fact not again", async () => {
  await using network = await aNetwork();
  const { key, parcel } = await anAnnouncedParcel(network);
  const { trackingNumber } = parcel;
  await scan(network, key, [
    { scanId: "1", trackingNumber, kind: "placed_in_locker", at: at("10:00") },
  ]);
  const view = await network.call({ path: link(network, parcel) });
  recipientEndpoints.getTrackingLink.response.parse(view.body);
  expect(view.body.state).toBe("available_for_pickup");
  expect(view.body.access.code).toMatch(/^\d{8}$/u);
  expect(view.body.locker.compartmentId).toBeNull();
  expect(view.body.remoteOpening).toBe(false);
  const held = () => network.sql<{ state: string }>("select state from reservations");
  expect(await held()).toEqual([{ state: "held" }]);
  const compartmentId = await deposit(network, parcel);
  expect(await held()).toEqual([{ state: "fulfilled" }]);
  const notices = await network.sql<{ kind: string }>("select kind from notices");
  expect(notices).toEqual([{ kind: "available_for_pickup" }]);
  const after = await network.call({ path: link(network, parcel) });
  expect(after.body.locker.compartmentId).toBe(compartmentId);
  const grants = await network.sql<{ state: string; version: number }>(
    "select state, version from grants",
  );
  expect(grants).toEqual([{ state: "active", version: 3 }]);
});

test("a code is shown only while the parcel can be taken out", async () => {
  await using network = await aNetwork();
  const { parcel } = await anAnnouncedParcel(network);
  const path = link(network, parcel);
  expect((await network.call({ path })).body).toMatchObject({
    access: null,
    allowedActions: ["report"],
  });
  await deposit(network, parcel);
  const view = (await network.call({ path })).body;
  expect(view.access.qr).toMatch(/^PH1:[0-9A-Z]{26}$/u);
  expect(view.pickupDeadline).toBe("2026-06-06T10:00:00Z");
  network.pass({ hours: 73 });
  expect((await network.call({ path })).body.access).toBeNull();
});

test("an invented, cut or foreign link leads nowhere", async () => {
  await using network = await aNetwork();
  const { parcel } = await anAnnouncedParcel(network);
  const real = link(network, parcel);
  const wrong = [
    real.slice(0, -1),
    `${real.slice(0, -1)}!`,
    real.replace("/d1", "/zz"),
    "/v1/tracking-links/x",
  ];
  for (const path of wrong) {
    const answer = await network.call({ path });
    expect([path === real, answer.status, answer.body.code]).toEqual([false, 404, "link.unknown"]);
  }
  const rows = await network.sql("select p::text as row from parcels p");
  expect(JSON.stringify(rows)).not.toContain(real.split("/").at(-1));
});

test("a share is a second code, at most five at a time, and can be taken back", async () => {
  await using network = await aNetwork();
  const { parcel } = await anAnnouncedParcel(network);
  const path = `${link(network, parcel)}/shares`;
  const share = (name: string) => network.call({ method: "POST", path, body: { name } });
  expect((await share("too early")).body.code).toBe("opening.not_possible");
  await deposit(network, parcel);
  const shares = await Promise.all(["a", "b", "c", "d", "e"].map(share));
  expect(shares.map((one) => one.status)).toEqual([201, 201, 201, 201, 201]);
  expect(new Set(shares.map((one) => one.body.access.code)).size).toBe(5);
  expect((await share("f")).body.code).toBe("share.limit_reached");
  const { grantId } = shares[0]?.body ?? {};
  const revoke = () => network.call({ method: "DELETE", path: `${path}/${grantId}` });
  expect((await revoke()).status).toBe(204);
  expect((await revoke()).status).toBe(204);
  expect((await network.call({ path: link(network, parcel) })).body.shares).toHaveLength(4);
  expect((await share("f")).status).toBe(201);
});

test("the door opens from afar only where the locker is in reach, and not without end", async () => {
  await using network = await aNetwork();
  const { parcel } = await anAnnouncedParcel(network);
  await deposit(network, parcel);
  const path = `${link(network, parcel)}/openings`;
  const open = () => network.call({ method: "POST", path, body: { presenceCode: "4711" } });
  expect((await open()).body.code).toBe("opening.not_possible");
  await network.sql("update locker_status set reach = 'online', reach_since = '2026-06-01'");
  const opening = await open();
  expect([opening.status, opening.body.state]).toEqual([202, "waiting"]);
  const [command] = await network.sql<{ data: Record<string, string> }>(
    "select data from commands",
  );
  expect(command?.data["presenceCode"]).toBe("4711");
  const asked = () => network.call({ path: `${path}/${opening.body.id}` });
  expect((await asked()).body.state).toBe("waiting");
  network.pass({ seconds: 60 });
  expect((await asked()).body.state).toBe("expired");
  await open();
  await open();
  expect((await open()).body.code).toBe("request.rate_limited");
  const bad = await network.call({ method: "POST", path, body: { presenceCode: "12a4" } });
  expect(bad.body.code).toBe("request.invalid");
});

test("a reported problem becomes an incident and a mail that says so", async () => {
  await using network = await aNetwork();
  const { parcel } = await anAnnouncedParcel(network);
  await deposit(network, parcel);
  const answer = await network.call({
    method: "POST",
    path: `${link(network, parcel)}/problems`,
    body: { kind: "empty", note: "nothing inside" },
  });
  expect([answer.status, answer.body.reference.length]).toEqual([201, 8]);
  const incidents = await network.call({ path: "/v1/incidents", key: network.operatorKey });
  expect(incidents.body.incidents).toMatchObject([{ kind: "reported_empty", parcelId: parcel.id }]);
});

test("a problem said twice is one incident, and one parcel has so many open ones at most", async () => {
  await using network = await aNetwork();
  const { parcel } = await anAnnouncedParcel(network);
  await deposit(network, parcel);
  const path = `${link(network, parcel)}/problems`;
  const report = (kind: string) => network.call({ method: "POST", path, body: { kind } });
  const count = async (table: string) =>
    (await network.sql<{ count: number }>(`select count(*)::int as count from ${table}`))[0]?.count;
  const first = await report("empty");
  const notices = await count("notices");
  const again = await report("empty");
  expect(again.body).toEqual(first.body);
  expect([await count("incidents"), await count("notices")]).toEqual([1, notices]);
  for (const kind of ["not_mine", "damaged", "unreachable"]) {
    expect((await report(kind)).status).toBe(201);
  }
  network.pass({ minutes: 61 });
  expect((await report("empty")).body.reference).not.toBe(first.body.reference);
  expect((await report("other")).body.code).toBe("request.rate_limited");
  expect(await count("incidents")).toBe(5);
});

test("the clock reminds once, then makes overdue what nobody took", async () => {
  await using network = await aNetwork();
  const { key, parcel } = await anAnnouncedParcel(network);
  await deposit(network, parcel);
  expect(await sweepReminders(network.deps, "d1")).toBe(0);
  network.pass({ hours: 50 });
  expect(await sweepReminders(network.deps, "d1")).toBe(1);
  expect(await sweepReminders(network.deps, "d1")).toBe(0);
  expect(await sweepDeadlines(network.deps, "d1")).toBe(0);
  network.pass({ hours: 23 });
  expect(await sweepDeadlines(network.deps, "d1")).toBe(1);
  const seen = await network.call({ path: `/v1/parcels/${parcel.id}`, key });
  expect(seen.body.state).toBe("overdue");
  const kinds = await network.sql<{ kind: string }>("select kind from notices order by kind");
  expect(kinds.map((row) => row.kind)).toEqual(["available_for_pickup", "overdue", "reminder"]);
});

test("the storage clock stands still while the locker cannot serve", async () => {
  await using network = await aNetwork();
  const { key, parcel } = await anAnnouncedParcel(network);
  await deposit(network, parcel);
  await network.sql(
    `insert into outages (locker_id, from_at, until_at, reason)
     values ($1, '2026-06-04T10:00:00Z', '2026-06-05T10:00:00Z', 'power')`,
    [parcel.lockerId],
  );
  network.pass({ hours: 73 });
  await sweepDeadlines(network.deps, "d1");
  const seen = await network.call({ path: `/v1/parcels/${parcel.id}`, key });
  expect(seen.body).toMatchObject({
    state: "available_for_pickup",
    pickupDeadline: "2026-06-07T10:00:00Z",
  });
  network.pass({ hours: 24 });
  await sweepDeadlines(network.deps, "d1");
  expect((await network.call({ path: `/v1/parcels/${parcel.id}`, key })).body.state).toBe(
    "overdue",
  );
});

test("a shop with an endpoint gets what happened queued as a delivery, without a person's name", async () => {
  await using network = await aNetwork();
  const { lockerId, key } = await aLockerAndShop(network);
  await network.call({
    method: "POST",
    path: "/v1/webhook-endpoints",
    key,
    body: { url: "https://hooks.shop.example/lockers" },
  });
  const body = anAnnouncement({ lockerId });
  const made = await network.call({ method: "POST", path: "/v1/parcels", key, body });
  await deposit(network, made.body);
  const rows = await network.sql<{ event_type: string; payload: string }>(
    "select event_type, payload from webhook_deliveries order by created_at, event_type",
  );
  expect(new Set(rows.map((row) => row.event_type))).toEqual(
    new Set(["parcel.announced", "parcel.available_for_pickup"]),
  );
  expect(JSON.stringify(rows)).not.toContain("Ada");
});
