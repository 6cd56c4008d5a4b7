// A profile says everything about a bus that the wire protocol leaves to the people who built the
// locker. It is plain data: it comes from the cloud as configuration or out of commissioning.
import type { LockRef } from "../driver/lock-ref.ts";

/** Wire dialects a driver exists for. CU16 and NCU boards differ only in their usual polarity. */
export type DialectName = "8a-xor" | "kerong-cu16" | "kerong-ncu";

/**
 * How a lock's feedback wire reads. `closed-short`: the contact is shorted (bit set, 8A status 11)
 * while the door is closed. `open-short`: it is shorted while the door is open.
 */
export type FeedbackWiring = "closed-short" | "open-short";

/** Which end of a multi-byte status holds channels 1 to 8. Boards sold as the same type differ. */
export type StatusByteOrder = "ch1-first" | "ch1-last";

/** What a goods sensor's bit means; `no-sensor` makes every reading `unknown`. */
export type GoodsPolarity = "set-is-present" | "set-is-absent" | "no-sensor";

/** One board of the bus. What it leaves out is taken from the bus. */
export interface BoardProfile {
  /** 8A: 1 to 32 (DIP switches). Kerong: 0 to 14. */
  readonly address: number;
  /** Number of locks wired to it, counted from channel 1. 8A: up to 50. Kerong: up to 16. */
  readonly channels: number;
  readonly feedback?: FeedbackWiring;
  readonly statusByteOrder?: StatusByteOrder;
  /** Locks wired differently from the rest of their board. */
  readonly overrides?: readonly { readonly channel: number; readonly feedback: FeedbackWiring }[];
}

/** All waits of a bus, in milliseconds of the monotonic clock. */
export interface BusTiming {
  /** How long a coil stays energised. The next coil of the bus waits for it: one at a time. */
  readonly pulseMs: number;
  /** How long a board is left alone after an unlock, because it hears nothing meanwhile. */
  readonly settleMs: number;
  /** How long a status request waits for the first complete answer. */
  readonly replyTimeoutMs: number;
  /** How long an unlock waits for its acknowledgement, where the dialect has one. */
  readonly unlockReplyTimeoutMs: number;
  /** Silence that ends a frame. USB adapters and gateways deliver in chunks, hence far above 3.5 characters. */
  readonly frameQuietMs: number;
  /**
   * The latest an answer may trail its request. Until then a status request that went unanswered
   * is not sent again, because the late answer could be taken for the new one's.
   */
  readonly lateReplyMaxMs: number;
}

/** One serial bus with its boards. */
export interface BusProfile extends BusTiming {
  readonly dialect: DialectName;
  readonly baud: number;
  readonly boards: readonly BoardProfile[];
  readonly statusByteOrder: StatusByteOrder;
  readonly feedback: FeedbackWiring;
  readonly goodsPolarity: GoodsPolarity;
  /** Whether to close and reopen the port after a time-out or garbage; some gateways dislike it. */
  readonly reopenAfterTimeout: boolean;
}

/** What a profile may leave out, by dialect. Sources of the numbers: docs/reference/lock-boards.md. */
export const PROFILE_DEFAULTS: Readonly<
  Record<DialectName, Omit<BusProfile, "dialect" | "boards">>
> = {
  "8a-xor": {
    baud: 9600,
    statusByteOrder: "ch1-last",
    feedback: "closed-short",
    goodsPolarity: "no-sensor",
    pulseMs: 500,
    settleMs: 100,
    replyTimeoutMs: 300,
    unlockReplyTimeoutMs: 1000,
    frameQuietMs: 20,
    lateReplyMaxMs: 1500,
    reopenAfterTimeout: true,
  },
  "kerong-cu16": {
    baud: 19_200,
    statusByteOrder: "ch1-first",
    feedback: "closed-short",
    goodsPolarity: "set-is-present",
    pulseMs: 500,
    settleMs: 250,
    replyTimeoutMs: 300,
    unlockReplyTimeoutMs: 300,
    frameQuietMs: 20,
    lateReplyMaxMs: 1500,
    reopenAfterTimeout: true,
  },
  "kerong-ncu": {
    baud: 19_200,
    statusByteOrder: "ch1-first",
    feedback: "open-short",
    goodsPolarity: "set-is-present",
    pulseMs: 500,
    settleMs: 250,
    replyTimeoutMs: 300,
    unlockReplyTimeoutMs: 300,
    frameQuietMs: 20,
    lateReplyMaxMs: 1500,
    reopenAfterTimeout: true,
  },
};

/** Every lock the profile names, board by board, channel by channel. */
export function locksOf(profile: BusProfile): LockRef[] {
  return profile.boards.flatMap((board) =>
    Array.from({ length: board.channels }, (_, index) => ({
      board: board.address,
      channel: index + 1,
    })),
  );
}

/** Whether the profile names this lock. */
export function profileHasLock(profile: BusProfile, lock: LockRef): boolean {
  return profile.boards.some(
    (board) =>
      board.address === lock.board &&
      Number.isInteger(lock.channel) &&
      lock.channel >= 1 &&
      lock.channel <= board.channels,
  );
}

/** The wiring of one lock: its own override, else its board's, else the bus's. */
export function feedbackOf(profile: BusProfile, board: BoardProfile, channel: number) {
  const override = board.overrides?.find((candidate) => candidate.channel === channel);
  return override?.feedback ?? board.feedback ?? profile.feedback;
}
