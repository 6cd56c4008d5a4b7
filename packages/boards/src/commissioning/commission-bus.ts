// Finds out how a locker is really wired: opens one door after another, asks the person before it
// which door moved, and learns from both edges which status bit belongs to it.
//
// INVARIANT: one pulse per door, and none before the person has said that the door may open.
import type { LockBusDriver } from "../driver/create-lock-bus.ts";
import { isSameLock, type LockRef } from "../driver/lock-ref.ts";
import { type BusProfile, locksOf } from "../profile/profile.ts";
import type { BitPlace, RawStatus } from "../profile/read-doors.ts";
import type { Result } from "../result.ts";
import { pause, type Timers } from "../timing/timers.ts";
import { learnProfile } from "./learn-profile.ts";

/** The person before the locker. */
export interface CommissioningPerson {
  /** Asked before each pulse; answers when hands are away. */
  mayOpen(lock: LockRef): Promise<void>;
  /** Which door opened, by the lock that the plan gives it; undefined when none did. */
  whichOpened(lock: LockRef): Promise<LockRef | undefined>;
  /** Asked until the door is shut; answers when it is. */
  isShutAgain(lock: LockRef): Promise<void>;
}

/** What one door taught: where its bit stands, and what the bit reads while the door is open. */
export interface LearnedDoor {
  readonly lock: LockRef;
  readonly place: BitPlace;
  readonly statusBytes: number;
  readonly isSetWhenOpen: boolean;
}

/** Why a locker must not be used as it is wired. */
export type CommissioningFinding =
  | { readonly type: "door-did-not-open"; readonly lock: LockRef }
  | { readonly type: "other-door-opened"; readonly lock: LockRef; readonly opened: LockRef }
  | { readonly type: "board-silent"; readonly lock: LockRef }
  | { readonly type: "no-bit-moved"; readonly lock: LockRef }
  | { readonly type: "several-bits-moved"; readonly lock: LockRef; readonly bits: number }
  | { readonly type: "bit-did-not-return"; readonly lock: LockRef }
  | { readonly type: "bit-of-other-channel"; readonly lock: LockRef; readonly place: BitPlace };

export interface CommissioningDeps {
  /** An open driver with a profile whose dialect, addresses and numbers of channels are right. */
  readonly driver: LockBusDriver;
  readonly person: CommissioningPerson;
  readonly timers: Timers;
}

/** A person reads a door's number before the next one opens; sensors have long settled by then. */
const SENSOR_SETTLE_MS = 300;
/** A board that misses one request is asked again; reading moves nothing. */
const STATUS_ATTEMPTS_MAX = 3;

/**
 * Gives a profile with byte order, wiring and overrides as found; anything that does not fit any
 * profile is a finding, and with one finding there is no profile.
 */
export async function commissionBus(
  deps: CommissioningDeps,
): Promise<Result<BusProfile, readonly CommissioningFinding[]>> {
  const learned: LearnedDoor[] = [];
  const findings: CommissioningFinding[] = [];
  for (const lock of locksOf(deps.driver.profile)) {
    const result = await learnDoor(deps, lock);
    if (result.ok) learned.push(result.value);
    else findings.push(result.refusal);
  }
  const result = learnProfile(deps.driver.profile, learned);
  if (!result.ok) findings.push(...result.refusal);
  return result.ok && findings.length === 0 ? result : { ok: false, refusal: findings };
}

async function learnDoor(
  deps: CommissioningDeps,
  lock: LockRef,
): Promise<Result<LearnedDoor, CommissioningFinding>> {
  const { driver, person } = deps;
  const before = await readSettled(deps, lock.board);
  await person.mayOpen(lock);
  await driver.unlock(lock);
  const opened = await person.whichOpened(lock);
  if (opened === undefined) return found({ type: "door-did-not-open", lock });
  const during = await readSettled(deps, lock.board);
  await person.isShutAgain(opened);
  const after = await readSettled(deps, lock.board);

  if (!isSameLock(opened, lock)) return found({ type: "other-door-opened", lock, opened });
  if (!before || !during || !after) return found({ type: "board-silent", lock });
  const rising = movedBits(before, during);
  const [place] = rising;
  if (place === undefined) return found({ type: "no-bit-moved", lock });
  if (rising.length > 1) return found({ type: "several-bits-moved", lock, bits: rising.length });
  if (movedBits(before, after).length > 0) return found({ type: "bit-did-not-return", lock });
  const statusBytes = during.contacts.length;
  const isSetWhenOpen = isSet(during, place);
  return { ok: true, value: { lock, place, statusBytes, isSetWhenOpen } };
}

async function readSettled(deps: CommissioningDeps, board: number): Promise<RawStatus | undefined> {
  for (let attempt = 0; attempt < STATUS_ATTEMPTS_MAX; attempt += 1) {
    await pause(deps.timers, SENSOR_SETTLE_MS);
    const status = await deps.driver.readStatus(board);
    if (status !== undefined) return status;
    await pause(deps.timers, deps.driver.profile.lateReplyMaxMs);
  }
  return undefined;
}

function movedBits(before: RawStatus, after: RawStatus): BitPlace[] {
  return after.contacts.flatMap((contact, byte) => {
    const moved = contact ^ (before.contacts[byte] ?? 0);
    return [0, 1, 2, 3, 4, 5, 6, 7]
      .filter((bit) => ((moved >> bit) & 1) === 1)
      .map((bit) => ({ byte, bit }));
  });
}

function isSet(status: RawStatus, place: BitPlace): boolean {
  return (((status.contacts[place.byte] ?? 0) >> place.bit) & 1) === 1;
}

function found(finding: CommissioningFinding) {
  return { ok: false, refusal: finding } as const;
}
