// The Kerong frame that opens every door of a board. A board understands it, so its simulation
// must; the driver must not import this file, and a test checks that it does not.
import { checkBoard, KERONG_COMMAND, KERONG_END, KERONG_START, withSum } from "./codec.ts";

/** `02 A 33 03 S` */
export function encodeUnlockAll(board: number): Uint8Array {
  checkBoard(board);
  return withSum([KERONG_START, board << 4, KERONG_COMMAND.unlockAll, KERONG_END]);
}
