// The two dialects' rigs, shared by the run in memory and the runs over real wires.
import { createLockBus } from "@pigeonhole/boards/driver/create-lock-bus";
import type { WireNote } from "@pigeonhole/boards/driver/lock-board-driver";
import type { BusPort } from "@pigeonhole/boards/ports/bus-port";
import { type BusProfile, PROFILE_DEFAULTS } from "@pigeonhole/boards/profile/profile";
import { boardsOfProfile, createSimulatedBus } from "@pigeonhole/boards/simulation/simulated-bus";
import type { Timers } from "@pigeonhole/boards/timing/timers";
import type { LockBoardTraits } from "./lock-board-driver.suite.ts";

/** A dialect as the suite tries it: awkward wiring on purpose, so that defaults prove nothing. */
export interface DialectUnderTest {
  readonly name: string;
  readonly profile: BusProfile;
  readonly traits: LockBoardTraits;
}

// Short coils keep the runs on a real clock short; everything else is what people get.
const QUICK_COILS = { pulseMs: 30, settleMs: 10 } as const;

export const DIALECTS_UNDER_TEST: readonly DialectUnderTest[] = [
  {
    name: "8A/80 XOR",
    traits: { outcomeOfPulse: "acknowledged", hasGoodsSensors: false },
    profile: {
      dialect: "8a-xor",
      ...PROFILE_DEFAULTS["8a-xor"],
      ...QUICK_COILS,
      boards: [
        { address: 1, channels: 12 },
        { address: 7, channels: 8, feedback: "open-short", statusByteOrder: "ch1-first" },
      ],
    },
  },
  {
    name: "8A/80 XOR whose unlock answers equal their requests",
    traits: { outcomeOfPulse: "acknowledged", hasGoodsSensors: false },
    profile: {
      dialect: "8a-xor",
      ...PROFILE_DEFAULTS["8a-xor"],
      ...QUICK_COILS,
      feedback: "open-short",
      boards: [
        { address: 2, channels: 8 },
        { address: 3, channels: 8 },
      ],
    },
  },
  {
    name: "Kerong CU16",
    traits: { outcomeOfPulse: "unknown", hasGoodsSensors: true },
    profile: {
      dialect: "kerong-cu16",
      ...PROFILE_DEFAULTS["kerong-cu16"],
      ...QUICK_COILS,
      boards: [
        { address: 0, channels: 12 },
        { address: 1, channels: 8 },
      ],
    },
  },
  {
    name: "Kerong NCU",
    traits: { outcomeOfPulse: "unknown", hasGoodsSensors: true },
    profile: {
      dialect: "kerong-ncu",
      ...PROFILE_DEFAULTS["kerong-ncu"],
      ...QUICK_COILS,
      boards: [
        { address: 2, channels: 16 },
        { address: 14, channels: 8 },
      ],
    },
  },
];

/** The boards of a dialect under test, wired as its profile says. */
export function boardsUnderTest(dialect: DialectUnderTest, timers: Timers) {
  return createSimulatedBus(dialect.profile.dialect, boardsOfProfile(dialect.profile), timers);
}

/** A driver on the port, with a record of its wire. */
export function driverUnderTest(dialect: DialectUnderTest, port: BusPort, timers: Timers) {
  const wire: WireNote[] = [];
  const driver = createLockBus({
    port,
    profile: dialect.profile,
    timers,
    random: () => 0,
    onWire: (note) => wire.push(note),
  });
  return { driver, wire };
}

/** On a real clock one profile of each codec is enough; the others differ in data only. */
export const DIALECTS_ON_REAL_WIRES = DIALECTS_UNDER_TEST.filter(({ profile }) =>
  profile.boards.some(({ channels }) => channels === 12),
);
