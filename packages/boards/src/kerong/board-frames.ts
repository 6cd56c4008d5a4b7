// The board's side of the Kerong dialect: reading requests, writing replies. Used by the simulated
// board and by tests of the vectors.
import type { FrameAttempt } from "../frames/scan-frames.ts";
import {
  encodeBusStatus,
  encodeStatus,
  encodeUnlock,
  isBoard,
  isSumFrame,
  KERONG_COMMAND,
  KERONG_END,
  KERONG_START,
  type KerongReply,
  withSum,
} from "./codec.ts";
import { encodeUnlockAll } from "./service-frames.ts";

/** Everything a simulated board of this dialect can be asked. */
export type KerongRequest =
  | { readonly type: "unlock"; readonly board: number; readonly channel: number }
  | { readonly type: "status" | "unlock-all"; readonly board: number }
  | { readonly type: "bus-status" };

const REQUEST_BYTES = 5;

/** Writes a request as the party that asks. */
export function encodeRequest(request: KerongRequest): Uint8Array {
  switch (request.type) {
    case "unlock":
      return encodeUnlock(request);
    case "status":
      return encodeStatus(request.board);
    case "unlock-all":
      return encodeUnlockAll(request.board);
    case "bus-status":
      return encodeBusStatus();
  }
}

/** Reads one request at the start of the bytes. */
export function readRequest(bytes: Uint8Array): FrameAttempt<KerongRequest> {
  const [start, address = 0, command = 0] = bytes;
  if (start !== KERONG_START) return { type: "none" };
  if (bytes.length < REQUEST_BYTES) return { type: "partial" };
  if (!isSumFrame(bytes, REQUEST_BYTES)) return { type: "none" };
  const frame = toRequest(address, command);
  return frame === undefined ? { type: "none" } : { type: "frame", frame, length: REQUEST_BYTES };
}

function toRequest(address: number, command: number): KerongRequest | undefined {
  const board = address >> 4;
  const low = address & 0x0f;
  if (command === KERONG_COMMAND.busStatus) {
    return address === 0xf0 ? { type: "bus-status" } : undefined;
  }
  if (!isBoard(board)) return undefined;
  if (command === KERONG_COMMAND.unlock) return { type: "unlock", board, channel: low + 1 };
  if (low !== 0) return undefined;
  if (command === KERONG_COMMAND.status) return { type: "status", board };
  return command === KERONG_COMMAND.unlockAll ? { type: "unlock-all", board } : undefined;
}

/** Writes a reply as the board. */
export function encodeReply(reply: KerongReply): Uint8Array {
  const command =
    reply.type === "status" ? KERONG_COMMAND.statusReply : KERONG_COMMAND.busStatusReply;
  return withSum([
    KERONG_START,
    reply.board << 4,
    command,
    ...reply.locks,
    ...reply.goods,
    KERONG_END,
  ]);
}
