import { expect, test } from "vitest";
import { formatHex, parseHex } from "../frames/hex.ts";
import { createSimulatedBus } from "../simulation/simulated-bus.ts";
import { createVirtualTimers } from "../timing/virtual-timers.ts";

function bus() {
  const timers = createVirtualTimers();
  const simulated = createSimulatedBus(
    "kerong-cu16",
    [
      { address: 0, channels: 16, pulseMs: 100 },
      { address: 1, channels: 4, pulseMs: 100, feedback: "open-short" },
    ],
    timers,
  );
  const said: string[] = [];
  simulated.onSpeak((bytes) => said.push(formatHex(bytes)));
  const ask = async (hex: string) => {
    simulated.hear(parseHex(hex));
    await timers.advance(50);
  };
  return { timers, simulated, said, ask };
}

test("a Kerong board opens a door without a word", async () => {
  const { simulated, said, ask } = bus();
  await ask("02 0F 31 03 45");
  expect(simulated.board(0).doors.door(16)).toMatchObject({ door: "open", pulses: 1 });
  expect(said).toEqual([]);
  await ask("02 1F 31 03 55");
  expect(
    simulated
      .board(1)
      .doors.all()
      .every(({ pulses }) => pulses === 0),
  ).toBe(true);
});

test("every board of the bus answers for itself when all are asked", async () => {
  const { simulated, said, ask } = bus();
  simulated.board(0).doors.byHand(1, "force");
  simulated.board(0).doors.byHand(1, "put");
  await ask("02 F0 32 03 27");
  expect(said).toEqual(["02 00 36 FE FF 01 00 03 39", "02 10 36 00 00 00 00 03 4B"]);
});

test("all doors of one board open one after another, those of its neighbour stay shut", async () => {
  const { timers, simulated, ask } = bus();
  await ask("02 10 33 03 48");
  const open = () =>
    simulated
      .board(1)
      .doors.all()
      .filter(({ door }) => door === "open").length;
  expect(open()).toBe(1);
  await timers.advance(1000);
  expect(open()).toBe(4);
  expect(
    simulated
      .board(0)
      .doors.all()
      .every(({ door }) => door === "closed"),
  ).toBe(true);
});

test("a bus has no board but its own", () => {
  expect(() => bus().simulated.board(7)).toThrow(RangeError);
});
