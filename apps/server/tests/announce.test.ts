import { parcelEndpoints } from "@pigeonhole/contract/http/parcels";
import { expect, test } from "vitest";
import { aLocker, aLockerAndShop, aNetwork, anAnnouncement, aShop } from "./a-network.ts";

test("an announced parcel holds room and has a grant that cannot be used yet", async () => {
  await using network = await aNetwork();
  const { lockerId, key } = await aLockerAndShop(network);
  const body = anAnnouncement({ lockerId });
  const answer = await network.call({ method: "POST", path: "/v1/parcels", key, body });
  expect(answer.status, answer.text).toBe(201);
  const parcel = parcelEndpoints.announceParcel.response.parse(answer.body);
  expect(parcel.state).toBe("announced");
  expect(parcel.trackingUrl).toBe(`https://lockers.example/track/${parcel.trackingNumber}`);
  expect(parcel.allowedActions).toContain("cancel");
  const [grant] = await network.sql<{ state: string; version: number }>(
    "select state, version from grants where parcel_id = $1",
    [parcel.id],
  );
  expect(grant).toEqual({ state: "inactive", version: 1 });
  const locker = await network.call({ path: `/v1/lockers/${lockerId}` });
  expect(locker.body.room).toContainEqual({
    sizeClass: "S",
    compartments: 2,
    usable: 2,
    promised: 1,
  });
});

test("the same reference with the same contents gets the same parcel, with others a conflict", async () => {
  await using network = await aNetwork();
  const { lockerId, key } = await aLockerAndShop(network);
  const post = (body: unknown) => network.call({ method: "POST", path: "/v1/parcels", key, body });
  const first = await post(anAnnouncement({ lockerId }));
  const again = await post(anAnnouncement({ lockerId }));
  expect(again.status).toBe(200);
  expect(again.body.id).toBe(first.body.id);
  const pairs = { invoice: "17", basket: "4" };
  const turned = { basket: "4", invoice: "17" };
  const named = await post(anAnnouncement({ lockerId, reference: "A-2", metadata: pairs }));
  const same = await post({ metadata: turned, ...anAnnouncement({ reference: "A-2" }), lockerId });
  expect([same.status, same.body.id]).toEqual([200, named.body.id]);
  const other = await post(anAnnouncement({ lockerId, parcel: { sizeClass: "M" } }));
  expect(other.status).toBe(409);
  expect(other.body.code).toBe("parcel.reference_conflict");
  expect(other.headers["content-type"]).toBe("application/problem+json");
});

test("a full locker refuses and names the nearest lockers that have room", async () => {
  await using network = await aNetwork();
  const { lockerId, key } = await aLockerAndShop(network);
  const far = await aLocker(network, { name: "Far", latitude: 52.6 });
  const near = await aLocker(network, { name: "Near", latitude: 52.54 });
  const parcels = Array.from({ length: 6 }, (_, index) =>
    anAnnouncement({ lockerId, reference: `R${index}` }),
  );
  const answer = await network.call({
    method: "POST",
    path: "/v1/parcels:batch",
    key,
    body: { parcels },
  });
  expect(answer.body).toMatchObject({ announced: 5, repeated: 0, refused: 1 });
  const { problem } = answer.body.results[5];
  expect(problem.code).toBe("room.full");
  expect(problem.alternatives.map((one: { lockerId: string }) => one.lockerId)).toEqual([
    near,
    far,
  ]);
  expect(problem.alternatives[0].distanceMetres).toBeGreaterThan(1_000);
});

test("one bad row of a batch is refused with its index, the rest is done", async () => {
  await using network = await aNetwork();
  const { lockerId, key } = await aLockerAndShop(network);
  const parcels = [
    anAnnouncement({ lockerId, reference: "good" }),
    anAnnouncement({ lockerId, reference: "bad", recipient: { name: "", email: "no" }, extra: 1 }),
    anAnnouncement({ lockerId: "lkr_d1000000000000000000", reference: "nowhere" }),
    anAnnouncement({ reference: "no locker" }),
    "garbage",
    anAnnouncement({ lockerId, reference: "good" }),
  ];
  const answer = await network.call({
    method: "POST",
    path: "/v1/parcels:batch",
    key,
    body: { parcels },
  });
  expect(answer.status, answer.text).toBe(200);
  const read = parcelEndpoints.announceParcels.response.parse(answer.body);
  expect(read.results.map((result) => [result.index, result.outcome])).toEqual([
    [0, "announced"],
    [1, "refused"],
    [2, "refused"],
    [3, "refused"],
    [4, "refused"],
    [5, "repeated"],
  ]);
  const pointers = answer.body.results[1].problem.errors.map(
    (place: { pointer: string }) => place.pointer,
  );
  expect(pointers).toEqual(
    expect.arrayContaining(["/recipient/name", "/recipient/email", "/extra"]),
  );
  expect(answer.body.results[2].problem.code).toBe("locker.unknown");
  expect(answer.body.results[3].problem.code).toBe("request.invalid");
});

test("a row with text that no database keeps is refused alone, and a single one likewise", async () => {
  await using network = await aNetwork();
  const { lockerId, key } = await aLockerAndShop(network);
  const halfPair = "\ud800";
  const parcels = [
    anAnnouncement({ lockerId, reference: "good" }),
    anAnnouncement({ lockerId, reference: "value", metadata: { invoice: "17\u0000" } }),
    anAnnouncement({ lockerId, reference: "name", metadata: { "in\u0000voice": "17" } }),
    anAnnouncement({ lockerId, reference: "half", metadata: { invoice: halfPair } }),
    anAnnouncement({ lockerId, reference: `half${halfPair}` }),
    anAnnouncement({ lockerId, reference: "label", carrierTrackingNumber: `1234${halfPair}` }),
    anAnnouncement({ lockerId, reference: "also good", metadata: { note: "Grüße 👋" } }),
  ];
  const post = (path: string, body: unknown) => network.call({ method: "POST", path, key, body });
  const answer = await post("/v1/parcels:batch", { parcels });
  expect(answer.status, answer.text).toBe(200);
  expect(answer.body).toMatchObject({ announced: 2, repeated: 0, refused: 5 });
  const refused = answer.body.results.filter((one: { problem?: unknown }) => one.problem);
  expect(refused.map((one: { index: number }) => one.index)).toEqual([1, 2, 3, 4, 5]);
  expect(refused[0].problem.errors[0].pointer).toBe("/metadata/invoice");
  for (const row of parcels.slice(1, 6)) {
    const single = await post("/v1/parcels", row);
    expect([single.status, single.body.code]).toEqual([400, "request.invalid"]);
  }
});

test("a soft reservation turns hard with its parcel and is used once", async () => {
  await using network = await aNetwork();
  const { lockerId, key } = await aLockerAndShop(network);
  const held = await network.call({
    method: "POST",
    path: "/v1/reservations",
    key,
    body: { lockerId, parcel: { sizeMm: { widthMm: 90, heightMm: 300, depthMm: 400 } } },
  });
  expect(held.status, held.text).toBe(201);
  expect(held.body).toMatchObject({ kind: "soft", state: "held", sizeClass: "S" });
  const reservationId = held.body.id;
  const first = await network.call({
    method: "POST",
    path: "/v1/parcels",
    key,
    body: anAnnouncement({ reservationId }),
  });
  expect(first.status, first.text).toBe(201);
  expect(first.body).toMatchObject({ reservationId, lockerId });
  const seen = await network.call({ path: `/v1/reservations/${reservationId}`, key });
  expect(seen.body).toMatchObject({ kind: "hard", state: "held", endsAt: null });
  const second = await network.call({
    method: "POST",
    path: "/v1/parcels",
    key,
    body: anAnnouncement({ reservationId, reference: "A-2" }),
  });
  expect(second.body.code).toBe("reservation.ended");
});

test("typed refusals say whether nothing fits, nothing is low enough, or the locker rests", async () => {
  await using network = await aNetwork();
  const { lockerId, key } = await aLockerAndShop(network);
  const reserve = (more: Record<string, unknown>) =>
    network.call({
      method: "POST",
      path: "/v1/reservations",
      key,
      body: { lockerId, parcel: { sizeClass: "S" }, ...more },
    });
  expect((await reserve({ parcel: { sizeClass: "XL" } })).body.code).toBe("room.nothing_fits");
  const low = await reserve({ parcel: { sizeClass: "L" }, needsLowCompartment: true });
  expect(low.body.code).toBe("room.nothing_low_enough");
  await network.call({
    method: "PATCH",
    path: `/v1/lockers/${lockerId}`,
    key: network.operatorKey,
    body: { state: "paused" },
  });
  expect((await reserve({})).body.code).toBe("locker.not_serving");
});

test("a soft reservation gives its room back when its minutes are over", async () => {
  await using network = await aNetwork();
  const { lockerId, key } = await aLockerAndShop(network);
  const reserve = () =>
    network.call({
      method: "POST",
      path: "/v1/reservations",
      key,
      body: { lockerId, parcel: { sizeClass: "L" }, minutes: 5 },
    });
  const first = await reserve();
  expect(first.status).toBe(201);
  expect((await reserve()).body.code).toBe("room.full");
  network.pass({ minutes: 6 });
  const seen = await network.call({ path: `/v1/reservations/${first.body.id}`, key });
  expect(seen.body.state).toBe("expired");
  expect((await reserve()).status).toBe(201);
});

test("a shop sees nothing of another shop's parcels", async () => {
  await using network = await aNetwork();
  const { lockerId, key } = await aLockerAndShop(network);
  const stranger = await aShop(network);
  const mine = await network.call({
    method: "POST",
    path: "/v1/parcels",
    key,
    body: anAnnouncement({ lockerId }),
  });
  const path = `/v1/parcels/${mine.body.id}`;
  expect((await network.call({ path, key: stranger.key })).body.code).toBe("request.not_found");
  const cancel = { method: "POST", path: `${path}/cancellation`, key: stranger.key } as const;
  expect((await network.call(cancel)).status).toBe(404);
  const list = await network.call({ path: "/v1/parcels", key: stranger.key });
  expect(list.body.parcels).toEqual([]);
  const operator = await network.call({ path, key: network.operatorKey });
  expect(operator.body.id).toBe(mine.body.id);
});

test("a cancelled parcel gives its room and its code back, once", async () => {
  await using network = await aNetwork();
  const { lockerId, key } = await aLockerAndShop(network);
  const body = anAnnouncement({ lockerId, parcel: { sizeClass: "L" } });
  const parcel = await network.call({ method: "POST", path: "/v1/parcels", key, body });
  const path = `/v1/parcels/${parcel.body.id}/cancellation`;
  const cancelled = await network.call({ method: "POST", path, key });
  expect(cancelled.body).toMatchObject({
    state: "cancelled",
    allowedActions: ["recordCarrierScan"],
  });
  expect((await network.call({ method: "POST", path, key, body: {} })).status).toBe(200);
  const [grant] = await network.sql<{ state: string; listed: boolean }>(
    "select state, listed from grants where parcel_id = $1",
    [parcel.body.id],
  );
  expect(grant).toEqual({ state: "ended", listed: false });
  const notices = await network.sql<{ kind: string }>("select kind from notices");
  expect(notices).toEqual([{ kind: "cancelled" }]);
  const next = anAnnouncement({ lockerId, parcel: { sizeClass: "L" }, reference: "A-2" });
  expect(
    (await network.call({ method: "POST", path: "/v1/parcels", key, body: next })).status,
  ).toBe(201);
});

test("a list is paged without gaps or repetitions", async () => {
  await using network = await aNetwork();
  const { lockerId, key } = await aLockerAndShop(network);
  const parcels = Array.from({ length: 5 }, (_, index) =>
    anAnnouncement({ lockerId, reference: `R${index}` }),
  );
  await network.call({ method: "POST", path: "/v1/parcels:batch", key, body: { parcels } });
  const references: string[] = [];
  let cursor: string | null = null;
  do {
    const next: string = cursor === null ? "" : `&cursor=${cursor}`;
    const page = await network.call({ path: `/v1/parcels?limit=2${next}`, key });
    references.push(...page.body.parcels.map((one: { reference: string }) => one.reference));
    cursor = page.body.nextCursor;
  } while (cursor !== null);
  expect(references).toHaveLength(5);
  expect(new Set(references)).toEqual(new Set(["R0", "R1", "R2", "R3", "R4"]));
  const filtered = await network.call({ path: "/v1/parcels?reference=R3", key });
  expect(filtered.body.parcels).toHaveLength(1);
  expect((await network.call({ path: "/v1/parcels?cursor=x", key })).body.code).toBe(
    "request.invalid",
  );
});

test("two batches at once never promise one compartment twice nor repeat a reference", async () => {
  await using network = await aNetwork();
  const { lockerId, key } = await aLockerAndShop(network);
  const other = await aLocker(network);
  const batch = (at: string) =>
    network.call({
      method: "POST",
      path: "/v1/parcels:batch",
      key,
      body: {
        parcels: Array.from({ length: 5 }, (_, index) =>
          anAnnouncement({ lockerId: at, reference: `R${index}` }),
        ),
      },
    });
  const answers = await Promise.all([batch(lockerId), batch(other), batch(lockerId), batch(other)]);
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200]);
  const announced = answers.reduce((sum, answer) => sum + answer.body.announced, 0);
  expect(announced).toBe(5);
  const [row] = await network.sql<{ count: number }>(
    "select count(*)::int as count from reservations where state = 'held'",
  );
  expect(row?.count).toBe(5);
});

test("room follows stays and broken compartments, and a changed layout is counted anew", async () => {
  await using network = await aNetwork();
  const { lockerId, key } = await aLockerAndShop(network);
  const announce = (reference: string) =>
    network.call({
      method: "POST",
      path: "/v1/parcels",
      key,
      body: anAnnouncement({ lockerId, reference, parcel: { sizeClass: "M" } }),
    });
  expect((await announce("first")).status).toBe(201);
  await network.sql("update compartments set condition = 'broken' where label = '5'");
  const [door] = await network.sql<{ id: string }>("select id from compartments where label = '4'");
  await network.sql(
    `insert into stays (id, parcel_id, compartment_id, locker_id, began_at)
     values ('sty_1', 'par_1', $1, $2, now())`,
    [door?.id ?? "", lockerId],
  );
  expect((await announce("second")).body.code).toBe("room.full");
  const locker = await network.call({ path: `/v1/lockers/${lockerId}` });
  expect(locker.body.room).toEqual([
    { sizeClass: "S", compartments: 2, usable: 2, promised: 0 },
    { sizeClass: "M", compartments: 2, usable: 2, promised: 2 },
    { sizeClass: "L", compartments: 1, usable: 0, promised: 0 },
  ]);
  await network.sql("update stays set ended_at = now()");
  expect((await announce("second")).status).toBe(201);
  await network.sql("update compartments set retired_at = now() where label <> '5'");
  expect((await announce("third")).body.code).toBe("room.full");
  const after = await network.call({ path: `/v1/lockers/${lockerId}` });
  expect(after.body.room).toHaveLength(1);
});
