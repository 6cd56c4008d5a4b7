import { siteEndpoints } from "@pigeonhole/contract/http/sites";
import { expect, test } from "vitest";
import { aLayout, aLocker, aNetwork, aSitePlan } from "./a-network.ts";

test("a site is made with hours and a zone that deadlines can be computed from", async () => {
  await using network = await aNetwork();
  const make = (change: Record<string, unknown>) =>
    network.call({
      method: "POST",
      path: "/v1/sites",
      key: network.operatorKey,
      body: aSitePlan(change),
    });
  const made = await make({ openingHours: "Mo-Fr 08:00-20:00" });
  expect(made.status, made.text).toBe(201);
  expect(siteEndpoints.createSite.response.parse(made.body).openNow).toBe(true);
  const pointer = async (change: Record<string, unknown>) =>
    (await make(change)).body.errors[0].pointer;
  expect(await pointer({ openingHours: "sunrise to sunset" })).toBe("/openingHours");
  expect(await pointer({ timeZone: "Mars/Base" })).toBe("/timeZone");
  expect(await pointer({ region: "zz" })).toBe("/region");
});

test("sites are paged by name and show what their lockers have", async () => {
  await using network = await aNetwork();
  for (const name of ["Beta", "Alpha", "Gamma"]) await aLocker(network, { name });
  const first = await network.call({ path: "/v1/sites?limit=2" });
  expect(first.body.sites.map((one: { name: string }) => one.name)).toEqual(["Alpha", "Beta"]);
  expect(first.body.sites[0].lockers[0]).toMatchObject({
    reach: "never_seen",
    sizeClasses: ["S", "M", "L"],
    lowCompartments: true,
  });
  const rest = await network.call({ path: `/v1/sites?cursor=${first.body.nextCursor}` });
  expect(rest.body).toMatchObject({ sites: [{ name: "Gamma" }], nextCursor: null });
});

test("a layout with two doors on one lock or one label is refused at its places", async () => {
  await using network = await aNetwork();
  const layout = aLayout();
  const [module] = layout.modules;
  const [first, second] = module?.compartments ?? [];
  if (module === undefined || first === undefined || second === undefined) throw new Error();
  const twice = { ...second, label: first.label, lock: first.lock };
  const site = await network.call({
    method: "POST",
    path: "/v1/sites",
    key: network.operatorKey,
    body: aSitePlan(),
  });
  const answer = await network.call({
    method: "POST",
    path: "/v1/lockers",
    key: network.operatorKey,
    body: {
      siteId: site.body.id,
      name: "L",
      layout: { ...layout, modules: [{ ...module, compartments: [first, twice] }] },
    },
  });
  expect(answer.body.errors.map((one: { pointer: string }) => one.pointer)).toEqual([
    "/layout/modules/0/compartments/1/label",
    "/layout/modules/0/compartments/1/lock",
  ]);
});

test("an enrolment code works once and for fifteen minutes, and the newest only", async () => {
  await using network = await aNetwork();
  const lockerId = await aLocker(network);
  const path = `/v1/lockers/${lockerId}/enrolment-codes`;
  const make = () => network.call({ method: "POST", path, key: network.operatorKey });
  const enrol = (code: string, x = "a") =>
    network.call({
      method: "POST",
      path: "/v1/device/enrolments",
      body: {
        code,
        publicKey: { kty: "OKP", crv: "Ed25519", x: x.repeat(43) },
        tagKey: "b".repeat(43),
      },
    });
  const older = await make();
  const newer = await make();
  expect(newer.body.endsAt).toBe("2026-06-03T10:15:00Z");
  expect((await enrol(older.body.code)).body.code).toBe("enrolment.refused");
  const enrolled = await enrol(newer.body.code);
  expect([enrolled.status, enrolled.body.lockerId]).toEqual([201, lockerId]);
  expect((await enrol(newer.body.code, "c")).body.code).toBe("enrolment.refused");
  const late = await make();
  network.pass({ minutes: 16 });
  expect((await enrol(late.body.code)).body.code).toBe("enrolment.refused");
});

test("a courier's badge is shown once, and access can be ended and restored", async () => {
  await using network = await aNetwork();
  const key = network.operatorKey;
  await aLocker(network);
  const carrier = await network.call({
    method: "POST",
    path: "/v1/carriers",
    key,
    body: { name: "Swift" },
  });
  const made = await network.call({
    method: "POST",
    path: "/v1/couriers",
    key,
    body: { carrierId: carrier.body.id, name: "Kim" },
  });
  expect(made.status, made.text).toBe(201);
  expect(made.body.badge).toMatch(/^PHB1:[0-9A-Z]{26}$/u);
  const path = `/v1/couriers/${made.body.courier.id}`;
  const code = await network.call({ path: `${path}/daily-code`, key });
  expect(code.body).toMatchObject({ validOn: "2026-06-03", endsAt: "2026-06-03T22:00:00Z" });
  const listed = () =>
    network.sql<{ count: number }>("select count(*)::int as count from grants where listed");
  expect((await listed())[0]?.count).toBeGreaterThan(0);
  const change = (active: boolean) =>
    network.call({ method: "PATCH", path, key, body: { active } });
  expect((await change(false)).body.active).toBe(false);
  expect((await listed())[0]?.count).toBe(0);
  expect((await network.call({ path: `${path}/daily-code`, key })).status).toBe(404);
  await change(true);
  expect((await listed())[0]?.count).toBeGreaterThan(0);
});

test("facts and incidents of an unknown locker are not an empty list but a refusal", async () => {
  await using network = await aNetwork();
  const key = network.operatorKey;
  const path = "/v1/lockers/lkr_d1000000000000000000/facts";
  expect((await network.call({ path, key })).body.code).toBe("locker.unknown");
  const own = `/v1/lockers/${await aLocker(network)}/facts`;
  expect((await network.call({ path: own, key })).body).toEqual({ facts: [], nextCursor: null });
});

test("a compartment that somebody has looked into is used again, and its incidents are resolved", async () => {
  await using network = await aNetwork();
  const key = network.operatorKey;
  const lockerId = await aLocker(network);
  const other = await aLocker(network);
  const shown = await network.call({ path: `/v1/lockers/${lockerId}` });
  const compartmentId: string = shown.body.layout.modules[0].compartments[0].compartmentId;
  const put = (id: string, body: unknown) =>
    network.call({
      method: "PUT",
      path: `/v1/lockers/${id}/compartments/${compartmentId}/condition`,
      key,
      body,
    });
  const usable = (body: { room: { sizeClass: string; usable: number }[] }) =>
    body.room.find((one) => one.sizeClass === "S")?.usable;

  const doubted = await put(lockerId, { condition: "needs-check" });
  expect(doubted.status, doubted.text).toBe(200);
  expect([doubted.status, usable(doubted.body)]).toEqual([200, 1]);
  const incident = `insert into incidents (id, locker_id, kind, at, recorded_at, compartment_id,
                                           evidence, source)
    values ($1, $2, 'door_forced', now(), now(), $3, '{"bus":"wall"}', $1)`;
  await network.sql(incident, ["inc_d1000000000000000001", lockerId, compartmentId]);
  await network.sql(incident, ["inc_d1000000000000000002", lockerId, "cmp_other"]);

  network.pass({ minutes: 5 });
  const cleared = await put(lockerId, { condition: "usable", note: "empty and clean" });
  expect(cleared.status, cleared.text).toBe(200);
  expect(usable(siteEndpoints.changeCompartmentCondition.response.parse(cleared.body))).toBe(2);
  const { body } = await network.call({ path: "/v1/incidents", key });
  const byId = new Map(body.incidents.map((one: { id: string }) => [one.id, one]));
  expect(byId.get("inc_d1000000000000000001")).toMatchObject({
    resolvedAt: "2026-06-03T10:05:00Z",
    evidence: { bus: "wall", resolvedNote: "empty and clean" },
  });
  expect(byId.get("inc_d1000000000000000002")).toMatchObject({ resolvedAt: null });
  const queued = await network.sql(
    `select kind, state, data, expires_at > created_at + interval '29 days' as lasts
       from commands where locker_id = $1 order by created_at`,
    [lockerId],
  );
  expect(queued).toEqual(
    ["needs-check", "usable"].map((condition) => ({
      kind: "set_condition",
      state: "waiting",
      data: { compartmentId, condition },
      lasts: true,
    })),
  );

  expect((await put(other, { condition: "usable" })).body.code).toBe("request.not_found");
  const nowhere = await put("lkr_d1000000000000000000", { condition: "usable" });
  expect(nowhere.body.code).toBe("locker.unknown");
  expect((await put(lockerId, { condition: "clean" })).body.code).toBe("request.invalid");
});
