import assert from "node:assert/strict";
import { errorCodes } from "@pigeonhole/contract/error-catalogue";
import { expect, test } from "vitest";
import { aLockerAndShop, aNetwork, anAnnouncement, aShop } from "./a-network.ts";

test("a request without a key, with a wrong key or without the scope is refused as documented", async () => {
  await using network = await aNetwork();
  const reader = await aShop(network, ["parcels:read"]);
  const post = (key?: string) =>
    network.call({ method: "POST", path: "/v1/parcels", key, body: anAnnouncement() });
  const missing = await post();
  expect([missing.status, missing.body.code]).toEqual([401, "auth.missing"]);
  expect(missing.headers["www-authenticate"]).toContain("Bearer");
  expect((await post("phk_live_typing-error")).body.code).toBe("auth.invalid");
  const otherKey = reader.key.replace(/.{6}$/u, "000000");
  expect((await post(otherKey)).body.code).toBe("auth.invalid");
  const scope = await post(reader.key);
  expect([scope.status, scope.body.code, scope.body.scope]).toEqual([
    403,
    "auth.scope_missing",
    "parcels:write",
  ]);
});

test("a revoked key stops at once, and a key ends after its last instant", async () => {
  await using network = await aNetwork();
  const { key, keyId, shopId } = await aShop(network);
  const read = (secret: string) => network.call({ path: "/v1/parcels", key: secret });
  expect((await read(key)).status).toBe(200);
  const path = `/v1/keys/${keyId}`;
  const revoke = () => network.call({ method: "DELETE", path, key: network.operatorKey });
  expect((await revoke()).status).toBe(204);
  expect((await read(key)).body.code).toBe("auth.invalid");
  expect((await revoke()).status).toBe(404);
  const short = await network.call({
    method: "POST",
    path: `/v1/shops/${shopId}/keys`,
    key: network.operatorKey,
    body: { name: "short", scopes: ["parcels:read"], endsAt: "2026-06-03T11:00:00Z" },
  });
  expect((await read(short.body.secret)).status).toBe(200);
  network.pass({ hours: 2 });
  expect((await read(short.body.secret)).body.code).toBe("auth.invalid");
});

test("a key's secret is shown once and kept only as a hash", async () => {
  await using network = await aNetwork();
  const { key, shopId } = await aShop(network);
  const keys = await network.call({ path: `/v1/shops/${shopId}/keys`, key: network.operatorKey });
  expect(keys.body.keys).toHaveLength(1);
  expect(keys.text).not.toContain(key);
  const rows = await network.sql("select api_keys::text as row from network.api_keys");
  expect(JSON.stringify(rows)).not.toContain(key);
});

test("unknown fields and wrong types are named by JSON pointers", async () => {
  await using network = await aNetwork();
  const { lockerId, key } = await aLockerAndShop(network);
  const answer = await network.call({
    method: "POST",
    path: "/v1/parcels",
    key,
    body: anAnnouncement({ lockerId, colour: "red", parcel: { massGrams: "heavy" } }),
  });
  expect([answer.status, answer.body.code]).toEqual([400, "request.invalid"]);
  const pointers = answer.body.errors.map((place: { pointer: string }) => place.pointer);
  expect(pointers).toEqual(expect.arrayContaining(["/colour", "/parcel/massGrams"]));
  expect(answer.body.type).toBe("https://lockers.example/errors/request.invalid");
  const query = await network.call({ path: "/v1/sites?limit=0&colour=red", key });
  expect(query.body.code).toBe("request.invalid");
});

test("bodies that are no JSON, too large or of another type are refused", async () => {
  await using network = await aNetwork();
  const { key } = await aShop(network);
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    network.call({ method: "POST", path: "/v1/parcels", key, body, headers });
  const code = async (body: unknown, headers?: Record<string, string>) => {
    const answer = await post(body, headers);
    expect(answer.headers["content-type"]).toBe("application/problem+json");
    return [answer.status, answer.body.code];
  };
  expect(await code("{ not json")).toEqual([400, "request.not_json"]);
  expect(await code('{"__proto__": {}}')).toEqual([400, "request.not_json"]);
  expect(await code(Buffer.from([0x22, 0xff, 0x22]))).toEqual([400, "request.not_json"]);
  expect(await code('"text"')).toEqual([400, "request.invalid"]);
  expect(await code("[]")).toEqual([400, "request.invalid"]);
  expect(await code("null")).toEqual([400, "request.invalid"]);
  expect(await code("")).toEqual([400, "request.invalid"]);
  expect(await code("a=1", { "content-type": "application/x-www-form-urlencoded" })).toEqual([
    415,
    "request.unsupported_media_type",
  ]);
  expect(await code(`"${"x".repeat(4 * 1024 * 1024)}"`)).toEqual([413, "request.too_large"]);
  const deep = "[".repeat(100_000) + "]".repeat(100_000);
  expect(await code(deep)).toEqual([400, "request.invalid"]);
});

test("a batch of more than 1,000 rows is refused whole", async () => {
  await using network = await aNetwork();
  const { key } = await aShop(network);
  const parcels = Array.from({ length: 1_001 }, () => ({}));
  const body = { parcels };
  const answer = await network.call({ method: "POST", path: "/v1/parcels:batch", key, body });
  expect([answer.status, answer.body.code]).toEqual([400, "request.invalid"]);
});

test("unknown addresses are 404, wrong methods 405 with those that are allowed", async () => {
  await using network = await aNetwork();
  const { key } = await aShop(network);
  const nowhere = await network.call({ path: "/v2/parcels" });
  expect([nowhere.status, nowhere.body.code]).toEqual([404, "request.not_found"]);
  const put = await network.call({ method: "PUT", path: "/v1/parcels", key, body: {} });
  expect([put.status, put.body.code]).toEqual([405, "request.method_not_allowed"]);
  expect(new Set(String(put.headers["allow"]).split(", "))).toEqual(new Set(["GET", "POST"]));
  for (const id of ["x", "par_zz000000000000000000", "par_d1000000000000000000", "%00", "a%2Fb"]) {
    const answer = await network.call({ path: `/v1/parcels/${id}`, key });
    expect([id, answer.status, answer.body.code]).toEqual([id, 404, "request.not_found"]);
  }
});

test("the same Idempotency-Key gives the same answer, and 422 for another payload", async () => {
  await using network = await aNetwork();
  const { lockerId, key } = await aLockerAndShop(network);
  const post = (body: unknown, idempotencyKey: string) =>
    network.call({
      method: "POST",
      path: "/v1/reservations",
      key,
      body,
      headers: { "idempotency-key": idempotencyKey },
    });
  const wish = { lockerId, parcel: { sizeClass: "S" } };
  const first = await post(wish, "abc");
  expect(first.status).toBe(201);
  const again = await post({ parcel: { sizeClass: "S" }, lockerId }, '"abc"');
  expect([again.status, again.body.id]).toEqual([201, first.body.id]);
  expect(again.headers["idempotent-replayed"]).toBe("true");
  const changed = await post({ ...wish, minutes: 3 }, "abc");
  expect([changed.status, changed.body.code]).toEqual([422, "idempotency.key_reused"]);
  for (const bad of ["", " ", "x".repeat(256), "ümlaut"]) {
    expect([bad, (await post(wish, bad)).body.code]).toEqual([bad, "idempotency.key_invalid"]);
  }
  const stranger = await aShop(network);
  const other = await network.call({
    method: "POST",
    path: "/v1/reservations",
    key: stranger.key,
    body: wish,
    headers: { "idempotency-key": "abc" },
  });
  expect(other.body.id).not.toBe(first.body.id);
});

test("requests with one Idempotency-Key at the same time are done once", async () => {
  await using network = await aNetwork();
  const { lockerId, key } = await aLockerAndShop(network);
  const body = { lockerId, parcel: { sizeClass: "S" } };
  const headers = { "idempotency-key": "race" };
  const answers = await Promise.all(
    Array.from({ length: 4 }, () =>
      network.call({ method: "POST", path: "/v1/reservations", key, body, headers }),
    ),
  );
  for (const answer of answers) expect([201, 409]).toContain(answer.status);
  const [row] = await network.sql<{ count: number }>(
    "select count(*)::int as count from reservations",
  );
  expect(row?.count).toBe(1);
});

test("a secret that was shown once is not readable in kept answers", async () => {
  await using network = await aNetwork();
  const { shopId } = await aShop(network);
  const make = () =>
    network.call({
      method: "POST",
      path: `/v1/shops/${shopId}/keys`,
      key: network.operatorKey,
      body: { name: "kept", scopes: ["parcels:read"] },
      headers: { "idempotency-key": "k" },
    });
  const made = await make();
  expect((await make()).body.secret).toBe(made.body.secret);
  const rows = await network.sql("select k::text as row from network.idempotency_keys k");
  expect(JSON.stringify(rows)).not.toContain(Buffer.from(made.body.secret).toString("hex"));
  expect(JSON.stringify(rows)).not.toContain(made.body.secret);
});

test("too many public requests are told when to come again", async () => {
  await using network = await aNetwork({ rateLimits: { publicPerMinute: 2 } });
  const ask = () => network.call({ path: "/v1/tracking/PH00" });
  await ask();
  await ask();
  const limited = await ask();
  expect([limited.status, limited.body.code]).toEqual([429, "request.rate_limited"]);
  expect(Number(limited.headers["retry-after"])).toBeGreaterThan(0);
});

test("made-up keys begin no new count where no key is asked for", async () => {
  await using network = await aNetwork({ rateLimits: { publicPerMinute: 2, linkPerMinute: 2 } });
  for (const path of ["/v1/tracking/PH00", `/v1/tracking-links/d1${"a".repeat(32)}`]) {
    const statuses: number[] = [];
    for (const key of ["a", "b", "c"]) statuses.push((await network.call({ path, key })).status);
    expect([path, ...statuses]).toEqual([path, 404, 404, 429]);
  }
});

test("keys that open nothing are counted by address, and good keys are not held up by them", async () => {
  await using network = await aNetwork({ rateLimits: { publicPerMinute: 20 } });
  const { key } = await aShop(network);
  const statuses: number[] = [];
  for (let index = 0; index < 22; index += 1) {
    const wrong = key.replace(/.{6}$/u, String(index).padStart(6, "0"));
    statuses.push((await network.call({ path: "/v1/parcels", key: wrong })).status);
  }
  expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 401));
  expect(statuses.slice(20)).toEqual([429, 429]);
  expect((await network.call({ path: "/v1/parcels", key })).status).toBe(200);
});

test("work whose answer could not be kept is not done again by a quick repetition", async () => {
  await using network = await aNetwork();
  const { lockerId, key } = await aLockerAndShop(network);
  const { secrets } = network.deps;
  const { seal } = secrets;
  const post = () =>
    network.call({
      method: "POST",
      path: "/v1/reservations",
      key,
      body: { lockerId, parcel: { sizeClass: "S" } },
      headers: { "idempotency-key": "unkept" },
    });
  Object.assign(secrets, { seal: () => assert.fail("nothing can be sealed") });
  expect((await post()).status).toBe(500);
  Object.assign(secrets, { seal });
  expect((await post()).body.code).toBe("idempotency.in_progress");
  const [row] = await network.sql<{ count: number }>(
    "select count(*)::int as count from reservations",
  );
  expect(row?.count).toBe(1);
});

test("an address that cannot be decoded is answered as a problem, like any unknown one", async () => {
  await using network = await aNetwork();
  for (const id of ["%ff", "x".repeat(600)]) {
    const answer = await network.call({ path: `/v1/parcels/${id}` });
    expect([answer.status, answer.body.code]).toEqual([404, "request.not_found"]);
    expect(answer.headers["content-type"]).toBe("application/problem+json");
    expect(answer.headers["x-content-type-options"]).toBe("nosniff");
  }
});

test("with PostgreSQL away the server stays up, says why, and heals", async () => {
  await using network = await aNetwork();
  const { key } = await aShop(network);
  const ready = await network.call({ path: "/readyz" });
  expect([ready.status, ready.body.ready]).toEqual([200, true]);
  const away = network.deps.database;
  const real = { ...away };
  const { DatabaseUnavailableError } = await import("../src/platform/postgres/database.ts");
  const gone = () => Promise.reject(new DatabaseUnavailableError("PostgreSQL is out of reach"));
  Object.assign(away, { network: gone, region: gone });
  const answer = await network.call({ path: "/v1/sites" });
  expect([answer.status, answer.body.code]).toEqual([503, "network.unavailable"]);
  expect(answer.headers["retry-after"]).toBeDefined();
  const notReady = await network.call({ path: "/readyz" });
  expect(notReady.status).toBe(503);
  expect(notReady.text).toContain("PostgreSQL is out of reach");
  expect((await network.call({ path: "/livez" })).status).toBe(200);
  Object.assign(away, real);
  expect((await network.call({ path: "/v1/parcels", key })).status).toBe(200);
  expect((await network.call({ path: "/readyz" })).status).toBe(200);
});

test("a defect is answered with an instance that the log knows, and tells nothing else", async () => {
  await using network = await aNetwork();
  Object.assign(network.deps.database, {
    network: () => Promise.reject(new Error("secret of ada@recipient.example")),
  });
  const answer = await network.call({ path: "/v1/sites" });
  expect([answer.status, answer.body.code]).toEqual([500, "server.defect"]);
  expect(answer.text).not.toContain("secret");
  expect(network.logged()).toContain(answer.body.instance);
  expect(network.logged()).not.toContain("ada@recipient.example");
});

test("logs hold no key, no link token, no e-mail address", async () => {
  await using network = await aNetwork();
  const { lockerId, key } = await aLockerAndShop(network);
  const body = anAnnouncement({ lockerId });
  await network.call({ method: "POST", path: "/v1/parcels", key, body });
  const token = `d1${"a".repeat(32)}`;
  await network.call({ path: `/v1/tracking-links/${token}` });
  await network.call({ path: `/t/${token}` });
  const logged = network.logged();
  expect(logged).toContain("/v1/tracking-links/:token");
  for (const secret of [key, token, "ada@recipient.example"]) expect(logged).not.toContain(secret);
});

test("every answer carries the security headers", async () => {
  await using network = await aNetwork();
  for (const path of ["/v1/sites", "/nowhere", "/openapi.json", "/", "/reference/"]) {
    const { headers } = await network.call({ path });
    expect(headers["x-content-type-options"], path).toBe("nosniff");
    expect(headers["content-security-policy"], path).toContain("frame-ancestors 'none'");
    expect(headers["referrer-policy"], path).toBe("no-referrer");
    expect(headers["strict-transport-security"], path).toContain("max-age");
    expect(headers["x-request-id"], path).toMatch(/^req_[0-9a-f]{24}$/u);
  }
});

test("the interface describes itself, with a page for each error code", async () => {
  await using network = await aNetwork();
  const document = await network.call({ path: "/openapi.json" });
  expect(document.body.openapi).toBe("3.1.0");
  expect(Object.keys(document.body.paths)).toContain("/v1/parcels:batch");
  expect((await network.call({ path: "/asyncapi.json" })).body.asyncapi).toBe("3.0.0");
  const reference = await network.call({ path: "/reference/" });
  expect(reference.status).toBe(200);
  expect(reference.text).not.toMatch(/(?:src|href)="https?:/u);
  for (const code of errorCodes) {
    const page = await network.call({ path: `/errors/${code}` });
    expect([code, page.status]).toEqual([code, 200]);
    expect(page.text).toContain(code);
  }
});

test("metrics name routes, never ids", async () => {
  await using network = await aNetwork();
  const { lockerId } = await aLockerAndShop(network);
  await network.call({ path: `/v1/lockers/${lockerId}` });
  const { text } = await network.call({ path: "/metrics" });
  expect(text).toContain('route="/v1/lockers/:lockerId"');
  expect(text).not.toContain(lockerId);
});
