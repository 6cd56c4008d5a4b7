import { randomBytes } from "node:crypto";
import { composeLongSecret } from "@pigeonhole/domain/codes/qr-payload";
import { expect, test } from "vitest";
import { aTestCloud, type TestCloud } from "../device-link/test-cloud.ts";
import { addLockers, addParcels, addShop, testId } from "../device-link/test-network.ts";
import { pickupCodeTag } from "../parcels/pickup-secrets.ts";
import { endCourierGrants, listCourierGrants } from "./courier-grants.ts";
import { dailyCode, openCourierSecret } from "./courier-grants-secrets.ts";

async function aCourier(cloud: TestCloud, lockerIds: readonly string[] | null = null) {
  const { deps } = cloud;
  const courier = {
    courierId: testId("cur", "00"),
    badge: composeLongSecret(new Uint8Array(randomBytes(17))),
    seedSealed: deps.secrets.seal(randomBytes(32), randomBytes(12)),
  };
  const carrierId = testId("car", "00");
  await cloud.read(
    "insert into network.carriers (id, name, created_at) values ($1, 'Eilbote', now())",
    [carrierId],
  );
  await deps.database.network((tx) =>
    tx.query(
      `insert into couriers (id, carrier_id, name, language, locker_ids, badge_sealed, seed_sealed, active, created_at)
       values ($1, $2, 'Ola', 'pl', $3, $4, $5, true, now())`,
      [
        courier.courierId,
        carrierId,
        lockerIds,
        deps.secrets.seal(courier.badge, randomBytes(12)),
        courier.seedSealed,
      ],
    ),
  );
  return courier;
}

const list = ({ deps }: TestCloud) =>
  deps.database.region("00", (tx) => listCourierGrants(tx, deps, { region: "00" }));

test("a courier has the badge and seven days of codes at each allowed locker, listed once", async () => {
  await using cloud = await aTestCloud();
  const [allowed, other] = await addLockers(cloud.deps, "00", { lockers: 2, compartments: 1 });
  const courier = await aCourier(cloud, [allowed!.lockerId]);
  await list(cloud);
  await list(cloud);
  const grants = await cloud.read<{
    locker_id: string;
    secrets_sealed: Uint8Array;
    not_before: string;
  }>("select locker_id, secrets_sealed, not_before from grants order by not_after");
  expect(grants).toHaveLength(8);
  expect(grants.every((grant) => grant.locker_id === allowed!.lockerId)).toBe(true);
  const today = cloud.deps.now().toZonedDateTimeISO("Europe/Berlin").toPlainDate();
  expect(openCourierSecret(cloud.deps, grants[0]!.secrets_sealed)).toEqual({
    way: "code",
    secret: dailyCode(cloud.deps, courier, today),
  });
  expect(openCourierSecret(cloud.deps, grants[7]!.secrets_sealed)).toEqual({
    way: "badge",
    secret: courier.badge,
  });
  expect(await cloud.read("select locker_id, version from locker_lists where version > 0")).toEqual(
    [{ locker_id: allowed!.lockerId, version: 1 }],
  );
  expect(other!.lockerId).not.toBe(allowed!.lockerId);
});

test("the next day the passed day is taken off the list and a new one is added", async () => {
  await using cloud = await aTestCloud();
  await addLockers(cloud.deps, "00", { lockers: 1, compartments: 1 });
  await aCourier(cloud);
  await list(cloud);
  cloud.pass({ hours: 24 });
  await list(cloud);
  expect(
    await cloud.read("select listed, state, count(*) as days from grants group by 1, 2 order by 1"),
  ).toEqual([
    { listed: false, state: "ended", days: 1 },
    { listed: true, state: "active", days: 8 },
  ]);
});

test("a day's code that is a recipient's already stays the recipient's, and an operator is told", async () => {
  await using cloud = await aTestCloud();
  const { deps } = cloud;
  const [locker] = await addLockers(deps, "00", { lockers: 1, compartments: 1 });
  const courier = await aCourier(cloud);
  const shopId = await addShop(deps);
  const [parcel] = await addParcels(deps, locker!, { shopId, count: 1 });
  const tomorrow = deps.now().toZonedDateTimeISO("Europe/Berlin").toPlainDate().add({ days: 1 });
  const code = dailyCode(deps, courier, tomorrow);
  await deps.database.region("00", (tx) =>
    tx.query("update grants set code_tag = $1", [pickupCodeTag(deps, locker!.lockerId, code)]),
  );
  await list(cloud);
  await list(cloud);
  expect(
    await cloud.read("select purpose, count(*) as grants from grants group by 1 order by 1"),
  ).toEqual([
    { purpose: "courier", grants: 7 },
    { purpose: "pickup", grants: 1 },
  ]);
  expect(await cloud.read("select kind from incidents")).toEqual([{ kind: "courier_code_taken" }]);
  expect(parcel).toBeDefined();
});

test("a courier whose access ends is off every list at once", async () => {
  await using cloud = await aTestCloud();
  await addLockers(cloud.deps, "00", { lockers: 2, compartments: 1 });
  const courier = await aCourier(cloud);
  await list(cloud);
  await cloud.deps.database.region("00", (tx) => endCourierGrants(tx, [courier.courierId]));
  expect(await cloud.read("select distinct listed, version from grants")).toEqual([
    { listed: false, version: 2 },
  ]);
});

test("all lists are locked at once in the order of their ids, whatever each courier lacks", async () => {
  await using cloud = await aTestCloud();
  const lockers = await addLockers(cloud.deps, "00", { lockers: 3, compartments: 1 });
  await aCourier(cloud, [lockers[2]!.lockerId]);
  const asked: string[] = [];
  await cloud.deps.database.region("00", (tx) => {
    const listening = {
      query<Row>(sql: string, values?: Parameters<typeof tx.query>[1]) {
        if (/locker_lists/u.test(sql)) asked.push(String(values?.[0]));
        return tx.query<Row>(sql, values);
      },
    };
    return listCourierGrants(listening, cloud.deps, { region: "00" });
  });
  const ids = lockers.map(({ lockerId }) => lockerId);
  expect(new Set(asked[0]?.split(","))).toEqual(new Set(ids));
});
