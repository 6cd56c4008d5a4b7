import { expect, test } from "vitest";
import type { SocketListener } from "../src/cloud-link/device-socket.ts";
import { JournalWriteError } from "../src/journal/journal-failure.ts";
import {
  aBench,
  aCourierGrant,
  aPickupGrant,
  type Bench,
  depositParcel,
  openDoorOf,
} from "./kiosk-bench.ts";

/** Fills the journal's file up to its limit with grants nobody needs. */
function fillDisk(bench: Bench): void {
  for (let filler = 0; filler < 10_000; filler += 1) {
    try {
      bench.journal.transact(() =>
        bench.journal.kept.write("config", bench.journal.kept.read("config") + " ".repeat(4_000)),
      );
    } catch {
      break;
    }
  }
  for (let filler = 0; filler < 1_000; filler += 1) {
    try {
      bench.journal.facts.record(
        { type: "frames.dropped", data: { count: 1, reason: "filler" } },
        bench.now(),
      );
    } catch {
      return;
    }
  }
}

/** A disk that has not one byte left: entries that would fit into a page of the file fail too. */
function refuseEveryEntry(bench: Bench): void {
  const refuse = () => {
    throw new JournalWriteError("disk_full", undefined);
  };
  Object.assign(bench.journal, { transact: refuse, problem: () => "disk_full" });
  Object.assign(bench.journal.facts, { record: refuse, acknowledge: refuse });
}

/** Makes room again. */
function freeDisk(bench: Bench): void {
  const config = bench.journal.kept.read("config") ?? "";
  bench.journal.transact(() => bench.journal.kept.write("config", config.trimEnd()));
}

test("with a full disk no door opens, the screen says so, and it serves again when there is room", async () => {
  const bench = await aBench({ pagesMax: 200 });
  bench.list(aPickupGrant(bench, "73915284"), aCourierGrant(bench));
  await depositParcel(bench, "73915284");
  const unlocks = bench.unlocks.length;
  fillDisk(bench);

  const state = bench.act({ action: "enter_code", code: "73915284" });
  expect(state.screen).toMatchObject({ step: "out_of_service", reason: "disk_full" });
  await bench.after(10_000);
  expect(bench.unlocks.length).toBe(unlocks);
  expect(bench.act({ action: "enter_code", code: "00000001" }).refusal).toBe("out_of_service");

  freeDisk(bench);
  await bench.until("idle", 60_000);
  bench.act({ action: "enter_code", code: "73915284" });
  await openDoorOf(bench, "pickup_door");
});

test("what happens at an open door while the disk is full is written when there is room, in its order", async () => {
  const bench = await aBench({ pagesMax: 200 });
  bench.list(aPickupGrant(bench, "73915284"), aCourierGrant(bench));
  const channel = await depositParcel(bench, "73915284");
  bench.act({ action: "enter_code", code: "73915284" });
  await openDoorOf(bench, "pickup_door");
  fillDisk(bench);
  bench.hand(channel, "take", "close");
  await bench.after(3_000);
  expect(bench.kiosk.screen.state().screen).toMatchObject({ reason: "disk_full" });
  expect(bench.facts().findLast((fact) => fact.type === "door.closed")?.data["goods"]).toBe(
    "present",
  );

  freeDisk(bench);
  await bench.until("idle", 60_000);
  const tail = bench.story().filter((type) => type !== "frames.dropped");
  expect(tail.slice(-3)).toEqual(expect.arrayContaining(["door.closed", "visit.ended"]));
  expect(bench.count("pickup.confirmed")).toBe(1);
  expect(bench.journal.facts.findFault()).toBeUndefined();
});

test("the cloud hears of a full disk, and what it says does not end the connection", async () => {
  const sent: Record<string, unknown>[] = [];
  const lines: SocketListener[] = [];
  let hangUps = 0;
  const bench = await aBench({
    openSocket: (_token, listener) => {
      lines.push(listener);
      return {
        send: (text) => sent.push(JSON.parse(text)),
        ping: () => listener.alive(),
        close: () => {
          hangUps += 1;
        },
      };
    },
  });
  refuseEveryEntry(bench);
  const line = lines.at(-1);
  const say = (frame: object) => line?.message(JSON.stringify(frame));
  const serverTime = bench.now().add({ seconds: 1 }).toString();
  line?.opened();
  say({
    type: "welcome",
    serverTime,
    accepted: true,
    ackedSeq: 1,
    configVersion: 1,
    grantsVersion: 0,
    factsInFlightMax: 1_000,
  });
  expect(sent.find(({ type }) => type === "status")).toMatchObject({
    serving: false,
    reason: "disk_full",
  });

  say({ type: "time", serverTime });
  say({ type: "ack", epoch: bench.journal.epoch, seq: 2 });
  await bench.after(31_000);
  expect(sent.filter(({ type }) => type === "status").length).toBeGreaterThan(1);
  expect(hangUps).toBe(0);
  expect(bench.journal.facts.ackedSeq()).toBe(0);
});
