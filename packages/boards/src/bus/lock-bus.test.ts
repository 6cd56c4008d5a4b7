import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createLockBus } from "../driver/create-lock-bus.ts";
import type { BusHealth, WireNote } from "../driver/lock-board-driver.ts";
import { formatHex, parseHex } from "../frames/hex.ts";
import type { BusPort } from "../ports/bus-port.ts";
import { type BusProfile, PROFILE_DEFAULTS } from "../profile/profile.ts";
import { createMemoryPort, type MemoryPort } from "../simulation/memory-port.ts";
import { boardsOfProfile, createSimulatedBus } from "../simulation/simulated-bus.ts";
import { createListeners } from "../timing/listeners.ts";
import { createVirtualTimers } from "../timing/virtual-timers.ts";
import { QUEUE_MAX, QUEUE_WAIT_MAX_MS } from "./lock-bus.ts";
import { REOPEN_WAIT_FIRST_MS, REOPEN_WAIT_MAX_MS } from "./port-supervisor.ts";

const profile: BusProfile = {
  dialect: "8a-xor",
  ...PROFILE_DEFAULTS["8a-xor"],
  boards: [{ address: 1, channels: 8 }],
};
const lock = (channel: number) => ({ board: 1, channel });

async function simulated() {
  const timers = createVirtualTimers();
  const bus = createSimulatedBus("8a-xor", boardsOfProfile(profile), timers);
  const port = createMemoryPort(bus, timers);
  const wire: WireNote[] = [];
  const health: BusHealth[] = [];
  const driver = createLockBus({
    port,
    profile,
    timers,
    random: () => 0,
    onWire: (note) => wire.push(note),
  });
  driver.onHealth((state) => health.push(state));
  await timers.settle(driver.open());
  const sent = () => wire.filter(({ direction }) => direction === "sent");
  return { timers, bus, port, driver, wire, sent, health };
}

/** A port whose answers the test writes by hand. */
async function byHand(over: Partial<BusProfile> = {}) {
  const timers = createVirtualTimers();
  const heard = createListeners<Uint8Array>();
  const closed = createListeners<string>();
  const written: { hex: string; atMs: number }[] = [];
  let opens = 0;
  const port: BusPort = {
    label: "by hand",
    async open() {
      opens += 1;
    },
    async close() {},
    write: (bytes) => void written.push({ hex: formatHex(bytes), atMs: timers.nowMs() }),
    onBytes: heard.add,
    onClosed: closed.add,
  };
  const driver = createLockBus({ port, profile: { ...profile, ...over }, timers, random: () => 0 });
  await timers.settle(driver.open());
  const hear = (hex: string) => heard.tell(parseHex(hex));
  return { timers, driver, written, hear, opens: () => opens, lose: () => closed.tell("gone") };
}

describe("a lock bus", () => {
  test("keeps one exchange at a time and silence between two", async () => {
    const { timers, driver, wire } = await simulated();
    await timers.settle(Promise.all([driver.readDoors(), driver.readDoors(), driver.readDoors()]));
    expect(wire.map(({ direction }) => direction)).toEqual([
      "sent",
      "received",
      "sent",
      "received",
      "sent",
      "received",
    ]);
    for (let index = 2; index < wire.length; index += 2) {
      const pauseMs = (wire[index]?.atMs ?? 0) - (wire[index - 1]?.atMs ?? 0);
      // 3.5 characters of 10 bits at 9600 baud.
      expect(pauseMs).toBeGreaterThanOrEqual(3.65);
    }
  });

  test("keeps two coils of one bus apart by the length of a pulse", async () => {
    const { timers, driver, sent } = await simulated();
    await timers.settle(Promise.all([driver.unlock(lock(1)), driver.unlock(lock(2))]));
    const [first, second] = sent();
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(profile.pulseMs);
  });

  test("refuses an unlock while the cable is out, and writes nothing later", async () => {
    const { timers, driver, port, sent, bus } = await simulated();
    port.unplug();
    expect(await timers.settle(driver.unlock(lock(1)))).toBe("refused");
    port.plugIn();
    await timers.advance(REOPEN_WAIT_MAX_MS * 2);
    expect(sent()).toEqual([]);
    expect(bus.board(1).doors.door(1)?.pulses).toBe(0);
  });

  test("opens the port again by itself and says so", async () => {
    const { timers, driver, port, health } = await simulated();
    port.unplug();
    expect(driver.health()).toMatchObject({
      port: "closed",
      portProblem: "the cable was pulled",
      boards: [{ address: 1, state: "unknown" }],
    });
    await timers.advance(5000);
    port.plugIn();
    await timers.advance(REOPEN_WAIT_MAX_MS);
    expect(driver.health().port).toBe("open");
    expect(await timers.settle(driver.unlock(lock(1)))).toBe("acknowledged");
    expect(health.some((state) => state.port === "closed")).toBe(true);
  });

  test("waits longer after every failed attempt, up to a limit", async () => {
    const timers = createVirtualTimers();
    const attempts: number[] = [];
    const memory = createMemoryPort(createSimulatedBus("8a-xor", [], timers), timers);
    const port: MemoryPort = {
      ...memory,
      open() {
        attempts.push(timers.nowMs());
        return memory.open();
      },
    };
    port.unplug();
    const driver = createLockBus({ port, profile, timers, random: () => 0.999 });
    await timers.settle(driver.open());
    await timers.advance(60_000);
    const waits = attempts.slice(1).map((atMs, index) => atMs - (attempts[index] ?? 0));
    expect(waits[0]).toBeLessThanOrEqual(REOPEN_WAIT_FIRST_MS);
    expect(waits.every((wait, index) => wait + 1 >= (waits[index - 1] ?? 0))).toBe(true);
    expect(Math.max(...waits)).toBeLessThanOrEqual(REOPEN_WAIT_MAX_MS);
    expect(attempts.length).toBeLessThan(20);
  });

  test("an unlock whose port is lost after writing is unknown", async () => {
    const { timers, driver, lose, written } = await byHand();
    const outcome = driver.unlock(lock(1));
    await timers.advance(50);
    lose();
    expect(await timers.settle(outcome)).toBe("unknown");
    expect(written).toHaveLength(1);
  });

  test("an unlock that waited too long in line is refused and never sent", async () => {
    const { timers, driver, written } = await byHand({ unlockReplyTimeoutMs: QUEUE_WAIT_MAX_MS });
    const first = driver.unlock(lock(1));
    const second = driver.unlock(lock(2));
    expect(await timers.settle(first)).toBe("unknown");
    expect(await timers.settle(second)).toBe("refused");
    expect(written.map(({ hex }) => hex)).toEqual(["8A 01 01 11 9B"]);
  });

  test("a full line refuses instead of growing", async () => {
    const { timers, driver } = await byHand();
    const first = driver.readDoors();
    const rest = Array.from({ length: QUEUE_MAX + 1 }, () => driver.readDoors());
    expect(await timers.settle(driver.unlock(lock(1)))).toBe("refused");
    await timers.settle(Promise.all([first, ...rest]));
  });

  test("the request's own bytes at once are an echo, later they are the board", async () => {
    const { timers, driver, hear } = await byHand();
    const echoed = driver.unlock(lock(1));
    await timers.advance(6);
    hear("8A 01 01 11 9B");
    expect(await timers.settle(echoed)).toBe("unknown");

    await timers.advance(profile.lateReplyMaxMs);
    const answered = driver.unlock(lock(1));
    await timers.advance(6);
    hear("8A 01 01 11 9B");
    await timers.advance(200);
    hear("8A 01 01 11 9B");
    expect(await timers.settle(answered)).toBe("acknowledged");
  });

  test("an answer cut into pieces with pauses between is still one answer", async () => {
    const { timers, driver, hear } = await byHand();
    const reading = driver.readDoors();
    await timers.advance(10);
    hear("80 01 FF");
    await timers.advance(40);
    hear("FF FD");
    await timers.advance(40);
    hear("33 4F");
    const doors = await timers.settle(reading);
    expect(doors.map(({ door }) => door === "open")).toEqual([
      false,
      true,
      false,
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  test("answers of another board and answers to another question do not count", async () => {
    const { timers, driver, hear } = await byHand();
    const reading = driver.readDoors();
    await timers.advance(10);
    hear("80 02 FF FF FF 33 4E");
    hear("80 01 01 11 91");
    hear("8A 01 01 00 8A");
    const doors = await timers.settle(reading);
    expect(new Set(doors.map(({ door }) => door))).toEqual(new Set(["unknown"]));
    expect(driver.health().boards).toEqual([{ address: 1, state: "garbled" }]);
  });

  test("acknowledgements of another lock or another board do not count", async () => {
    const { timers, driver, hear } = await byHand();
    const outcome = driver.unlock(lock(1));
    await timers.advance(200);
    hear("8A 01 02 00 89");
    hear("8A 02 01 00 89");
    expect(await timers.settle(outcome)).toBe("unknown");
  });

  test("a request waits until a line that just spoke has been silent", async () => {
    const { timers, driver, hear, written } = await byHand();
    hear("99");
    const heardAtMs = timers.nowMs();
    await timers.settle(driver.readDoors());
    // 3.5 characters of 10 bits at 9600 baud.
    expect((written[0]?.atMs ?? 0) - heardAtMs).toBeGreaterThanOrEqual(3.65);
  });

  test("a silent board is not asked again before its late answer can no longer come", async () => {
    const { timers, driver, written } = await byHand();
    await timers.settle(driver.readDoors());
    await timers.settle(driver.readDoors());
    await timers.settle(driver.readDoors());
    expect(written).toHaveLength(1);
    await timers.advance(profile.lateReplyMaxMs);
    await timers.settle(driver.readDoors());
    expect(written).toHaveLength(2);
  });

  test("endless noise ends an exchange instead of filling memory", async () => {
    const { timers, driver, hear, written } = await byHand();
    const reading = driver.readDoors();
    for (let round = 0; round < 100; round += 1) {
      await timers.advance(5);
      hear("99 ".repeat(16));
    }
    const doors = await timers.settle(reading, 0);
    expect(doors[0]?.door).toBe("unknown");
    expect(written).toHaveLength(1);
  });

  test("after a time-out the port is opened afresh, unless the profile says otherwise", async () => {
    const usual = await byHand();
    await usual.timers.settle(usual.driver.readDoors());
    await usual.timers.advance(100);
    expect(usual.opens()).toBe(2);

    const kept = await byHand({ reopenAfterTimeout: false });
    await kept.timers.settle(kept.driver.readDoors());
    await kept.timers.advance(100);
    expect(kept.opens()).toBe(1);
  });

  test("a reading of a board with fewer status bytes than channels leaves the rest unknown", async () => {
    const { timers, driver, hear } = await byHand({
      boards: [{ address: 1, channels: 50, statusByteOrder: "ch1-first" }],
    });
    const reading = driver.readDoors();
    await timers.advance(10);
    hear("80 01 FF FF FF 33 4D");
    const doors = (await timers.settle(reading)).map(({ door }) => door);
    expect(doors.slice(0, 24).every((door) => door === "closed")).toBe(true);
    expect(doors.slice(24).every((door) => door === "unknown")).toBe(true);
  });
});

test("nothing but simulated boards can make frames that move more than one door", () => {
  const root = new URL("../", import.meta.url);
  const importers = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"))
    .filter((path) => readFileSync(new URL(path, root), "utf8").includes("service-frames.ts"))
    .filter((path) => !path.endsWith("/service-frames.ts") && !path.endsWith("/codec.ts"));
  expect(importers.sort((a, b) => a.localeCompare(b))).toEqual([
    "kerong/board-frames.ts",
    "xor-8a/board-frames.ts",
  ]);
  const boardFrameImporters = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"))
    .filter((path) => readFileSync(new URL(path, root), "utf8").includes("board-frames.ts"));
  expect(boardFrameImporters.every((path) => path.endsWith("simulated-board.ts"))).toBe(true);
});
