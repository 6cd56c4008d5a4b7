import { expect, test } from "vitest";
import {
  aBench,
  aConfig,
  aCourierGrant,
  aPickupGrant,
  type Bench,
  depositParcel,
  profile,
  profileWithoutSensor,
} from "./kiosk-bench.ts";

type Wishes = Parameters<typeof aBench>[0];

/** The journal as it is when power fails between "the door is shut" and what follows from it. */
async function cutAfterClosing(purpose: "pickup" | "collection" | "deposit", wishes: Wishes = {}) {
  const bench = await aBench(wishes);
  bench.list(aPickupGrant(bench, "73915284"), aCourierGrant(bench));
  await depositParcel(bench, "73915284");
  const [stay] = bench.journal.stays.open();
  if (stay === undefined) throw new Error("nothing was deposited");
  bench.journal.openings.begin({
    openingId: "opn_00cut0ff000000000000",
    compartmentId: stay.compartmentId,
    purpose,
    visitId: "vis_00cut0ff000000000000",
    grantId: aPickupGrant(bench, "73915284").grantId,
    commandId: null,
    stayId: purpose === "deposit" ? null : stay.stayId,
    intendedAt: bench.now().toString(),
  });
  bench.journal.openings.reach("opn_00cut0ff000000000000", "closed", bench.now());
  await bench.powerCut();
  return { bench, channel: Number(stay.compartmentId.slice(10, 11)) };
}

function settled(bench: Bench) {
  return bench.journal.openings.unfinished();
}

test("a pickup that was seen to end is confirmed at the next start", async () => {
  const { bench } = await cutAfterClosing("pickup", { profile: profileWithoutSensor });
  await bench.boot(true);
  expect(bench.count("pickup.confirmed")).toBe(1);
  expect(settled(bench)).toEqual([]);
});

test("a collection that was seen to end is confirmed at the next start", async () => {
  const { bench } = await cutAfterClosing("collection", { profile: profileWithoutSensor });
  await bench.boot(true);
  expect(bench.count("collection.confirmed")).toBe(1);
});

test("a pickup whose goods the sensor still sees is not confirmed", async () => {
  const { bench } = await cutAfterClosing("pickup", { profile });
  await bench.boot(true);
  expect(bench.count("pickup.confirmed")).toBe(0);
  expect(bench.fact("compartment.needs_check")).toMatchObject({ reason: "outcome_unknown" });
});

test("a deposit that nobody confirmed is looked at by a person", async () => {
  const { bench } = await cutAfterClosing("deposit");
  await bench.boot(true);
  expect(bench.count("deposit.confirmed")).toBe(1);
  expect(bench.fact("compartment.needs_check")).toMatchObject({ reason: "outcome_unknown" });
});

test("a compartment whose lock is on a bus that this kiosk does not have is refused, not pulsed", async () => {
  const config = aConfig();
  const [module] = config.layout.modules;
  const compartments = module?.compartments.map((one) => ({
    ...one,
    lock: { ...one.lock, bus: one.label === "1" ? "elsewhere" : "main" },
  }));
  const layout = { ...config.layout, modules: [{ ...module, compartments }] };
  const bench = await aBench({ config: { ...config, layout } as never });
  const grant = aPickupGrant(bench, "73915284");
  const stay = { stayId: "sty_00stay00000000000000", compartmentId: "cmp_00d00r10000000000000" };
  bench.list({
    ...grant,
    parcels: grant.parcels.map((parcel) => ({ ...parcel, stay: stay as never })),
  });
  bench.act({ action: "enter_code", code: "73915284" });
  await bench.until("door_did_not_open");
  expect(bench.fact("opening.pulsed")).toMatchObject({ actuation: "refused" });
  expect(bench.unlocks).toEqual([]);
});

test("what a person did wrong is not shown to the next one", async () => {
  const bench = await aBench();
  expect(bench.act({ action: "enter_code", code: "81726354" }).refusal).toBe("code_unknown");
  expect((await bench.after(10_000)).refusal).toBe("code_unknown");
  expect((await bench.after(6_000)).refusal).toBeNull();
});
