// Frames of the 8A/80 dialect that move more than one door, or keep a coil energised. A board
// understands them, so its simulation must; the driver must not import this file, and a test
// checks that it does not.
import type { LockRef } from "../driver/lock-ref.ts";
import { isBoard, isChannel, withXor, XOR_8A_HEADER } from "./codec.ts";

/** Headers that only service work may send. */
export const XOR_8A_SERVICE_HEADER = { several: 0x90, holdOn: 0x9a, holdOff: 0x9b } as const;

const MASK_BYTES_SMALL = 3;
const MASK_BYTES_LARGE = 7;
const CHANNELS_SMALL = MASK_BYTES_SMALL * 8;

/** `8A bb 00 11 X`: every door of the board, one after another. */
export function encodeUnlockAll(board: number): Uint8Array {
  check(isBoard(board), `board ${board}`);
  return withXor([XOR_8A_HEADER.unlock, board, 0, 0x11]);
}

/** `90 bb M… X`: 3 mask bytes, 7 when a channel above 24 is among them; bit set fires the lock. */
export function encodeUnlockSeveral(board: number, channels: readonly number[]): Uint8Array {
  check(isBoard(board), `board ${board}`);
  check(channels.every(isChannel), `channels ${channels.join(", ")}`);
  const isLarge = channels.some((channel) => channel > CHANNELS_SMALL);
  const maskBytes = isLarge ? MASK_BYTES_LARGE : MASK_BYTES_SMALL;
  const masks = Array.from({ length: maskBytes }, (_, index) =>
    channels
      .filter((channel) => (channel - 1) >> 3 === index)
      .reduce((mask, channel) => mask | (1 << ((channel - 1) & 7)), 0),
  );
  return withXor([XOR_8A_SERVICE_HEADER.several, board, ...masks]);
}

/** `9A bb ll 11 X` and `9B bb ll 11 X`: for magnetic locks only; burns the coil of any other. */
export function encodeHold(lock: LockRef, held: boolean): Uint8Array {
  check(isBoard(lock.board) && isChannel(lock.channel), `lock ${lock.board}/${lock.channel}`);
  const header = held ? XOR_8A_SERVICE_HEADER.holdOn : XOR_8A_SERVICE_HEADER.holdOff;
  return withXor([header, lock.board, lock.channel, 0x11]);
}

function check(isRight: boolean, what: string): void {
  if (!isRight) throw new RangeError(`The 8A dialect has no ${what}.`);
}
