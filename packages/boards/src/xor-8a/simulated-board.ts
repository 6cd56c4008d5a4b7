// A board of the 8A/80 dialect without the board.
import { createFrameStream } from "../frames/scan-frames.ts";
import {
  type BoardHardware,
  createSimulatedBoard,
  type SimulatedBoard,
  type SimulatedBoardSettings,
} from "../simulation/board-hardware.ts";
import type { Timers } from "../timing/timers.ts";
import { encodeReply, readRequest, type Xor8aRequest } from "./board-frames.ts";

const STATUS_BYTES_USUAL = 3;
const STATUS_BYTES_50_CHANNELS = 7;
const CHANNELS_USUAL_MAX = 24;

/** Answers as the captured boards do: 3 status bytes up to 24 channels, 7 above. */
export function createXor8aSimulatedBoard(
  settings: SimulatedBoardSettings,
  timers: Timers,
): SimulatedBoard {
  const isLarge = settings.channels > CHANNELS_USUAL_MAX;
  const filled: SimulatedBoardSettings = {
    statusByteOrder: "ch1-last",
    statusBytes: isLarge ? STATUS_BYTES_50_CHANNELS : STATUS_BYTES_USUAL,
    ...settings,
  };
  return createSimulatedBoard(filled, timers, (hardware) => {
    const stream = createFrameStream(readRequest);
    return (bytes) => {
      for (const request of stream.feed(bytes)) {
        if (request.board === settings.address) obey(hardware, request);
      }
    };
  });
}

function obey(hardware: BoardHardware, request: Xor8aRequest): void {
  const { address: board, channels } = hardware.settings;
  if ("channel" in request && request.channel > channels) return;
  switch (request.type) {
    case "unlock": {
      hardware.fire(request.channel);
      // The answer is what the feedback wire says after the pulse, not whether the coil fired.
      const contact = hardware.contact(request.channel);
      const reply = { type: "unlock", board, channel: request.channel, contact } as const;
      hardware.answer(encodeReply(reply), "ack");
      break;
    }
    case "query": {
      const contact = hardware.contact(request.channel);
      const reply = { type: "query", board, channel: request.channel, contact } as const;
      hardware.answer(encodeReply(reply), "status");
      break;
    }
    case "query-all": {
      const reply = { type: "query-all", board, status: hardware.contactBytes() } as const;
      hardware.answer(encodeReply(reply), "status");
      break;
    }
    case "unlock-all":
      hardware.fireAll(
        hardware.doors.all().map((door) => door.channel),
        () => hardware.answer(encodeReply({ type: "unlock-all", board }), "ack"),
      );
      break;
    case "unlock-several":
      hardware.fireAll(
        request.channels.filter((channel) => channel <= channels),
        () => {},
      );
      break;
    case "hold-on":
      hardware.fire(request.channel);
      break;
    case "hold-off":
      break;
  }
}
