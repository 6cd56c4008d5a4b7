import { describe, expect, test } from "vitest";
import { createLockBus } from "../driver/create-lock-bus.ts";
import type { LockRef } from "../driver/lock-ref.ts";
import {
  type BusProfile,
  type DialectName,
  type FeedbackWiring,
  locksOf,
  PROFILE_DEFAULTS,
  type StatusByteOrder,
} from "../profile/profile.ts";
import type { BoardFault } from "../simulation/board-faults.ts";
import type { SimulatedBoardSettings } from "../simulation/board-hardware.ts";
import { createMemoryPort } from "../simulation/memory-port.ts";
import { createSimulatedBus } from "../simulation/simulated-bus.ts";
import { createVirtualTimers } from "../timing/virtual-timers.ts";
import { type CommissioningPerson, commissionBus } from "./commission-bus.ts";

interface Locker {
  readonly dialect: DialectName;
  readonly boards: readonly SimulatedBoardSettings[];
  readonly faults?: readonly BoardFault[];
}

/** Commissions a locker of which only dialect, addresses and channels are known. */
async function commission(locker: Locker) {
  const timers = createVirtualTimers();
  const bus = createSimulatedBus(locker.dialect, locker.boards, timers);
  bus.boards[0]?.setFaults(locker.faults ?? []);
  const draft: BusProfile = {
    dialect: locker.dialect,
    ...PROFILE_DEFAULTS[locker.dialect],
    boards: locker.boards.map(({ address, channels }) => ({ address, channels })),
  };
  const drive = (profile: BusProfile) =>
    createLockBus({ port: createMemoryPort(bus, timers), profile, timers, random: () => 0 });
  const driver = drive(draft);
  const allowed: LockRef[] = [];
  const openDoor = (): LockRef | undefined => {
    for (const board of bus.boards) {
      const door = board.doors.all().find((candidate) => candidate.door === "open");
      if (door) return { board: board.address, channel: door.channel };
    }
    return undefined;
  };
  const person: CommissioningPerson = {
    async mayOpen(lock) {
      allowed.push(lock);
    },
    whichOpened: async () => openDoor(),
    async isShutAgain(lock) {
      bus.board(lock.board).doors.byHand(lock.channel, "close");
    },
  };
  await timers.settle(driver.open());
  const result = await timers.settle(commissionBus({ driver, person, timers }), 3_600_000);
  await timers.settle(driver.close());
  return { result, bus, timers, draft, allowed, drive };
}

const WIRINGS: readonly FeedbackWiring[] = ["closed-short", "open-short"];
const ORDERS: readonly StatusByteOrder[] = ["ch1-last", "ch1-first"];
const DIALECTS: readonly DialectName[] = ["8a-xor", "kerong-cu16", "kerong-ncu"];
const combinations = DIALECTS.flatMap((dialect) =>
  WIRINGS.flatMap((feedback) =>
    ORDERS.map((statusByteOrder) => ({ dialect, feedback, statusByteOrder })),
  ),
);

describe("commissioning a bus", () => {
  test.each(combinations)(
    "finds $feedback and $statusByteOrder on $dialect boards, and the profile then reads every door right",
    async ({ dialect, feedback, statusByteOrder }) => {
      const boards = [
        { address: 2, channels: 10, feedback, statusByteOrder },
        { address: 3, channels: 4, feedback: "open-short", statusByteOrder },
      ] as const;
      const { result, bus, timers, drive, allowed, draft } = await commission({ dialect, boards });
      expect(allowed).toEqual(locksOf(draft));
      expect(bus.boards.flatMap((board) => board.doors.all().map(({ pulses }) => pulses))).toEqual(
        allowed.map(() => 1),
      );
      if (!result.ok) throw new Error(JSON.stringify(result.refusal));
      expect(result.value.boards[0]).toEqual({
        address: 2,
        channels: 10,
        feedback,
        statusByteOrder,
      });

      const driver = drive(result.value);
      await timers.settle(driver.open());
      bus.board(2).doors.byHand(9, "force");
      bus.board(3).doors.byHand(1, "force");
      const readings = await timers.settle(driver.readDoors());
      const open = readings.filter(({ door }) => door === "open").map(({ lock }) => lock);
      expect(open).toEqual([
        { board: 2, channel: 9 },
        { board: 3, channel: 1 },
      ]);
      await timers.settle(driver.close());
    },
  );

  test("one lock wired the other way round becomes an override of its own", async () => {
    const { result } = await commission({
      dialect: "8a-xor",
      boards: [{ address: 1, channels: 4, openShortChannels: new Set([3]) }],
    });
    expect(result).toMatchObject({
      ok: true,
      value: {
        boards: [{ feedback: "closed-short", overrides: [{ channel: 3, feedback: "open-short" }] }],
      },
    });
  });

  test("crossed feedback wires are found, and there is no profile", async () => {
    const { result } = await commission({
      dialect: "8a-xor",
      boards: [
        {
          address: 1,
          channels: 8,
          feedbackWiring: new Map([
            [1, 2],
            [2, 1],
          ]),
        },
      ],
    });
    expect(result).toEqual({
      ok: false,
      refusal: [
        {
          type: "bit-of-other-channel",
          lock: { board: 1, channel: 1 },
          place: { byte: 2, bit: 1 },
        },
        {
          type: "bit-of-other-channel",
          lock: { board: 1, channel: 2 },
          place: { byte: 2, bit: 0 },
        },
      ],
    });
  });

  test("crossed lock wires are found, and every other door is still learned", async () => {
    const { result } = await commission({
      dialect: "kerong-cu16",
      boards: [
        {
          address: 0,
          channels: 4,
          coilWiring: new Map([
            [3, 4],
            [4, 3],
          ]),
        },
      ],
    });
    const lock = (channel: number) => ({ board: 0, channel });
    expect(result).toEqual({
      ok: false,
      refusal: [
        { type: "other-door-opened", lock: lock(3), opened: lock(4) },
        { type: "other-door-opened", lock: lock(4), opened: lock(3) },
      ],
    });
  });

  test.each([
    ["stuck-solenoid", "door-did-not-open"],
    ["garbage", "board-silent"],
  ] as const)("a board with the fault %s ends in %s for each of its doors", async (fault, type) => {
    const { result } = await commission({
      dialect: "8a-xor",
      boards: [{ address: 1, channels: 2 }],
      faults: [fault],
    });
    expect(result).toEqual({
      ok: false,
      refusal: [1, 2].map((channel) => ({ type, lock: { board: 1, channel } })),
    });
  });

  test("a feedback wire that is not connected moves no bit", async () => {
    const { result } = await commission({
      dialect: "8a-xor",
      boards: [{ address: 1, channels: 2, feedbackWiring: new Map([[2, 40]]) }],
    });
    expect(result).toEqual({
      ok: false,
      refusal: [{ type: "no-bit-moved", lock: { board: 1, channel: 2 } }],
    });
  });

  test("a feedback wire that is bridged moves two bits", async () => {
    const { result } = await commission({
      dialect: "8a-xor",
      boards: [{ address: 1, channels: 2, feedbackWiring: new Map([[2, 1]]) }],
    });
    expect(result).toMatchObject({ ok: false });
    expect(result.ok ? [] : result.refusal).toContainEqual({
      type: "several-bits-moved",
      lock: { board: 1, channel: 1 },
      bits: 2,
    });
  });

  test("a pulse that comes to the wrong lock is never repeated", async () => {
    const { bus } = await commission({
      dialect: "8a-xor",
      boards: [{ address: 1, channels: 3, coilWiring: new Map([[1, 2]]) }],
    });
    const pulses = bus.boards[0]?.doors.all().map((door) => door.pulses);
    expect(pulses).toEqual([0, 2, 1]);
  });
});
