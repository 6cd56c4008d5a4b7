// The Kerong dialect of CU16 and NCU16L boards (19200 8N1): what a driver sends and understands.
// `02 | ADDR | CMD | data | 03 | SUM`, where SUM is the sum of all bytes before it, modulo 256, and
// ADDR holds the board in its high four bits and the lock, counted from 0, in its low four.
//
// INVARIANT: nothing in this file opens more than one door; see service-frames.ts.
import type { LockRef } from "../driver/lock-ref.ts";
import type { FrameAttempt } from "../frames/scan-frames.ts";

/** Address 15 is left out: its high bits address the whole bus. */
export const KERONG_LIMITS = { addressMin: 0, addressMax: 14, channelsMax: 16 } as const;

/** Command bytes of requests and replies. */
export const KERONG_COMMAND = {
  status: 0x30,
  unlock: 0x31,
  busStatus: 0x32,
  unlockAll: 0x33,
  statusReply: 0x35,
  busStatusReply: 0x36,
} as const;

/** First byte of every frame. */
export const KERONG_START = 0x02;
/** Last byte before the sum. */
export const KERONG_END = 0x03;
const WHOLE_BUS = 0xf0;
const REPLY_BYTES = 9;

/**
 * What a board says: two bytes of lock feedback (lock 1 is the lowest bit of the first) and two of
 * goods sensors. A board never answers an unlock.
 */
export interface KerongReply {
  readonly type: "status" | "bus-status";
  readonly board: number;
  readonly locks: readonly number[];
  readonly goods: readonly number[];
}

/** `02 A 31 03 S` */
export function encodeUnlock(lock: LockRef): Uint8Array {
  checkBoard(lock.board);
  if (!isChannel(lock.channel)) throw new RangeError(`No Kerong lock has number ${lock.channel}.`);
  return withSum([
    KERONG_START,
    (lock.board << 4) | (lock.channel - 1),
    KERONG_COMMAND.unlock,
    KERONG_END,
  ]);
}

/** `02 A 30 03 S` */
export function encodeStatus(board: number): Uint8Array {
  checkBoard(board);
  return withSum([KERONG_START, board << 4, KERONG_COMMAND.status, KERONG_END]);
}

/** `02 F0 32 03 27`: every board of the bus answers with a frame of its own. */
export function encodeBusStatus(): Uint8Array {
  return withSum([KERONG_START, WHOLE_BUS, KERONG_COMMAND.busStatus, KERONG_END]);
}

/** Reads bytes that must be exactly one reply. */
export function decodeReply(bytes: Uint8Array): KerongReply | undefined {
  const attempt = readReply(bytes);
  return attempt.type === "frame" && bytes.length === REPLY_BYTES ? attempt.frame : undefined;
}

/** Reads one reply at the start of the bytes. */
export function readReply(bytes: Uint8Array): FrameAttempt<KerongReply> {
  const [start, address = 0, command] = bytes;
  if (start !== KERONG_START || !isSumFrame(bytes, REPLY_BYTES)) return { type: "none" };
  const isStatus = command === KERONG_COMMAND.statusReply;
  if (!isStatus && command !== KERONG_COMMAND.busStatusReply) return { type: "none" };
  if ((address & 0x0f) !== 0 || !isBoard(address >> 4)) return { type: "none" };
  const frame: KerongReply = {
    type: isStatus ? "status" : "bus-status",
    board: address >> 4,
    locks: Array.from(bytes.subarray(3, 5)),
    goods: Array.from(bytes.subarray(5, 7)),
  };
  return { type: "frame", frame, length: REPLY_BYTES };
}

/** Appends the sum of all bytes, modulo 256. */
export function withSum(bytes: readonly number[]): Uint8Array {
  return Uint8Array.from([...bytes, sumOf(bytes)]);
}

/** Whether the first `length` bytes are there and end with the end mark and their sum. */
export function isSumFrame(bytes: Uint8Array, length: number): boolean {
  return (
    bytes.length >= length &&
    bytes[length - 2] === KERONG_END &&
    bytes[length - 1] === sumOf(bytes.subarray(0, length - 1))
  );
}

/** Whether a board can have this address. */
export function isBoard(board: number): boolean {
  return (
    Number.isInteger(board) &&
    board >= KERONG_LIMITS.addressMin &&
    board <= KERONG_LIMITS.addressMax
  );
}

/** Whether a board has this channel, counted from 1. */
export function isChannel(channel: number): boolean {
  return Number.isInteger(channel) && channel >= 1 && channel <= KERONG_LIMITS.channelsMax;
}

/** Throws when no board can have this address. */
export function checkBoard(board: number): void {
  if (!isBoard(board)) throw new RangeError(`No Kerong board has the address ${board}.`);
}

function sumOf(bytes: Iterable<number>): number {
  let sum = 0;
  for (const byte of bytes) sum += byte;
  return sum & 0xff;
}
