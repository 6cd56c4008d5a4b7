// The board's side of the 8A/80 dialect: reading requests, writing replies. Used by the simulated
// board and by tests of the vectors.
import type { FrameAttempt } from "../frames/scan-frames.ts";
import {
  encodeQuery,
  encodeQueryAll,
  encodeUnlock,
  isBoard,
  isChannel,
  isXorFrame,
  withXor,
  XOR_8A_HEADER,
  type Xor8aReply,
} from "./codec.ts";
import {
  encodeHold,
  encodeUnlockAll,
  encodeUnlockSeveral,
  XOR_8A_SERVICE_HEADER,
} from "./service-frames.ts";

/** Everything a board of this dialect can be asked. */
export type Xor8aRequest =
  | {
      readonly type: "unlock" | "query" | "hold-on" | "hold-off";
      readonly board: number;
      readonly channel: number;
    }
  | { readonly type: "unlock-all" | "query-all"; readonly board: number }
  | { readonly type: "unlock-several"; readonly board: number; readonly channels: number[] };

const SHORT_FRAME_BYTES = 5;
const SEVERAL_FRAME_BYTES = [6, 10] as const;
const TRAILER_BY_HEADER = new Map<number, number>([
  [XOR_8A_HEADER.unlock, 0x11],
  [XOR_8A_HEADER.query, 0x33],
  [XOR_8A_SERVICE_HEADER.holdOn, 0x11],
  [XOR_8A_SERVICE_HEADER.holdOff, 0x11],
]);

/** Writes a request as the party that asks. */
export function encodeRequest(request: Xor8aRequest): Uint8Array {
  switch (request.type) {
    case "unlock":
      return encodeUnlock(request);
    case "query":
      return encodeQuery(request);
    case "query-all":
      return encodeQueryAll(request.board);
    case "unlock-all":
      return encodeUnlockAll(request.board);
    case "unlock-several":
      return encodeUnlockSeveral(request.board, request.channels);
    case "hold-on":
    case "hold-off":
      return encodeHold(request, request.type === "hold-on");
  }
}

/** Reads one request at the start of the bytes. */
export function readRequest(bytes: Uint8Array): FrameAttempt<Xor8aRequest> {
  const [header = 0, board = 0, channel = 0] = bytes;
  if (header === XOR_8A_SERVICE_HEADER.several) return readUnlockSeveral(bytes);
  const trailer = TRAILER_BY_HEADER.get(header);
  if (trailer === undefined) return { type: "none" };
  if (bytes.length < SHORT_FRAME_BYTES) return { type: "partial" };
  if (!isBoard(board) || bytes[3] !== trailer || !isXorFrame(bytes, SHORT_FRAME_BYTES)) {
    return { type: "none" };
  }
  const frame = toRequest(header, board, channel);
  return frame === undefined
    ? { type: "none" }
    : { type: "frame", frame, length: SHORT_FRAME_BYTES };
}

function toRequest(header: number, board: number, channel: number): Xor8aRequest | undefined {
  if (channel === 0) {
    if (header === XOR_8A_HEADER.unlock) return { type: "unlock-all", board };
    return header === XOR_8A_HEADER.query ? { type: "query-all", board } : undefined;
  }
  if (!isChannel(channel)) return undefined;
  if (header === XOR_8A_HEADER.unlock) return { type: "unlock", board, channel };
  if (header === XOR_8A_HEADER.query) return { type: "query", board, channel };
  const type = header === XOR_8A_SERVICE_HEADER.holdOn ? "hold-on" : "hold-off";
  return { type, board, channel };
}

function readUnlockSeveral(bytes: Uint8Array): FrameAttempt<Xor8aRequest> {
  const [, board = 0] = bytes;
  const length = SEVERAL_FRAME_BYTES.find((bytesWanted) => isXorFrame(bytes, bytesWanted));
  if (length === undefined) {
    return { type: bytes.length < SEVERAL_FRAME_BYTES[1] ? "partial" : "none" };
  }
  if (!isBoard(board)) return { type: "none" };
  const channels: number[] = [];
  bytes.subarray(2, length - 1).forEach((mask, index) => {
    for (let bit = 0; bit < 8; bit += 1) {
      if ((mask >> bit) & 1) channels.push(index * 8 + bit + 1);
    }
  });
  return { type: "frame", frame: { type: "unlock-several", board, channels }, length };
}

/** Writes a reply as the board. */
export function encodeReply(reply: Xor8aReply): Uint8Array {
  switch (reply.type) {
    case "unlock":
      return withXor([XOR_8A_HEADER.unlock, reply.board, reply.channel, contactByte(reply)]);
    case "unlock-all":
      return withXor([XOR_8A_HEADER.unlock, reply.board, 0, 0x11]);
    case "query":
      return withXor([XOR_8A_HEADER.query, reply.board, reply.channel, contactByte(reply)]);
    case "query-all":
      return withXor([XOR_8A_HEADER.query, reply.board, ...reply.status, 0x33]);
  }
}

function contactByte(reply: { readonly contact: boolean }): number {
  return reply.contact ? 0x11 : 0x00;
}
