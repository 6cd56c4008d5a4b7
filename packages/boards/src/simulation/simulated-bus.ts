// The wire between boards and whatever asks them: every board hears every byte, and what a board
// says goes to everybody who is connected at that moment, as a serial gateway does it.
import { createKerongSimulatedBoard } from "../kerong/simulated-board.ts";
import {
  type BoardProfile,
  type BusProfile,
  type DialectName,
  feedbackOf,
} from "../profile/profile.ts";
import { createListeners } from "../timing/listeners.ts";
import type { Timers } from "../timing/timers.ts";
import { createXor8aSimulatedBoard } from "../xor-8a/simulated-board.ts";
import type { SimulatedBoard, SimulatedBoardSettings } from "./board-hardware.ts";

/** A bus with its boards. */
export interface SimulatedBus {
  readonly boards: readonly SimulatedBoard[];
  board(address: number): SimulatedBoard;
  hear(bytes: Uint8Array): void;
  onSpeak(listener: (bytes: Uint8Array) => void): () => void;
}

const CREATE_BOARD = {
  "8a-xor": createXor8aSimulatedBoard,
  "kerong-cu16": createKerongSimulatedBoard,
  "kerong-ncu": createKerongSimulatedBoard,
} as const satisfies Record<DialectName, unknown>;

/** Boards as given, or exactly as the profile describes them. */
export function createSimulatedBus(
  dialect: DialectName,
  boards: readonly SimulatedBoardSettings[],
  timers: Timers,
): SimulatedBus {
  const speech = createListeners<Uint8Array>();
  const built = boards.map((settings) => CREATE_BOARD[dialect](settings, timers));
  for (const board of built) board.onSpeak(speech.tell);
  return {
    boards: built,
    board(address) {
      const found = built.find((candidate) => candidate.address === address);
      if (found === undefined) throw new RangeError(`No simulated board has address ${address}.`);
      return found;
    },
    hear(bytes) {
      // The echo belongs to the adapter, so one flagged board makes the whole line echo.
      if (built.some((board) => board.faults().includes("echo"))) speech.tell(bytes);
      for (const board of built) board.hear(bytes);
    },
    onSpeak: speech.add,
  };
}

/** Hardware that agrees with a profile in every point. */
export function boardsOfProfile(profile: BusProfile): SimulatedBoardSettings[] {
  return profile.boards.map((board) => ({
    address: board.address,
    channels: board.channels,
    openShortChannels: openShortChannels(profile, board),
    statusByteOrder: board.statusByteOrder ?? profile.statusByteOrder,
    pulseMs: profile.pulseMs,
  }));
}

function openShortChannels(profile: BusProfile, board: BoardProfile): ReadonlySet<number> {
  const channels = Array.from({ length: board.channels }, (_, index) => index + 1);
  return new Set(
    channels.filter((channel) => feedbackOf(profile, board, channel) === "open-short"),
  );
}
