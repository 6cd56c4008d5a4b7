import type { FactEnvelope } from "@pigeonhole/contract/device/facts";
import { type UpFrame, upFrame } from "@pigeonhole/contract/device/frames";
import { expect, test } from "vitest";
import type { DeviceSocket, SocketListener } from "../src/cloud-link/device-socket.ts";
import { findChainFault } from "../src/journal/fact-chain.ts";
import { aBench, aCourierGrant, aPickupGrant, depositParcel, openDoorOf } from "./kiosk-bench.ts";

/** A cloud on the same virtual clock that can be out of reach. */
function aDistantCloud() {
  let isReachable = false;
  let live: SocketListener | undefined;
  const cloud = {
    attempts: 0,
    facts: [] as FactEnvelope[],
    frames: [] as UpFrame[],
    largestWindow: 0,
    timers: undefined as { after(ms: number, callback: () => void): () => void } | undefined,
    now: undefined as (() => Temporal.Instant) | undefined,
    welcomeMax: 400,
    come() {
      isReachable = true;
    },
    go() {
      isReachable = false;
      live?.closed({ reason: "gone" });
    },
    open(_token: string, listener: SocketListener): DeviceSocket {
      cloud.attempts += 1;
      let acked = 0;
      const say = (frame: object) =>
        cloud.timers?.after(5, () => listener.message(JSON.stringify(frame)));
      cloud.timers?.after(5, () => {
        if (!isReachable) return listener.closed({ reason: "out of reach" });
        live = listener;
        listener.opened();
      });
      return {
        send(text) {
          const frame = upFrame.parse(JSON.parse(text));
          cloud.frames.push(frame);
          if (frame.type === "hello") {
            say({
              type: "welcome",
              accepted: true,
              ackedSeq: cloud.facts.length,
              serverTime: cloud.now?.().toString(),
              configVersion: 1,
              grantsVersion: frame.grantsVersion,
              factsInFlightMax: cloud.welcomeMax,
            });
          }
          if (frame.type === "facts") {
            cloud.facts.push(...frame.facts.filter((fact) => fact.seq > cloud.facts.length));
            cloud.largestWindow = Math.max(
              cloud.largestWindow,
              (frame.facts.at(-1)?.seq ?? 0) - acked,
            );
            const { seq } = frame.facts.at(-1) ?? { seq: 0 };
            cloud.timers?.after(20, () => {
              acked = seq;
              listener.message(JSON.stringify({ type: "ack", epoch: frame.epoch, seq }));
            });
          }
        },
        ping: () => listener.alive(),
        close: () => {},
      };
    },
  };
  return cloud;
}

test("a week without the cloud: every parcel on the list is served, and every fact arrives once and in order", async () => {
  const cloud = aDistantCloud();
  const bench = await aBench({ openSocket: (token, listener) => cloud.open(token, listener) });
  cloud.timers = bench.timers;
  cloud.now = bench.now;
  const codes = ["73915284", "55443322", "66118822"];
  const week = bench.now().add({ hours: 200 }).toString();
  bench.list(
    ...codes.map((code) => aPickupGrant(bench, code, { notAfter: week })),
    aCourierGrant(bench),
  );

  for (const code of codes) {
    const channel = await depositParcel(bench, code);
    await twoDaysLater(bench);
    bench.act({ action: "enter_code", code });
    expect(await openDoorOf(bench, "pickup_door")).toBe(channel);
    bench.hand(channel, "take", "close");
    await bench.until("pickup_done");
    bench.act({ action: "finish" });
  }
  await twoDaysLater(bench);
  expect(cloud.facts).toEqual([]);
  expect(bench.journal.facts.ackedSeq()).toBe(0);

  cloud.come();
  await bench.after(90_000);
  const last = bench.journal.facts.lastSeq();
  expect(bench.journal.facts.ackedSeq()).toBe(last);
  expect(cloud.facts.map((fact) => fact.seq)).toEqual(
    Array.from({ length: last }, (_, index) => index + 1),
  );
  expect(findChainFault({ seq: 0, hash: "0".repeat(64) }, cloud.facts)).toBeUndefined();
});

/** An hour at work, and the rest of two days behind a power cut, which is quicker to live through. */
async function twoDaysLater(bench: Awaited<ReturnType<typeof aBench>>): Promise<void> {
  await bench.after(3_600_000);
  await bench.powerCut();
  bench.wallAheadMs += 47 * 3_600_000;
  await bench.boot(true);
}

test("twenty thousand facts of an outage go up in a minute, never more on the way than the cloud allows", async () => {
  const cloud = aDistantCloud();
  const bench = await aBench({ openSocket: (token, listener) => cloud.open(token, listener) });
  cloud.timers = bench.timers;
  cloud.now = bench.now;
  bench.journal.transact(() => {
    for (let fact = 0; fact < 20_000; fact += 1) {
      bench.journal.facts.record(
        { type: "frames.dropped", data: { count: 1, reason: "test" } },
        bench.now(),
      );
    }
  });
  cloud.come();
  await bench.after(62_000 + 60_000);
  expect(bench.journal.facts.ackedSeq()).toBe(bench.journal.facts.lastSeq());
  expect(cloud.facts.length).toBeGreaterThan(20_000);
  expect(cloud.largestWindow).toBeLessThanOrEqual(cloud.welcomeMax);
});

test("facts whose acknowledgement was lost are sent again and never dropped", async () => {
  const cloud = aDistantCloud();
  const bench = await aBench({ openSocket: (token, listener) => cloud.open(token, listener) });
  cloud.timers = bench.timers;
  cloud.now = bench.now;
  cloud.come();
  await bench.after(120_000);
  bench.hand(1, "force");
  await bench.after(3_000);
  const known = cloud.facts.length;
  cloud.facts.length = known - 1;
  cloud.go();
  cloud.come();
  bench.hand(2, "force");
  await bench.after(120_000);
  expect(cloud.facts.at(-1)?.seq).toBe(bench.journal.facts.lastSeq());
});
