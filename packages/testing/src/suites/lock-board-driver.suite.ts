// What every lock-board driver owes to the people at the doors, whatever dialect it speaks and
// whatever carries its bytes. The rigs in lock-board-driver.test.ts and .int.test.ts bring the
// boards, the wire and the clock.
import type { LockBusDriver } from "@pigeonhole/boards/driver/create-lock-bus";
import {
  type DoorReading,
  LockNotInProfileError,
  type WireNote,
} from "@pigeonhole/boards/driver/lock-board-driver";
import type { LockRef } from "@pigeonhole/boards/driver/lock-ref";
import { LATE_ANSWER_MS, REBOOT_MS } from "@pigeonhole/boards/simulation/board-faults";
import type { SimulatedBus } from "@pigeonhole/boards/simulation/simulated-bus";
import { afterEach, describe, expect, test } from "vitest";

/** A driver before two simulated boards of at least eight locks each. */
export interface LockBoardRig {
  readonly driver: LockBusDriver;
  readonly bus: SimulatedBus;
  /** Everything that went over the driver's side of the wire. */
  readonly wire: readonly WireNote[];
  /** Waits for a promise on the rig's clock. */
  settle<T>(promise: Promise<T>): Promise<T>;
  /** Lets time go by on the rig's clock. */
  wait(durationMs: number): Promise<void>;
  dispose(): Promise<void>;
}

/** Often enough that some request is always under way when late bytes come. */
const LATE_POLL_MS = 10;

/** What differs between dialects by their nature. */
export interface LockBoardTraits {
  /** What a driver can know after a pulse that worked. Kerong boards never answer an unlock. */
  readonly outcomeOfPulse: "acknowledged" | "unknown";
  readonly hasGoodsSensors: boolean;
}

export function lockBoardDriverSuite(
  name: string,
  traits: LockBoardTraits,
  createRig: () => Promise<LockBoardRig>,
): void {
  describe(name, () => {
    let rig: LockBoardRig;

    async function open(): Promise<{ first: number; second: number }> {
      rig = await createRig();
      await rig.settle(rig.driver.open());
      const [first, second] = rig.bus.boards;
      return { first: first?.address ?? -1, second: second?.address ?? -1 };
    }

    afterEach(() => rig.dispose());

    const unlock = (board: number, channel: number) =>
      rig.settle(rig.driver.unlock({ board, channel }));
    const readAll = () => rig.settle(rig.driver.readDoors());
    async function reading(board: number, channel: number): Promise<DoorReading | undefined> {
      return (await readAll()).find((candidate) => isAt(candidate.lock, board, channel));
    }
    const pulses = (board: number) =>
      rig.bus
        .board(board)
        .doors.all()
        .reduce((total, door) => total + door.pulses, 0);
    const sent = () => rig.wire.filter((note) => note.direction === "sent");

    test("starting up reads doors and energises nothing", async () => {
      const { first, second } = await open();
      expect(sent()).toEqual([]);
      const readings = await readAll();
      expect(readings.length).toBeGreaterThanOrEqual(16);
      expect(readings.every(({ door }) => door === "closed")).toBe(true);
      expect(pulses(first) + pulses(second)).toBe(0);
    });

    test("an unlock opens its own door and no other", async () => {
      const { first, second } = await open();
      expect(await unlock(second, 2)).toBe(traits.outcomeOfPulse);
      const opened = (await readAll()).filter(({ door }) => door === "open");
      expect(opened.map(({ lock }) => lock)).toEqual([{ board: second, channel: 2 }]);
      expect(pulses(first)).toBe(0);
      expect(pulses(second)).toBe(1);
    });

    test("every lock of a board is the lock that its number says", async () => {
      const { first } = await open();
      for (const { channel } of rig.bus.board(first).doors.all()) {
        await unlock(first, channel);
        expect(rig.bus.board(first).doors.door(channel)).toMatchObject({ door: "open", pulses: 1 });
        expect((await reading(first, channel))?.door).toBe("open");
      }
    });

    test("a door pushed shut reads closed again", async () => {
      const { first } = await open();
      await unlock(first, 3);
      expect((await reading(first, 3))?.door).toBe("open");
      rig.bus.board(first).doors.byHand(3, "close");
      expect((await reading(first, 3))?.door).toBe("closed");
    });

    test("a forced door is seen without any unlock", async () => {
      const { first } = await open();
      rig.bus.board(first).doors.byHand(5, "force");
      expect((await reading(first, 5))?.door).toBe("open");
      expect(pulses(first)).toBe(0);
    });

    test("goods are told where there is a sensor and unknown where there is none", async () => {
      const { first } = await open();
      await unlock(first, 1);
      rig.bus.board(first).doors.byHand(1, "put");
      expect((await reading(first, 1))?.goods).toBe(traits.hasGoodsSensors ? "present" : "unknown");
      expect((await reading(first, 2))?.goods).toBe(traits.hasGoodsSensors ? "absent" : "unknown");
    });

    test("each unlock writes one pulse, also when asked for twice at once", async () => {
      const { first } = await open();
      await rig.settle(
        Promise.all([
          rig.driver.unlock({ board: first, channel: 1 }),
          rig.driver.unlock({ board: first, channel: 2 }),
        ]),
      );
      expect(sent()).toHaveLength(2);
      expect(pulses(first)).toBe(2);
    });

    test("a lost acknowledgement leaves the outcome unknown and is never sent again", async () => {
      const { first } = await open();
      rig.bus.board(first).setFaults(["lost-ack"]);
      expect(await unlock(first, 4)).toBe("unknown");
      await rig.wait(LATE_ANSWER_MS);
      expect(sent()).toHaveLength(1);
      expect(pulses(first)).toBe(1);
      expect((await reading(first, 4))?.door).toBe("open");
    });

    test("a silent board is unknown, gets one unlock only, and does not hide its neighbour", async () => {
      const { first, second } = await open();
      rig.bus.board(first).setFaults(["silent"]);
      expect(await unlock(first, 1)).toBe("unknown");
      expect(sent()).toHaveLength(1);
      const readings = await readAll();
      expect(doorsOf(readings, first)).toEqual(new Set(["unknown"]));
      expect(doorsOf(readings, second)).toEqual(new Set(["closed"]));
      expect(rig.driver.health().boards).toContainEqual({ address: first, state: "silent" });
      expect(rig.driver.health().boards).toContainEqual({ address: second, state: "answering" });
    });

    test("a board that comes back is read again", async () => {
      const { first } = await open();
      rig.bus.board(first).setFaults(["silent"]);
      expect((await reading(first, 1))?.door).toBe("unknown");
      rig.bus.board(first).setFaults([]);
      await rig.wait(rig.driver.profile.lateReplyMaxMs);
      expect((await reading(first, 1))?.door).toBe("closed");
    });

    test("a slow board is waited for", async () => {
      const { first } = await open();
      rig.bus.board(first).setFaults(["slow"]);
      expect(await unlock(first, 1)).toBe(traits.outcomeOfPulse);
      expect((await reading(first, 1))?.door).toBe("open");
    });

    test("late bytes satisfy no later request", async () => {
      const { first, second } = await open();
      rig.bus.board(first).setFaults(["late"]);
      expect((await reading(first, 1))?.door).toBe("unknown");
      // The door opens after the late answer was made, and the board then falls silent: whoever
      // says "closed" from now on has believed that answer.
      rig.bus.board(first).setFaults(["silent"]);
      rig.bus.board(first).doors.byHand(1, "force");
      for (let waitedMs = 0; waitedMs < LATE_ANSWER_MS * 1.5; waitedMs += LATE_POLL_MS) {
        const readings = await readAll();
        expect(doorsOf(readings, first)).toEqual(new Set(["unknown"]));
        expect(doorsOf(readings, second)).toEqual(new Set(["closed"]));
        await rig.wait(LATE_POLL_MS);
      }
      rig.bus.board(first).setFaults([]);
      await rig.wait(rig.driver.profile.lateReplyMaxMs);
      expect((await reading(first, 1))?.door).toBe("open");
    });

    test("a late acknowledgement does not answer for the next unlock of the same door", async () => {
      const { first } = await open();
      rig.bus.board(first).setFaults(["late"]);
      expect(await unlock(first, 1)).toBe("unknown");
      rig.bus.board(first).setFaults(["silent"]);
      expect(await unlock(first, 1)).toBe("unknown");
      expect(sent()).toHaveLength(2);
    });

    test("an adapter's echo is no answer", async () => {
      const { first } = await open();
      rig.bus.board(first).setFaults(["echo", "silent"]);
      expect(await unlock(first, 1)).toBe("unknown");
      expect((await reading(first, 1))?.door).toBe("unknown");
      expect(rig.driver.health().boards).toContainEqual({ address: first, state: "silent" });
    });

    test("behind an echoing adapter doors open and are read as ever", async () => {
      const { first } = await open();
      rig.bus.board(first).setFaults(["echo"]);
      expect(await unlock(first, 6)).toBe(traits.outcomeOfPulse);
      expect((await reading(first, 6))?.door).toBe("open");
      expect((await reading(first, 7))?.door).toBe("closed");
    });

    test("noise before an answer does no harm", async () => {
      const { first } = await open();
      rig.bus.board(first).setFaults(["garbage-prefix"]);
      expect(await unlock(first, 1)).toBe(traits.outcomeOfPulse);
      expect((await reading(first, 1))?.door).toBe("open");
    });

    test("spoiled answers leave everything unknown and fire nothing twice", async () => {
      const { first } = await open();
      rig.bus.board(first).setFaults(["garbage"]);
      expect(await unlock(first, 1)).toBe("unknown");
      expect((await reading(first, 1))?.door).toBe("unknown");
      expect(rig.driver.health().boards).toContainEqual({ address: first, state: "garbled" });
      expect(pulses(first)).toBe(1);
    });

    test("a stuck lock gets its one pulse and its door stays closed", async () => {
      const { first } = await open();
      rig.bus.board(first).setFaults(["stuck-solenoid"]);
      await unlock(first, 2);
      expect((await reading(first, 2))?.door).toBe("closed");
      expect(pulses(first)).toBe(1);
    });

    test("a stiff door opens when it is pulled after the pulse, and not before", async () => {
      const { first } = await open();
      const { doors } = rig.bus.board(first);
      rig.bus.board(first).setFaults(["needs-pull"]);
      expect(doors.byHand(2, "pull")).toEqual({ ok: false, refusal: "door-is-locked" });
      await unlock(first, 2);
      expect((await reading(first, 2))?.door).toBe("closed");
      expect(doors.byHand(2, "pull").ok).toBe(true);
      expect((await reading(first, 2))?.door).toBe("open");
    });

    test("wires that contradict the profile are shown as they read, not guessed right", async () => {
      const { first } = await open();
      rig.bus.board(first).setFaults(["inverted-feedback"]);
      expect((await reading(first, 1))?.door).toBe("open");
      rig.bus.board(first).setFaults(["wrong-byte-order"]);
      await unlock(first, 1);
      const opened = (await readAll()).filter(({ door }) => door === "open");
      expect(opened.map(({ lock }) => lock)).not.toEqual([{ board: first, channel: 1 }]);
    });

    test("a board that restarts is away for a while and opens nothing by itself", async () => {
      const { first } = await open();
      rig.bus.board(first).reboot();
      expect((await reading(first, 1))?.door).toBe("unknown");
      await rig.wait(REBOOT_MS + rig.driver.profile.lateReplyMaxMs);
      expect((await reading(first, 1))?.door).toBe("closed");
      expect(pulses(first)).toBe(0);
    });

    test("after closing nothing is written any more", async () => {
      const { first } = await open();
      await rig.settle(rig.driver.close());
      expect(await unlock(first, 1)).toBe("refused");
      expect((await reading(first, 1))?.door).toBe("unknown");
      expect(sent()).toEqual([]);
    });

    test("a lock that the profile does not have is a defect, and nothing is written", async () => {
      const { first } = await open();
      await expect(unlock(first, 49)).rejects.toThrow(LockNotInProfileError);
      expect(sent()).toEqual([]);
    });
  });
}

function isAt(lock: LockRef, board: number, channel: number): boolean {
  return lock.board === board && lock.channel === channel;
}

function doorsOf(readings: readonly DoorReading[], board: number): Set<string> {
  return new Set(readings.filter(({ lock }) => lock.board === board).map(({ door }) => door));
}
