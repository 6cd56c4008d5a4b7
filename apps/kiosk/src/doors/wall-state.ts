// What the kiosk knows of its doors, as plain values. All instants here are milliseconds of the
// monotonic clock, so that no step of the wall clock can make a door look open for a year.
import type { Purpose } from "../journal/openings.ts";

export type Sensed = "open" | "closed" | "unknown";
export type Goods = "present" | "absent" | "unknown";

/** What an opening is for, carried through the watch so that what follows can be recorded. */
export type OpeningOrigin = {
  readonly openingId: string;
  readonly compartmentId: string;
  readonly purpose: Purpose;
  readonly visitId: string | null;
  readonly grantId: string | null;
  readonly commandId: string | null;
  readonly stayId: string | null;
};

/**
 * `pulsing`: the intent is on the disk, the answer of the board is not there yet. `watching`: the
 * pulse went out, the door has not moved. `open`: it was seen open. `lapsed`: it was given up, but a
 * late pull still belongs to it.
 */
export type OpeningPhase = "pulsing" | "watching" | "open" | "lapsed";

export type Opening = OpeningOrigin & {
  readonly phase: OpeningPhase;
  readonly intendedAtMs: number;
  readonly pulsedAtMs: number | null;
  /** True when the sensor gave a reading since the pulse. */
  readonly wasRead: boolean;
};

export type DoorState = {
  readonly compartmentId: string;
  /** What is believed after readings that agree. */
  readonly sensed: Sensed;
  readonly goods: Goods;
  /** A reading that contradicts what is believed, waiting for a second one. */
  readonly doubted: Sensed | null;
  /** Since when it is open; null while it is not. */
  readonly openSinceMs: number | null;
  readonly remindersTold: number;
  readonly leftOpenTold: boolean;
  readonly opening: Opening | null;
};

export type WallTimes = {
  /** How long a pulsed door may take to open. */
  readonly openWatchMs: number;
  readonly remindMs: readonly number[];
  readonly leftOpenMs: number;
};

export type WallState = {
  readonly doors: Readonly<Record<string, DoorState>>;
  readonly times: WallTimes;
  /**
   * False while a locker that never worked before is put up: a door whose first reading is “open” is
   * no burglary then.
   */
  readonly openMeansForced: boolean;
};

/** How long after a given-up opening a door that opens still counts as opened by it. */
export const latePullMs = 30_000;
/** A door without a right that opens this soon after a pulse was opened by that pulse. */
export const strayPulseMs = 2_000;
/** A pulse without an answer is settled at the latest after this. */
export const pulseAnswerMaxMs = 15_000;

export function closedDoor(compartmentId: string): DoorState {
  return {
    compartmentId,
    sensed: "unknown",
    goods: "unknown",
    doubted: null,
    openSinceMs: null,
    remindersTold: 0,
    leftOpenTold: false,
    opening: null,
  };
}

/** The wall at start: nothing has been read yet. */
export function startWall(
  compartmentIds: readonly string[],
  times: WallTimes,
  openMeansForced: boolean,
): WallState {
  const doors = Object.fromEntries(compartmentIds.map((id) => [id, closedDoor(id)]));
  return { doors, times, openMeansForced };
}

/** True while a door is about to move or stands open, so that it is worth looking often. */
export function isMoving(state: WallState): boolean {
  return Object.values(state.doors).some((door) => {
    const phase = door.opening?.phase;
    const awaited = phase === "pulsing" || phase === "watching";
    return awaited || door.doubted !== null || door.sensed === "open";
  });
}
