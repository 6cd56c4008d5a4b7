// The Kerong dialect for the driver.
import type { Dialect } from "../driver/dialect.ts";
import { scanBurst } from "../frames/scan-frames.ts";
import { encodeStatus, encodeUnlock, readReply } from "./codec.ts";

/**
 * NOTE: these boards answer nothing to an unlock. Drivers that wait for an answer and send again
 * fire the coil several times; this one does not wait, and the door tells the rest.
 */
export const kerongDialect: Dialect = {
  unlock: (lock) => ({
    bytes: encodeUnlock(lock),
    replyMayEqualRequest: false,
    findReply: undefined,
  }),
  status: (board) => ({
    bytes: encodeStatus(board),
    replyMayEqualRequest: false,
    findReply(burst) {
      const reply = scanBurst(burst, readReply).find(
        (candidate) => candidate.type === "status" && candidate.board === board,
      );
      return reply && { contacts: reply.locks, goods: reply.goods };
    },
  }),
};
