// The link against a real WebSocket: what the cloud may and may not bring about.
import type { ScreenState } from "@pigeonhole/contract/kiosk-screen/screen-state";
import { expect, test } from "vitest";
import { createWebSocketOpener } from "../src/cloud-link/web-socket.ts";
import { aFakeCloud, type FakeCloud } from "./fake-cloud.ts";
import {
  aBench,
  aConfig,
  aCourierGrant,
  aParcel,
  aPickupGrant,
  type Bench,
  compartmentOf,
  configHash,
  depositParcel,
  id,
  openDoorOf,
} from "./kiosk-bench.ts";

/** Real sockets beside virtual time: lets both go on until the cloud has seen what it waits for. */
async function until(bench: Bench, cloud: FakeCloud, matches: () => boolean): Promise<void> {
  let isThere = false;
  const seen = cloud.until(matches).then(() => {
    isThere = true;
  });
  for (let turn = 0; turn < 5_000 && !isThere && !matches(); turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    await bench.timers.advance(1);
  }
  if (!matches()) throw new Error("the cloud never saw it");
  void seen;
}

async function aConnectedBench(wishes: { readonly config?: null } = {}) {
  const cloud = await aFakeCloud();
  const open = createWebSocketOpener(cloud.url);
  const bench = await aBench({ ...wishes, openSocket: open });
  cloud.serverTime = () => bench.now();
  await until(bench, cloud, () => cloud.of("status").length > 0);
  return { bench, cloud };
}

function openCommand(bench: Bench, changes: object = {}) {
  const screen = bench.kiosk.screen.state().screen as Extract<
    ScreenState["screen"],
    { step: "idle" }
  >;
  return {
    type: "command",
    commandId: id("cmd", "open1"),
    expiresAt: bench.now().add({ seconds: 30 }).toString(),
    command: {
      kind: "open",
      grantId: id("grt", "73915284"),
      compartmentId: compartmentOf(1),
      presenceCode: screen.presenceCode,
    },
    ...changes,
  };
}

async function withParcel() {
  const { bench, cloud } = await aConnectedBench();
  bench.list(aPickupGrant(bench, "73915284"), aCourierGrant(bench));
  const channel = await depositParcel(bench, "73915284");
  expect(channel).toBe(2);
  const command = (changes: object = {}) => {
    const made = openCommand(bench, changes);
    return { ...made, command: { ...made.command, compartmentId: compartmentOf(channel) } };
  };
  return { bench, cloud, channel, command };
}

test("malformed frames are dropped, counted, journalled, and change nothing", async () => {
  const { bench, cloud } = await aConnectedBench();
  const rubbish = [
    "",
    "{",
    "[]",
    "null",
    '"welcome"',
    '{"type":"open_all"}',
    '{"type":"ack"}',
    `{"type":"grants","version":-1}`,
  ];
  for (const text of rubbish) cloud.send(text);
  cloud.send({ type: "ack", epoch: "0".repeat(32), seq: 999_999 });
  cloud.send({
    type: "command",
    commandId: id("cmd", "status"),
    expiresAt: bench.now().add({ seconds: 30 }).toString(),
    command: { kind: "report_status" },
  });
  await until(bench, cloud, () => cloud.of("reply").length === 1);
  await bench.after(70_000);
  const counts = bench
    .facts()
    .filter((fact) => fact.type === "frames.dropped")
    .map((fact) => fact.data);
  const total = (reason: string) =>
    counts
      .filter((one) => one["reason"] === reason)
      .reduce((sum, one) => sum + Number(one["count"]), 0);
  expect(total("malformed")).toBe(rubbish.length);
  expect(total("ack_of_unsent")).toBe(1);
  expect(bench.journal.facts.ackedSeq()).toBeLessThan(999_999);
  expect(bench.errors).toEqual([]);
});

test("a remote opening with the digits of the screen opens the one door of the grant", async () => {
  const { bench, cloud, channel, command } = await withParcel();
  cloud.send(command());
  await until(bench, cloud, () => cloud.of("reply").length === 1);
  expect(cloud.of("reply")[0]).toMatchObject({ outcome: "done", reason: null });
  expect(await openDoorOf(bench, "pickup_door")).toBe(channel);
  bench.hand(channel, "take", "close");
  await bench.until("pickup_done");
  expect(bench.fact("visit.started")).toMatchObject({ kind: "remote" });
  expect(bench.count("pickup.confirmed")).toBe(1);
});

test("a command that comes twice is answered the same and acted on once", async () => {
  const { bench, cloud, command } = await withParcel();
  const unlocks = bench.unlocks.length;
  const frame = command();
  cloud.send(frame);
  cloud.send(frame);
  await until(bench, cloud, () => cloud.of("reply").length === 2);
  await bench.after(2_000);
  expect(bench.unlocks.length).toBe(unlocks + 1);
  expect(cloud.of("reply")[1]).toEqual(cloud.of("reply")[0]);
});

test("a command that has expired never opens, whatever the wall clock says", async () => {
  const { bench, cloud, command } = await withParcel();
  const unlocks = bench.unlocks.length;
  const expiresAt = bench.now().subtract({ seconds: 1 }).toString();
  bench.wallAheadMs = -10 * 365 * 24 * 3_600_000;
  cloud.send(command({ expiresAt }));
  await until(bench, cloud, () => cloud.of("reply").length === 1);
  expect(cloud.of("reply")[0]).toMatchObject({ outcome: "refused", reason: "expired" });
  await bench.after(2_000);
  expect(bench.unlocks.length).toBe(unlocks);
});

test("a remote opening without the digits, without the grant, or for another compartment is refused", async () => {
  const { bench, cloud, command } = await withParcel();
  const unlocks = bench.unlocks.length;
  const good = command();
  const wrong = [
    { ...good.command, presenceCode: good.command.presenceCode === "1203" ? "1204" : "1203" },
    { ...good.command, grantId: id("grt", "nobody") },
    { ...good.command, compartmentId: compartmentOf(6) },
  ];
  for (const [index, one] of wrong.entries()) {
    cloud.send({ ...good, commandId: id("cmd", `wrong${index}`), command: one });
  }
  await until(bench, cloud, () => cloud.of("reply").length === 3);
  expect(cloud.of("reply").map((reply) => reply.reason)).toEqual([
    "presence_not_proven",
    "grant_unknown",
    "compartment_not_of_grant",
  ]);
  expect(bench.unlocks.length).toBe(unlocks);
  expect(bench.count("remote.refused")).toBe(3);
});

test("at most three remote openings in ten minutes, whatever the cloud sends, and a restart does not help", async () => {
  const { bench, cloud } = await aConnectedBench();
  const names = ["aa", "bb", "cc", "dd", "ee", "ff"];
  bench.list(
    ...names.map((name, index) =>
      aPickupGrant(bench, `9182736${index}`, {
        name,
        active: true,
        notAfter: "2099-01-01T00:00:00Z",
        parcels: [
          aParcel(name, {
            stay: { stayId: id("sty", name), compartmentId: compartmentOf(index + 1) } as never,
          }),
        ],
      }),
    ),
  );
  const send = (index: number, attempt: number) => {
    const screen = bench.kiosk.screen.state().screen as { presenceCode: string };
    cloud.send({
      type: "command",
      commandId: id("cmd", `n${index}a${attempt}`),
      expiresAt: "2099-01-01T00:00:00Z",
      command: {
        kind: "open",
        grantId: id("grt", names[index] ?? ""),
        compartmentId: compartmentOf(index + 1),
        presenceCode: screen.presenceCode,
      },
    });
  };
  for (let index = 0; index < 6; index += 1) {
    const before = cloud.of("reply").length;
    send(index, 0);
    await until(bench, cloud, () => cloud.of("reply").length === before + 1);
    if (bench.kiosk.screen.state().visitId === null) continue;
    const channel = await openDoorOf(bench, "pickup_door");
    bench.hand(channel, "close");
    await bench.until("pickup_done");
    bench.act({ action: "finish" });
    // Ten minutes by the cloud's word are no ten minutes.
    const serverTime = `2030-01-0${index + 1}T00:00:00Z`;
    cloud.send({ type: "time", serverTime });
    await until(bench, cloud, () =>
      bench.kiosk.screen.state().serverNow.startsWith(serverTime.slice(0, 10)),
    );
    await bench.after(1_000);
  }
  expect(cloud.of("reply").map((reply) => reply.outcome)).toEqual([
    "done",
    "done",
    "done",
    "refused",
    "refused",
    "refused",
  ]);
  expect(bench.unlocks.length).toBe(3);

  await bench.powerCut();
  cloud.welcome.ackedSeq = 0;
  await bench.boot(true);
  const frames = cloud.of("status").length;
  await until(bench, cloud, () => cloud.of("status").length > frames);
  const before = cloud.of("reply").length;
  send(5, 1);
  await until(bench, cloud, () => cloud.of("reply").length === before + 1);
  expect(cloud.of("reply").at(-1)).toMatchObject({ reason: "too_many_remote_openings" });
});

test("grants in several frames apply together; on a wrong base the kiosk asks for the whole list", async () => {
  const { bench, cloud } = await aConnectedBench();
  const first = aPickupGrant(bench, "73915284");
  const second = aPickupGrant(bench, "55443322");
  cloud.send({ type: "grants", version: 5, base: 0, more: true, upserts: [first], removals: [] });
  cloud.send({ type: "grants", version: 9, base: 4, more: false, upserts: [second], removals: [] });
  await until(bench, cloud, () => cloud.of("grants_wanted").length === 1);
  expect(bench.journal.grants.find(first.grantId)).toBeUndefined();
  expect(bench.journal.grants.version()).toBe(0);

  cloud.send({ type: "grants", version: 5, base: 0, more: true, upserts: [first], removals: [] });
  cloud.send({ type: "grants", version: 5, base: 0, more: false, upserts: [second], removals: [] });
  cloud.send({
    type: "grants",
    version: 6,
    base: 5,
    more: false,
    upserts: [],
    removals: [first.grantId],
  });
  await until(bench, cloud, () => bench.journal.grants.version() === 6);
  expect(bench.journal.grants.find(first.grantId)?.removedAt).not.toBeNull();
  expect(bench.act({ action: "enter_code", code: "73915284" }).refusal).toBe("code_revoked");
});

test("a quarantined kiosk opens nothing and still tells its facts", async () => {
  const cloud = await aFakeCloud();
  cloud.welcome.accepted = false;
  const bench = await aBench({ openSocket: createWebSocketOpener(cloud.url) });
  cloud.serverTime = () => bench.now();
  await until(bench, cloud, () => cloud.facts.some((fact) => fact.type === "kiosk.started"));
  expect(bench.kiosk.screen.state().screen).toMatchObject({
    reason: "quarantined",
    fingerprint: expect.stringMatching(/^([0-9a-f]{4} ){7}[0-9a-f]{4}$/),
  });
  cloud.send({
    type: "grants",
    version: 1,
    base: 0,
    more: false,
    upserts: [aPickupGrant(bench, "73915284")],
    removals: [],
  });
  cloud.send(openCommandFor(bench));
  await bench.after(1_000);
  expect(bench.unlocks).toEqual([]);
  expect(bench.journal.grants.version()).toBe(0);
});

function openCommandFor(bench: Bench) {
  return {
    type: "command",
    commandId: id("cmd", "q"),
    expiresAt: bench.now().add({ hours: 1 }).toString(),
    command: {
      kind: "open",
      grantId: id("grt", "73915284"),
      compartmentId: compartmentOf(1),
      presenceCode: "1234",
    },
  };
}

test("a new layout is checked by its hash and its locker before it is used", async () => {
  const { bench, cloud } = await aConnectedBench({ config: null });
  expect(bench.kiosk.screen.state().screen).toMatchObject({ reason: "no_config" });
  const config = aConfig();
  const other = aConfig({ lockerId: id("lkr", "other") });
  cloud.send({ type: "config", version: 1, hash: "0".repeat(64), config });
  cloud.send({ type: "config", version: 1, hash: configHash(other), config: other });
  cloud.send({ type: "config", version: 2, hash: configHash(config), config });
  await until(bench, cloud, () => cloud.facts.some((fact) => fact.type === "config.applied"));
  await bench.until("idle");
  expect(bench.count("config.applied")).toBe(1);
});

test("the connection is made again with growing waits after the cloud hangs up", async () => {
  const { bench, cloud } = await aConnectedBench();
  const hellos = cloud.of("hello").length;
  cloud.drop();
  await until(bench, cloud, () => cloud.of("hello").length === hellos + 1);
  expect(new Set(cloud.tokens).size).toBe(1);
});
