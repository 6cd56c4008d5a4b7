// A CU16 or NCU16L board without the board. The families differ in `feedback` only.
import { createFrameStream } from "../frames/scan-frames.ts";
import {
  type BoardHardware,
  createSimulatedBoard,
  type SimulatedBoard,
  type SimulatedBoardSettings,
} from "../simulation/board-hardware.ts";
import type { Timers } from "../timing/timers.ts";
import { encodeReply, type KerongRequest, readRequest } from "./board-frames.ts";

const STATUS_BYTES = 2;
// Boards asked together answer in the order of their addresses, each after the frame before it
// (9 characters at 19200 baud take 4.7 ms).
const BUS_STATUS_STEP_MS = 8;

/** Fires without a word, answers status requests. */
export function createKerongSimulatedBoard(
  settings: SimulatedBoardSettings,
  timers: Timers,
): SimulatedBoard {
  const filled = { ...settings, statusBytes: STATUS_BYTES };
  return createSimulatedBoard(filled, timers, (hardware) => {
    const stream = createFrameStream(readRequest);
    return (bytes) => {
      for (const request of stream.feed(bytes)) obey(hardware, request, timers);
    };
  });
}

function obey(hardware: BoardHardware, request: KerongRequest, timers: Timers): void {
  const { address, channels } = hardware.settings;
  if (request.type !== "bus-status" && request.board !== address) return;
  switch (request.type) {
    case "unlock":
      if (request.channel <= channels) hardware.fire(request.channel);
      break;
    case "bus-status":
      timers.after(address * BUS_STATUS_STEP_MS, () => sayStatus(hardware, "bus-status"));
      break;
    case "status":
      sayStatus(hardware, "status");
      break;
    case "unlock-all":
      hardware.fireAll(
        hardware.doors.all().map((door) => door.channel),
        () => {},
      );
      break;
  }
}

function sayStatus(hardware: BoardHardware, type: "status" | "bus-status"): void {
  const frame = encodeReply({
    type,
    board: hardware.settings.address,
    locks: hardware.contactBytes(),
    goods: hardware.goodsBytes(),
  });
  hardware.answer(frame, "status");
}
