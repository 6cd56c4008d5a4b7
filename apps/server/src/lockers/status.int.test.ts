import { expect, test } from "vitest";
import { aTestCloud } from "../device-link/test-cloud.ts";
import { addLockers, addParcels, addShop } from "../device-link/test-network.ts";
import { outageGraceSeconds, sweepOutages } from "./outages.ts";
import { offlineAfterSeconds, recordContacts, sweepReach } from "./status.ts";

test("a locker that is silent for too long is offline, and online again only after a steady while", async () => {
  await using cloud = await aTestCloud();
  const { deps, read } = cloud;
  const [locker] = await addLockers(deps, "00", { lockers: 1, compartments: 1 });
  const { lockerId } = locker!;
  const reach = async () =>
    (await read<{ reach: string }>("select reach from locker_status"))[0]?.reach;
  const contact = (connectedAt: Temporal.Instant) =>
    deps.database.region("00", (tx) => recordContacts(tx, [{ lockerId, connectedAt }], deps.now()));
  const sweep = () => deps.database.region("00", (tx) => sweepReach(tx, deps.now()));

  await contact(deps.now());
  expect(await reach()).toBe("online");
  cloud.pass({ seconds: offlineAfterSeconds });
  await sweep();
  expect(await reach()).toBe("online");
  cloud.pass({ seconds: 1 });
  await sweep();
  expect(await reach()).toBe("offline");
  const connectedAt = deps.now();
  await contact(connectedAt);
  expect(await reach()).toBe("offline");
  cloud.pass({ seconds: 40 });
  await contact(connectedAt);
  expect(await reach()).toBe("online");
});

test("the storage clock stands still while a locker is out of reach, but not for a short trouble", async () => {
  await using cloud = await aTestCloud();
  const { deps, read } = cloud;
  const [locker] = await addLockers(deps, "00", { lockers: 1, compartments: 1 });
  const { lockerId } = locker!;
  const shopId = await addShop(deps);
  await addParcels(deps, locker!, { shopId, count: 1 });
  const depositedAt = deps.now();
  const deadline = depositedAt.add({ hours: 72 });
  await read(
    "update parcels set state = 'available_for_pickup', place = 'compartment', deposited_at = $1, pickup_deadline = $2",
    [depositedAt.toString(), deadline.toString()],
  );
  const outage = async (seconds: number) => {
    await deps.database.region("00", (tx) =>
      recordContacts(tx, [{ lockerId, connectedAt: deps.now() }], deps.now()),
    );
    await read("update locker_status set reach = 'offline', reach_since = $1", [
      deps.now().toString(),
    ]);
    await deps.database.region("00", (tx) => sweepOutages(tx, deps));
    cloud.pass({ seconds });
    await read("update locker_status set reach = 'online'");
    await deps.database.region("00", (tx) => sweepOutages(tx, deps));
    const [parcel] = await read<{ pickup_deadline: string }>("select pickup_deadline from parcels");
    return Temporal.Instant.from(parcel!.pickup_deadline).since(deadline).total("seconds");
  };
  expect(await outage(outageGraceSeconds - 1)).toBe(0);
  cloud.pass({ hours: 1 });
  expect(await outage(36_000)).toBe(36_000);
  expect(await read("select type from parcel_events")).toEqual([{ type: "deadline_extended" }]);
});
