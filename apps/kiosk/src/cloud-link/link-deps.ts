import type { Timers } from "@pigeonhole/boards/timing/timers";
import type { KioskConfig } from "@pigeonhole/contract/device/config";
import type { CommandFrame, HelloFrame, StatusFrame } from "@pigeonhole/contract/device/frames";
import type { CommandOutcome } from "../journal/commands.ts";
import type { Journal } from "../journal/journal.ts";
import type { KioskLog } from "../platform/logs.ts";
import type { OpenSocket } from "./device-socket.ts";
import type { DroppedFrames } from "./dropped-frames.ts";

export type CloudLinkDeps = {
  readonly journal: Journal;
  readonly lockerId: string;
  readonly version: string;
  readonly bootReason: HelloFrame["bootReason"];
  readonly now: () => Temporal.Instant;
  readonly timers: Timers;
  /** A number from 0 to below 1; spreads reconnects. */
  readonly random: () => number;
  readonly log: KioskLog;
  readonly openSocket: OpenSocket;
  readonly signToken: (at: Temporal.Instant) => Promise<string>;
  readonly hearServerTime: (at: Temporal.Instant) => void;
  readonly setAccepted: (accepted: boolean) => void;
  readonly configVersion: () => number;
  readonly applyConfig: (version: number, config: KioskConfig) => void;
  readonly status: () => StatusFrame;
  /** A command that is new and has not expired. */
  readonly carryOut: (frame: CommandFrame) => CommandOutcome;
  readonly dropped: DroppedFrames;
  /** Told when the link comes or goes and when the list changes. */
  readonly changed: () => void;
};
