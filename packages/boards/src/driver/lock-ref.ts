/** One lock on one bus: the board's address and its channel, counted from 1 as printed on boards. */
export interface LockRef {
  readonly board: number;
  readonly channel: number;
}

/** Whether both name the same lock of one bus. */
export function isSameLock(a: LockRef, b: LockRef): boolean {
  return a.board === b.board && a.channel === b.channel;
}
