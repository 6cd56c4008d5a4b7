import { expect, test } from "vitest";
import {
  aBench,
  aCourierGrant,
  aParcel,
  aPickupGrant,
  type Bench,
  compartmentOf,
  depositParcel,
  id,
  openDoorOf,
} from "./kiosk-bench.ts";

async function withThreeParcels() {
  const bench = await aBench();
  const names = ["eins", "zwei", "drei"];
  bench.list(
    aPickupGrant(bench, "73915284", {
      parcels: names.map((name, index) =>
        aParcel(name, {
          stay: { stayId: id("sty", name), compartmentId: compartmentOf(index + 1) } as never,
        }),
      ),
    }),
  );
  for (const channel of [1, 2, 3]) putGoodsBehind(bench, channel);
  return { bench, names };
}

function putGoodsBehind(bench: Bench, channel: number): void {
  bench.board.doors.pulse(channel, "springs-open");
  bench.hand(channel, "put", "close");
}

test("one code gives all parcels of a person, one door after another, beginning where they like", async () => {
  const { bench } = await withThreeParcels();
  const choice = bench.act({ action: "enter_code", code: "73915284" });
  expect(choice.screen).toMatchObject({ step: "choose_parcels" });
  expect(
    choice.screen.step === "choose_parcels" && choice.screen.parcels.map((one) => one.label),
  ).toEqual(["1", "2", "3"]);

  bench.act({ action: "choose_parcel", parcelId: id("par", "zwei") });
  expect(await openDoorOf(bench, "pickup_door")).toBe(2);
  expect(bench.kiosk.screen.state().screen).toMatchObject({ position: 1, total: 3 });
  bench.hand(2, "take", "close");
  expect((await bench.until("pickup_done")).screen).toMatchObject({ left: 2 });

  for (const [channel, left] of [
    [1, 1],
    [3, 0],
  ] as const) {
    bench.act({ action: "take_next" });
    expect(await openDoorOf(bench, "pickup_door")).toBe(channel);
    bench.hand(channel, "take", "close");
    expect((await bench.until("pickup_done")).screen).toMatchObject({ left });
  }
  bench.act({ action: "finish" });
  expect(bench.count("pickup.confirmed")).toBe(3);
  expect(bench.act({ action: "enter_code", code: "73915284" }).refusal).toBe(
    "code_already_collected",
  );
});

test("who takes one parcel and leaves finds the others with the same code", async () => {
  const { bench } = await withThreeParcels();
  bench.act({ action: "enter_code", code: "73915284" });
  bench.act({ action: "choose_parcel", parcelId: id("par", "eins") });
  await openDoorOf(bench, "pickup_door");
  bench.hand(1, "take", "close");
  await bench.until("pickup_done");
  bench.act({ action: "finish" });
  const again = bench.act({ action: "enter_code", code: "73915284" });
  expect(again.screen.step === "choose_parcels" && again.screen.parcels.length).toBe(2);
  expect(bench.act({ action: "choose_parcel", parcelId: id("par", "eins") }).refusal).toBe(
    "not_allowed_now",
  );
  bench.act({ action: "cancel" });
  expect(bench.fact("visit.ended")).toMatchObject({ outcome: "cancelled" });
});

test("the same door opens again for a minute, three times, each as an opening of its own", async () => {
  const bench = await aBench();
  bench.list(aPickupGrant(bench, "73915284"), aCourierGrant(bench));
  const channel = await depositParcel(bench, "73915284");
  bench.act({ action: "enter_code", code: "73915284" });
  await openDoorOf(bench, "pickup_door");
  bench.hand(channel, "take", "close");
  for (let again = 0; again < 3; again += 1) {
    const done = await bench.until("pickup_done");
    expect(done.allowedActions).toContain("open_again");
    bench.act({ action: "open_again" });
    await openDoorOf(bench, "pickup_door");
    bench.hand(channel, "close");
  }
  const done = await bench.until("pickup_done");
  expect(done.allowedActions).not.toContain("open_again");
  expect(done.screen).toMatchObject({ openAgainUntil: null });
  const purposes = bench
    .facts()
    .filter((fact) => fact.type === "opening.intended")
    .map((fact) => fact.data["purpose"]);
  expect(purposes).toEqual(["deposit", "pickup", "reopening", "reopening", "reopening"]);
  expect(bench.count("pickup.confirmed")).toBe(1);
});

test("thanks are over after a minute, and the next person may begin before that", async () => {
  const bench = await aBench();
  bench.list(
    aPickupGrant(bench, "73915284"),
    aPickupGrant(bench, "55443322"),
    aCourierGrant(bench),
  );
  const first = await depositParcel(bench, "73915284");
  const second = await depositParcel(bench, "55443322");
  bench.act({ action: "enter_code", code: "73915284" });
  await openDoorOf(bench, "pickup_door");
  bench.hand(first, "take", "close");
  await bench.until("pickup_done");
  bench.act({ action: "enter_code", code: "55443322" });
  expect(await openDoorOf(bench, "pickup_door")).toBe(second);
  bench.hand(second, "take", "close");
  await bench.until("pickup_done");
  expect((await bench.after(61_000)).screen.step).toBe("idle");
  const ends = bench
    .facts()
    .filter((fact) => fact.type === "visit.ended")
    .map((fact) => fact.data["outcome"]);
  expect(ends.slice(-2)).toEqual(["completed", "completed"]);
});

test("a compartment that is found empty is noted with a reference, and a person will look", async () => {
  const bench = await aBench();
  bench.list(aPickupGrant(bench, "73915284"), aCourierGrant(bench));
  const channel = await depositParcel(bench, "73915284");
  bench.act({ action: "enter_code", code: "73915284" });
  await openDoorOf(bench, "pickup_door");
  const noted = bench.act({ action: "report_empty" });
  expect(noted.screen).toMatchObject({
    problem: "empty",
    reference: expect.stringMatching(/^[0-9A-Z]{3}-[0-9A-Z]{3}$/),
  });
  bench.hand(channel, "close");
  await bench.after(1_000);
  expect(bench.count("pickup.confirmed")).toBe(0);
  expect(bench.fact("pickup.disputed")).toMatchObject({ complaint: "empty" });
  expect(bench.fact("compartment.needs_check")).toMatchObject({ reason: "reported_empty" });
});

test("somebody else's parcel is put back and noted, also after the door was shut", async () => {
  const bench = await aBench();
  bench.list(aPickupGrant(bench, "73915284"), aCourierGrant(bench));
  const channel = await depositParcel(bench, "73915284");
  bench.act({ action: "enter_code", code: "73915284" });
  await openDoorOf(bench, "pickup_door");
  bench.hand(channel, "take", "close");
  await bench.until("pickup_done");
  bench.act({ action: "report_not_mine" });
  expect(bench.fact("pickup.disputed")).toMatchObject({ complaint: "not_mine" });
  expect((await bench.after(91_000)).screen.step).toBe("idle");
});

test("a door shut with the parcel still inside is no pickup, and opens again as one", async () => {
  const bench = await aBench();
  bench.list(aPickupGrant(bench, "73915284"), aCourierGrant(bench));
  const channel = await depositParcel(bench, "73915284");
  bench.act({ action: "enter_code", code: "73915284" });
  await openDoorOf(bench, "pickup_door");
  bench.hand(channel, "close");
  expect((await bench.until("pickup_done")).screen).toMatchObject({ left: 1 });
  expect(bench.count("pickup.confirmed")).toBe(0);
  bench.act({ action: "open_again" });
  await openDoorOf(bench, "pickup_door");
  bench.hand(channel, "take", "close");
  await bench.until("pickup_done");
  expect(bench.count("pickup.confirmed")).toBe(1);
});

test("an untouched screen warns before the visit ends, and staying awake begins the wait anew", async () => {
  const { bench } = await withThreeParcels();
  const begun = bench.act({ action: "enter_code", code: "73915284" });
  const at = (text: string | null) =>
    Temporal.Instant.from(text ?? "").epochMilliseconds - bench.now().epochMilliseconds;
  expect(at(begun.endsAt)).toBe(90_000);
  expect(at(begun.warnAt)).toBe(70_000);
  await bench.after(80_000);
  expect(at(bench.act({ action: "stay_awake" }).endsAt)).toBe(90_000);
  await bench.after(89_000);
  expect(bench.kiosk.screen.state().screen.step).toBe("choose_parcels");
  await bench.after(2_000);
  expect(bench.kiosk.screen.state().screen.step).toBe("idle");
  expect(bench.fact("visit.ended")).toMatchObject({ outcome: "timed_out" });
});

test("what is not offered is not done", async () => {
  const { bench } = await withThreeParcels();
  for (const action of [
    "open_again",
    "confirm_deposit",
    "take_next",
    "try_again",
    "finish",
  ] as const) {
    expect(bench.act({ action }).refusal).toBe("not_allowed_now");
  }
  expect(bench.unlocks).toEqual([]);
});

test("who said that it is not theirs and then takes it out after all has picked it up", async () => {
  const bench = await aBench();
  bench.list(aPickupGrant(bench, "73915284"), aCourierGrant(bench));
  const channel = await depositParcel(bench, "73915284");
  bench.act({ action: "enter_code", code: "73915284" });
  await openDoorOf(bench, "pickup_door");
  bench.act({ action: "report_not_mine" });
  bench.hand(channel, "close");
  await bench.after(1_000);
  bench.act({ action: "finish" });
  expect(bench.count("pickup.confirmed")).toBe(0);

  bench.act({ action: "enter_code", code: "73915284" });
  await openDoorOf(bench, "pickup_door");
  bench.hand(channel, "take", "close");
  await bench.until("pickup_done");
  expect(bench.count("pickup.confirmed")).toBe(1);
});
