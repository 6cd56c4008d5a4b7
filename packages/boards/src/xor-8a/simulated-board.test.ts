import { describe, expect, test } from "vitest";
import { formatHex, parseHex } from "../frames/hex.ts";
import { REBOOT_MS } from "../simulation/board-faults.ts";
import { createVirtualTimers } from "../timing/virtual-timers.ts";
import { readRequest } from "./board-frames.ts";
import { createXor8aSimulatedBoard } from "./simulated-board.ts";

function board(channels = 8) {
  const timers = createVirtualTimers();
  const simulated = createXor8aSimulatedBoard({ address: 1, channels, pulseMs: 500 }, timers);
  const said: string[] = [];
  simulated.onSpeak((bytes) => said.push(formatHex(bytes)));
  const ask = async (hex: string) => {
    simulated.hear(parseHex(hex));
    await timers.advance(100);
  };
  const open = () =>
    simulated.doors
      .all()
      .filter(({ door }) => door === "open")
      .map(({ channel }) => channel);
  return { timers, simulated, said, ask, open };
}

describe("a simulated 8A board", () => {
  test("says what its feedback wire says after the pulse", async () => {
    const { simulated, said, ask } = board();
    await ask("8A 01 01 11 9B");
    expect(said).toEqual(["8A 01 01 00 8A"]);
    simulated.setFaults(["stuck-solenoid"]);
    await ask("8A 01 02 11 98");
    expect(said[1]).toBe("8A 01 02 11 98");
  });

  test("answers about one lock and about all", async () => {
    const { said, ask, simulated } = board();
    simulated.doors.byHand(2, "force");
    await ask("80 01 02 33 B0");
    await ask("80 01 00 33 B2");
    expect(said).toEqual(["80 01 02 00 83", "80 01 00 00 FD 33 4F"]);
  });

  test("with 50 locks answers 7 status bytes", async () => {
    const { said, ask } = board(50);
    await ask("80 01 00 33 B2");
    expect(parseHex(said[0] ?? "")).toHaveLength(11);
  });

  test("opens all doors one after another, and says so at the end", async () => {
    const { timers, said, ask, open } = board();
    await ask("8A 01 00 11 9A");
    expect(open()).toEqual([1]);
    await timers.advance(1000);
    expect(open()).toEqual([1, 2, 3]);
    expect(said).toEqual([]);
    await timers.advance(5000);
    expect(open()).toHaveLength(8);
    expect(said).toEqual(["8A 01 00 11 9A"]);
  });

  test("a restart in the middle of opening all ends it; no further door opens by itself", async () => {
    const { timers, simulated, said, ask, open } = board();
    await ask("8A 01 00 11 9A");
    await timers.advance(500);
    simulated.reboot();
    await ask("80 01 00 33 B2");
    await timers.advance(REBOOT_MS + 10_000);
    expect(open()).toEqual([1, 2]);
    expect(said).toEqual([]);
    await ask("80 01 00 33 B2");
    expect(said).toEqual(["80 01 00 00 FC 33 4E"]);
  });

  test("opens several at once and holds one, as the real ones do", async () => {
    const { timers, ask, open, said } = board();
    await ask("90 01 0A 00 00 9B");
    await timers.advance(1000);
    expect(open()).toEqual([2, 4]);
    await ask("9A 01 01 11 8B");
    await ask("9B 01 01 11 8A");
    expect(open()).toEqual([1, 2, 4]);
    expect(said).toEqual([]);
  });

  test("is deaf to other boards and to locks it does not have", async () => {
    const { ask, open, said } = board();
    await ask("8A 02 01 11 98");
    await ask("8A 01 18 11 82");
    await ask("80 01 18 33 AA");
    expect(open()).toEqual([]);
    expect(said).toEqual([]);
  });

  test("half a frame is no request yet", () => {
    expect(readRequest(parseHex("90 01 02"))).toEqual({ type: "partial" });
    expect(readRequest(parseHex("8A 01"))).toEqual({ type: "partial" });
  });
});
