// The 8A/80 dialect for the driver.
import type { Dialect } from "../driver/dialect.ts";
import { isSameLock } from "../driver/lock-ref.ts";
import { scanBurst } from "../frames/scan-frames.ts";
import { encodeQueryAll, encodeUnlock, readShortReply, readStatusReply } from "./codec.ts";

/**
 * Each request looks only for its own kind of answer: a short frame can stand inside a status
 * frame, and XOR cannot tell them apart.
 *
 * NOTE: the board's "opening failed" is byte for byte the request (and, for locks wired the other
 * way, "opened" is). So an answer to an unlock counts as "the board heard us" and never as a door.
 */
export const xor8aDialect: Dialect = {
  unlock: (lock) => ({
    bytes: encodeUnlock(lock),
    replyMayEqualRequest: true,
    findReply(burst) {
      const isAnswered = scanBurst(burst, readShortReply).some(
        (reply) => reply.type === "unlock" && isSameLock(reply, lock),
      );
      return isAnswered ? "acknowledged" : undefined;
    },
  }),
  status: (board) => ({
    bytes: encodeQueryAll(board),
    replyMayEqualRequest: false,
    findReply(burst) {
      for (const reply of scanBurst(burst, readStatusReply)) {
        if (reply.type === "query-all" && reply.board === board) {
          return { contacts: reply.status, goods: undefined };
        }
      }
      return undefined;
    },
  }),
};
