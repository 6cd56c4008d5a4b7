// What the rest of the house may ask of lock hardware, whatever board hangs on the wire.
import type { BusProfile } from "../profile/profile.ts";
import type { LockRef } from "./lock-ref.ts";

/**
 * What is known after one unlock.
 * - `acknowledged`: the board said that it took the command. It says nothing about the door.
 * - `unknown`: the bytes went out and no valid answer came. The coil may have fired. Look at the
 *   door; never send again for the same right. Kerong boards never answer an unlock, so every
 *   unlock of theirs ends here.
 * - `refused`: nothing was written to the wire, so nothing fired.
 */
export type UnlockOutcome = "acknowledged" | "unknown" | "refused";

/** What the sensors of one compartment say; `unknown` whenever the board did not answer. */
export interface DoorReading {
  readonly lock: LockRef;
  readonly door: "open" | "closed" | "unknown";
  readonly goods: "present" | "absent" | "unknown";
}

/** `garbled`: the board, or something else on the wire, says things that are no valid answer. */
export type BoardHealth = "unknown" | "answering" | "silent" | "garbled";

/** State of a bus, told on every change. */
export interface BusHealth {
  readonly port: "closed" | "opening" | "open";
  /** Why the port is closed, in the words of the operating system; undefined while it is open. */
  readonly portProblem: string | undefined;
  readonly boards: readonly { readonly address: number; readonly state: BoardHealth }[];
}

/** Bytes that went over the wire, told as they go. `atMs` is monotonic. */
export interface WireNote {
  readonly direction: "sent" | "received";
  readonly bytes: Uint8Array;
  readonly atMs: number;
}

/** One bus with its boards. All waits are bounded; nothing here is ever retried. */
export interface LockBoardDriver {
  readonly profile: BusProfile;
  /** Opens the port and keeps it open. Resolves after the first attempt, also a failed one. */
  open(): Promise<void>;
  /**
   * Writes exactly one pulse, or none. Never repeats it, whatever comes back.
   * @throws {LockNotInProfileError} when the profile has no such lock; nothing is written then.
   */
  unlock(lock: LockRef): Promise<UnlockOutcome>;
  /** Asks every board once, one after another; other exchanges may slip between two boards. */
  readDoors(): Promise<readonly DoorReading[]>;
  health(): BusHealth;
  /** Calls back on every change; the returned function ends it. */
  onHealth(listener: (health: BusHealth) => void): () => void;
  /** Lets the exchange under way end, then closes the port. Nothing is sent afterwards. */
  close(): Promise<void>;
}

/** A lock was named that the profile does not have: layout and profile contradict each other. */
export class LockNotInProfileError extends Error {
  override readonly name = "LockNotInProfileError";
  readonly code = "boards.lock_not_in_profile";
  constructor(lock: LockRef) {
    super(`The profile has no lock ${lock.channel} on a board with address ${lock.board}.`);
  }
}
