import { expect, test } from "vitest";
import { aLocker, aNetwork, anAnnouncement, aShop } from "./a-network.ts";

test("two regions live side by side: one batch, one list, one number of a carrier", async () => {
  await using network = await aNetwork();
  const key = network.operatorKey;
  const region = { code: "p2", name: "Poland" };
  const post = (path: string, body: unknown, by: string) =>
    network.call({ method: "POST", path, key: by, body });
  expect((await post("/v1/regions", region, key)).status).toBe(201);
  expect((await post("/v1/regions", region, key)).body.code).toBe("region.exists");
  const regions = await network.call({ path: "/v1/regions", key });
  expect(regions.body.regions.map((one: { code: string }) => one.code)).toEqual(["d1", "p2"]);
  const here = await aLocker(network);
  const there = await aLocker(network, { region: "p2", name: "Rynek", timeZone: "Europe/Warsaw" });
  expect([here.slice(4, 6), there.slice(4, 6)]).toEqual(["d1", "p2"]);
  const shop = await aShop(network);
  const parcels = [here, there, here, there].map((lockerId, index) =>
    anAnnouncement({ lockerId, reference: `R${index}`, carrierTrackingNumber: `CARR-${index}` }),
  );
  const batch = await post("/v1/parcels:batch", { parcels }, shop.key);
  expect(batch.body).toMatchObject({ announced: 4, refused: 0 });
  const numbers = batch.body.results.map(
    (one: { parcel: { trackingNumber: string } }) => one.parcel.trackingNumber,
  );
  expect(numbers.map((number: string) => number.slice(2, 4))).toEqual(["D1", "P2", "D1", "P2"]);
  const scans = [0, 1].map((index) => ({
    scanId: "s",
    trackingNumber: `CARR-${index}`,
    kind: "in_transit",
    at: "2026-06-03T10:00:00Z",
  }));
  expect((await post("/v1/carrier-scans", { scans }, shop.key)).body.recorded).toBe(2);
  for (const number of numbers) {
    expect((await network.call({ path: `/v1/tracking/${number}` })).status).toBe(200);
  }
  const list = await network.call({ path: "/v1/parcels?limit=3", key: shop.key });
  expect(list.body.parcels).toHaveLength(3);
  const rest = await network.call({
    path: `/v1/parcels?limit=3&cursor=${list.body.nextCursor}`,
    key: shop.key,
  });
  expect(rest.body.parcels).toHaveLength(1);
  const sites = await network.call({ path: "/v1/sites" });
  expect(sites.body.sites.map((one: { region: string }) => one.region)).toEqual(["d1", "p2"]);
  const stored = await network.sql<{ count: number }>(
    "select count(*)::int as count from parcels",
    [],
    "p2",
  );
  expect(stored).toEqual([{ count: 2 }]);
});

test("alternatives stay in the region, since a parcel cannot be moved to another", async () => {
  await using network = await aNetwork();
  const key = network.operatorKey;
  await network.call({
    method: "POST",
    path: "/v1/regions",
    key,
    body: { code: "p2", name: "Poland" },
  });
  const lockerId = await aLocker(network);
  await aLocker(network, { region: "p2" });
  const shop = await aShop(network);
  const wish = { lockerId, parcel: { sizeClass: "XL" } };
  const refused = await network.call({
    method: "POST",
    path: "/v1/reservations",
    key: shop.key,
    body: wish,
  });
  expect(refused.body).toMatchObject({ code: "room.nothing_fits", alternatives: [] });
});
