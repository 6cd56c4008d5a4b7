// What one dialect must say so that the bus and the driver can work with it.
import type { RawStatus } from "../profile/read-doors.ts";
import type { LockRef } from "./lock-ref.ts";

/** A request and how to find its answer in a burst that may hold anything. */
export interface DialectRequest<R> {
  readonly bytes: Uint8Array;
  /** Undefined when boards never answer this request. */
  readonly findReply: ((burst: Uint8Array) => R | undefined) | undefined;
  /**
   * True when a genuine answer can be the very bytes of the request. Then an equal frame within
   * the request's wire time is the adapter's echo, and a later one the answer.
   */
  readonly replyMayEqualRequest: boolean;
}

/** One wire dialect. `status` never moves anything; `unlock` moves one lock. */
export interface Dialect {
  unlock(lock: LockRef): DialectRequest<"acknowledged">;
  status(board: number): DialectRequest<RawStatus>;
}
