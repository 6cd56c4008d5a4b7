import { expect, test } from "vitest";
import { aTestCloud, type TestCloud } from "../device-link/test-cloud.ts";
import { addLockers, addParcels, addShop } from "../device-link/test-network.ts";
import { sweepOutages } from "../lockers/outages.ts";
import { sweepDeadlines, sweepParcels } from "./sweep-deadlines.ts";

/** A parcel that was deposited now and may lie for three days, in a locker that serves. */
async function aWaitingParcel(cloud: TestCloud) {
  const { deps, read } = cloud;
  const [meant, other] = await addLockers(deps, "00", { lockers: 2, compartments: 1 });
  const shopId = await addShop(deps);
  const [parcel] = await addParcels(deps, meant!, { shopId, count: 1 });
  await read(
    `update parcels set state = 'available_for_pickup', place = 'compartment',
       place_locker_id = locker_id, deposited_at = $1, pickup_deadline = $2`,
    [deps.now().toString(), deps.now().add({ hours: 72 }).toString()],
  );
  return { parcelId: parcel!.parcelId, meant: meant!.lockerId, other: other!.lockerId };
}

const sweep = ({ deps }: TestCloud) => sweepDeadlines(deps, "00");
const stateOf = async ({ read }: TestCloud) =>
  (await read<{ state: string }>("select state from parcels"))[0]?.state;

async function anOutage(cloud: TestCloud, lockerId: string, until: string | null = null) {
  await cloud.read("insert into outages values ($1, $2, $3::timestamptz, 'offline')", [
    lockerId,
    cloud.deps.now().toString(),
    until as string,
  ]);
}

test("while an outage lasts the sweep writes nothing, and its end gives the time back", async () => {
  await using cloud = await aTestCloud();
  const { meant } = await aWaitingParcel(cloud);
  cloud.pass({ hours: 71 });
  await anOutage(cloud, meant);
  for (let turn = 0; turn < 3; turn += 1) {
    cloud.pass({ hours: 2 });
    expect(await sweep(cloud)).toBe(0);
  }
  expect(await cloud.read("select type from parcel_events")).toEqual([]);
  await cloud.read(
    "insert into locker_status (locker_id, reach, serving) values ($1, 'online', true)",
    [meant],
  );
  await cloud.deps.database.region("00", (tx) => sweepOutages(tx, cloud.deps));
  cloud.pass({ minutes: 59 });
  expect(await sweep(cloud)).toBe(0);
  cloud.pass({ minutes: 2 });
  expect(await sweep(cloud)).toBe(1);
  expect(await stateOf(cloud)).toBe("overdue");
});

test("a parcel whose time is over in spite of a pause becomes overdue, and the sweep ends", async () => {
  await using cloud = await aTestCloud();
  const { meant } = await aWaitingParcel(cloud);
  const end = cloud.deps.now().add({ hours: 5 }).toString();
  await anOutage(cloud, meant, end);
  cloud.pass({ hours: 72 + 6 });
  expect(await sweep(cloud)).toBe(1);
  expect(await stateOf(cloud)).toBe("overdue");
  expect(await sweep(cloud)).toBe(0);
});

test("the outages of the locker count in which the parcel lies", async () => {
  await using cloud = await aTestCloud();
  const { other } = await aWaitingParcel(cloud);
  await cloud.read("update parcels set place_locker_id = $1", [other]);
  cloud.pass({ hours: 71 });
  await anOutage(cloud, other);
  cloud.pass({ hours: 2 });
  expect(await sweep(cloud)).toBe(0);
  expect(await stateOf(cloud)).toBe("available_for_pickup");
});

test("an outage that nobody has noted yet is noted before deadlines pass", async () => {
  await using cloud = await aTestCloud();
  const { meant } = await aWaitingParcel(cloud);
  cloud.pass({ hours: 71 });
  await cloud.read(
    "insert into locker_status (locker_id, reach, last_seen_at) values ($1, 'online', $2)",
    [meant, cloud.deps.now().toString()],
  );
  cloud.pass({ hours: 2 });
  await sweepParcels(cloud.deps, "00");
  expect(await stateOf(cloud)).toBe("available_for_pickup");
});

test("a recipient who was told that the time is over is told when there is time again", async () => {
  await using cloud = await aTestCloud();
  const { meant } = await aWaitingParcel(cloud);
  cloud.pass({ hours: 73 });
  await sweep(cloud);
  await cloud.read("insert into outages values ($1, $2, null, 'offline')", [
    meant,
    cloud.deps.now().subtract({ hours: 20 }).toString(),
  ]);
  await cloud.read(
    "insert into locker_status (locker_id, reach, serving) values ($1, 'online', true)",
    [meant],
  );
  await cloud.deps.database.region("00", (tx) => sweepOutages(tx, cloud.deps));
  expect(await stateOf(cloud)).toBe("available_for_pickup");
  expect(await cloud.read("select kind from notices order by kind")).toEqual([
    { kind: "available_for_pickup" },
    { kind: "overdue" },
  ]);
});
