// The "8A/80 XOR" dialect (Guangzhou Shuoming boards and their clones; 9600 8N1): what a driver
// sends and understands. Every frame ends with the XOR of all bytes before it.
//
// INVARIANT: nothing in this file opens more than one door. Frames that do are in
// service-frames.ts, which the driver does not import.
import type { LockRef } from "../driver/lock-ref.ts";
import type { FrameAttempt } from "../frames/scan-frames.ts";

/** DIP switches of these boards give 1 to 32; the largest known board has 50 channels. */
export const XOR_8A_LIMITS = { addressMin: 1, addressMax: 32, channelsMax: 50 } as const;

/** Header bytes; a reply carries the header of its request. */
export const XOR_8A_HEADER = { unlock: 0x8a, query: 0x80 } as const;

const UNLOCK_TRAILER = 0x11;
const QUERY_TRAILER = 0x33;
const CONTACT_SHORTED = 0x11;
const CONTACT_OPEN = 0x00;
const SHORT_FRAME_BYTES = 5;
const NO_FRAME: FrameAttempt<never> = { type: "none" };
// Boards with 50 channels answer 7 status bytes, all others 3, also those with 8 channels. The
// longer form is tried first, because its head can look like a complete shorter frame.
const STATUS_FRAME_BYTES = [11, 7] as const;

/**
 * What a board says.
 * `contact` and the status bits are the raw feedback wire: true is "shorted". Whether that means
 * open or closed depends on the lock's wiring and is decided by the profile, never here.
 */
export type Xor8aReply =
  | {
      readonly type: "unlock";
      readonly board: number;
      readonly channel: number;
      readonly contact: boolean;
    }
  | { readonly type: "unlock-all"; readonly board: number }
  | {
      readonly type: "query";
      readonly board: number;
      readonly channel: number;
      readonly contact: boolean;
    }
  | { readonly type: "query-all"; readonly board: number; readonly status: readonly number[] };

/** `8A bb ll 11 X` */
export function encodeUnlock(lock: LockRef): Uint8Array {
  checkLock(lock);
  return withXor([XOR_8A_HEADER.unlock, lock.board, lock.channel, UNLOCK_TRAILER]);
}

/** `80 bb ll 33 X` */
export function encodeQuery(lock: LockRef): Uint8Array {
  checkLock(lock);
  return withXor([XOR_8A_HEADER.query, lock.board, lock.channel, QUERY_TRAILER]);
}

/** `80 bb 00 33 X` */
export function encodeQueryAll(board: number): Uint8Array {
  checkBoard(board);
  return withXor([XOR_8A_HEADER.query, board, 0, QUERY_TRAILER]);
}

/** Reads bytes that must be exactly one reply. */
export function decodeReply(bytes: Uint8Array): Xor8aReply | undefined {
  for (const read of [readShortReply, readStatusReply]) {
    const attempt = read(bytes);
    if (attempt.type === "frame" && attempt.length === bytes.length) return attempt.frame;
  }
  return undefined;
}

/** Reads an unlock or single-query reply at the start of the bytes. */
export function readShortReply(bytes: Uint8Array): FrameAttempt<Xor8aReply> {
  const [header, board = 0, channel = 0, status] = bytes;
  if (!isXorFrame(bytes, SHORT_FRAME_BYTES) || !isBoard(board)) return NO_FRAME;
  if (status !== CONTACT_SHORTED && status !== CONTACT_OPEN) return NO_FRAME;
  const frame = toShortReply(header, { board, channel }, status === CONTACT_SHORTED);
  return frame === undefined ? NO_FRAME : { type: "frame", frame, length: SHORT_FRAME_BYTES };
}

function toShortReply(
  header: number | undefined,
  lock: LockRef,
  contact: boolean,
): Xor8aReply | undefined {
  const isUnlock = header === XOR_8A_HEADER.unlock;
  // The reply to "unlock all" repeats its request; it tells nothing about any single lock.
  if (isUnlock && lock.channel === 0 && contact) return { type: "unlock-all", board: lock.board };
  if (!isChannel(lock.channel)) return undefined;
  if (isUnlock) return { type: "unlock", ...lock, contact };
  return header === XOR_8A_HEADER.query ? { type: "query", ...lock, contact } : undefined;
}

/** Reads a query-all reply, `80 bb S… 33 X` with 3 or 7 status bytes, at the start of the bytes. */
export function readStatusReply(bytes: Uint8Array): FrameAttempt<Xor8aReply> {
  const [header, board = 0] = bytes;
  if (header !== XOR_8A_HEADER.query || !isBoard(board)) return NO_FRAME;
  for (const length of STATUS_FRAME_BYTES) {
    if (bytes[length - 2] === QUERY_TRAILER && isXorFrame(bytes, length)) {
      const status = Array.from(bytes.subarray(2, length - 2));
      return { type: "frame", frame: { type: "query-all", board, status }, length };
    }
  }
  return NO_FRAME;
}

/** Appends the XOR of all bytes. */
export function withXor(bytes: readonly number[]): Uint8Array {
  return Uint8Array.from([...bytes, xorOf(bytes)]);
}

/** Whether the first `length` bytes are there and end with their XOR. */
export function isXorFrame(bytes: Uint8Array, length: number): boolean {
  return bytes.length >= length && xorOf(bytes.subarray(0, length)) === 0;
}

function xorOf(bytes: Iterable<number>): number {
  let xor = 0;
  for (const byte of bytes) xor ^= byte;
  return xor;
}

/** Whether a DIP switch can give this address. */
export function isBoard(board: number): boolean {
  return (
    Number.isInteger(board) &&
    board >= XOR_8A_LIMITS.addressMin &&
    board <= XOR_8A_LIMITS.addressMax
  );
}

/** Whether some board has this channel. */
export function isChannel(channel: number): boolean {
  return Number.isInteger(channel) && channel >= 1 && channel <= XOR_8A_LIMITS.channelsMax;
}

function checkBoard(board: number): void {
  if (!isBoard(board)) throw new RangeError(`No 8A board has the address ${board}.`);
}

function checkLock(lock: LockRef): void {
  checkBoard(lock.board);
  if (!isChannel(lock.channel)) throw new RangeError(`No 8A board has a channel ${lock.channel}.`);
}
