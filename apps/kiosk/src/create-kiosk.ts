// One kiosk, made of what it is given: journal, boards, time, dice and a way to the cloud. It reads no
// environment and starts nothing before `start`, so that many can live in one process.
import type { LockBoardDriver } from "@pigeonhole/boards/driver/lock-board-driver";
import type { Timers } from "@pigeonhole/boards/timing/timers";
import type {
  ScreenActionRequest,
  ScreenSetting,
  ScreenState,
} from "@pigeonhole/contract/kiosk-screen/screen-state";
import type { OpenSocket } from "./cloud-link/device-socket.ts";
import { type DeviceIdentity, fingerprintOf } from "./enrolment/device-identity.ts";
import { createIdleScreen } from "./idle-screen.ts";
import type { OpenedJournal } from "./journal/open-journal.ts";
import type { KioskLog } from "./platform/logs.ts";
import { createServingKiosk } from "./serving-kiosk.ts";

export type KioskDeps = {
  /** The machine's wall clock; it may be wrong. */
  readonly now: () => Temporal.Instant;
  readonly timers: Timers;
  readonly random: (bytes: number) => Uint8Array;
  readonly log: KioskLog;
  readonly journal: OpenedJournal;
  /** Undefined or without a locker: not enrolled. */
  readonly identity: DeviceIdentity | undefined;
  /** By the name that layouts use. The kiosk opens and closes them. */
  readonly buses: ReadonlyMap<string, LockBoardDriver>;
  /** Undefined: works without a cloud. */
  readonly openSocket: OpenSocket | undefined;
  readonly signToken: (at: Temporal.Instant) => Promise<string>;
  readonly version: string;
  /** Changes with every start of the machine; tells a power cut from a crash. */
  readonly machineBoot: string;
};

export type KioskScreen = {
  setting(): ScreenSetting;
  state(): ScreenState;
  /** Never throws for what a person did; what was not done is in the state's `refusal`. */
  act(request: ScreenActionRequest): ScreenState;
  onChange(listener: () => void): () => void;
};

export type Kiosk = {
  readonly screen: KioskScreen;
  start(): Promise<void>;
  /** `abrupt` leaves everything as a power cut would, but for what the disk already has. */
  stop(how?: "clean" | "abrupt"): Promise<void>;
};

export function createKiosk(deps: KioskDeps): Kiosk {
  const { identity, journal } = deps;
  if (journal.type === "damaged") {
    deps.log.error({ reason: journal.reason }, "the journal is damaged and was put aside");
    return createIdleScreen(deps, { reason: "journal_damaged", fingerprint: null });
  }
  const { lockerId } = identity ?? { lockerId: null };
  if (identity === undefined || lockerId === null) {
    const fingerprint = identity === undefined ? null : fingerprintOf(identity);
    return createIdleScreen(deps, { reason: "not_enrolled", fingerprint }, journal.journal);
  }
  return createServingKiosk({ ...deps, identity: { ...identity, lockerId }, ...journal });
}
