// What every simulated board is, whatever it speaks: channels wired to doors, coils, feedback
// contacts, and the faults of section "simulated boards" in docs/reference/lock-boards.md.
import type { FeedbackWiring, StatusByteOrder } from "../profile/profile.ts";
import { placeOfChannel } from "../profile/read-doors.ts";
import { createListeners } from "../timing/listeners.ts";
import type { Timers } from "../timing/timers.ts";
import { type BoardFault, LATE_ANSWER_MS, REBOOT_MS, SLOW_ANSWER_MS } from "./board-faults.ts";
import { createSimulatedDoors, type PulseEffect, type SimulatedDoors } from "./simulated-doors.ts";

/** How one board is built into its locker. */
export interface SimulatedBoardSettings {
  readonly address: number;
  readonly channels: number;
  readonly feedback?: FeedbackWiring;
  readonly statusByteOrder?: StatusByteOrder;
  /** Number of status bytes in an answer: on 8A boards 3, or 7 with 50 channels; Kerong always 2. */
  readonly statusBytes?: number;
  /** Channels whose feedback is wired the other way round than the rest. */
  readonly openShortChannels?: ReadonlySet<number>;
  /** Which channel's door a channel's coil really moves, where it is not its own. */
  readonly coilWiring?: ReadonlyMap<number, number>;
  /** Which channel's door a channel's feedback wire really comes from, where it is not its own. */
  readonly feedbackWiring?: ReadonlyMap<number, number>;
  /** Time from a request to its answer. */
  readonly answerDelayMs?: number;
  /** How long a coil stays energised; "open all" fires one after another at this pace. */
  readonly pulseMs?: number;
}

/** A board on a bus: hears every byte, speaks when it is asked. */
export interface SimulatedBoard {
  readonly address: number;
  readonly doors: SimulatedDoors;
  /** Bytes from the wire, in any chunking. */
  hear(bytes: Uint8Array): void;
  onSpeak(listener: (bytes: Uint8Array) => void): () => void;
  faults(): readonly BoardFault[];
  setFaults(faults: readonly BoardFault[]): void;
  onFaults(listener: (faults: readonly BoardFault[]) => void): () => void;
  /** The board loses power for a moment: what it was doing stops, doors stay as they are. */
  reboot(): void;
}

/** What a dialect's half of a simulated board works with. */
export interface BoardHardware {
  readonly settings: SimulatedBoardSettings;
  readonly doors: SimulatedDoors;
  /** Energises one coil for one pulse. */
  fire(channel: number): void;
  /** Energises all coils, one after another; a reboot ends it midway. */
  fireAll(channels: readonly number[], whenDone: () => void): void;
  /** The feedback wire of a channel: true is shorted. */
  contact(channel: number): boolean;
  /** Feedback of all channels as status bytes in this board's order. */
  contactBytes(): number[];
  /** Goods sensors as status bytes in this board's order; bit set is "present". */
  goodsBytes(): number[];
  answer(frame: Uint8Array, kind: "ack" | "status"): void;
}

const ANSWER_DELAY_MS = 3;
// Boards acknowledge after they have looked at the feedback wire; makers write of 200 ms. An answer
// far sooner could not be told from an echo where the two are the same bytes.
const ACK_DELAY_MS = 40;
const PULSE_MS = 500;
const NOISE = Uint8Array.of(0xfa, 0xfd, 0x99, 0x99);

/** The common body of a board; `hear` gets the bytes while the board has power. */
export function createSimulatedBoard(
  settings: SimulatedBoardSettings,
  timers: Timers,
  createHearing: (hardware: BoardHardware) => (bytes: Uint8Array) => void,
): SimulatedBoard {
  const doors = createSimulatedDoors(settings.channels);
  const speech = createListeners<Uint8Array>();
  const faultListeners = createListeners<readonly BoardFault[]>();
  let faults: ReadonlySet<BoardFault> = new Set();
  let isOff = false;
  let life = 0;

  /** Runs only if the board did not restart in between. */
  function later(delayMs: number, act: () => void): void {
    const ownLife = life;
    timers.after(delayMs, () => {
      if (life === ownLife && !isOff) act();
    });
  }

  const hardware = createHardware({
    settings,
    doors,
    later,
    has: (fault) => faults.has(fault),
    speak: speech.tell,
  });
  let hearing = createHearing(hardware);

  return {
    address: settings.address,
    doors,
    hear(bytes) {
      if (!isOff && !faults.has("silent")) hearing(bytes);
    },
    onSpeak: speech.add,
    faults: () => [...faults],
    setFaults(next) {
      faults = new Set(next);
      faultListeners.tell([...faults]);
    },
    onFaults: faultListeners.add,
    reboot() {
      life += 1;
      isOff = true;
      hearing = createHearing(hardware);
      const ownLife = life;
      timers.after(REBOOT_MS, () => {
        if (life === ownLife) isOff = false;
      });
    },
  };
}

interface HardwareParts {
  readonly settings: SimulatedBoardSettings;
  readonly doors: SimulatedDoors;
  later(delayMs: number, act: () => void): void;
  has(fault: BoardFault): boolean;
  speak(bytes: Uint8Array): void;
}

function createHardware(parts: HardwareParts): BoardHardware {
  const { settings, doors, later, has } = parts;

  function fire(channel: number): void {
    doors.pulse(settings.coilWiring?.get(channel) ?? channel, pulseEffect(has));
  }

  function fireAll(channels: readonly number[], whenDone: () => void): void {
    const [first, ...rest] = channels;
    if (first === undefined) {
      whenDone();
      return;
    }
    fire(first);
    later(settings.pulseMs ?? PULSE_MS, () => fireAll(rest, whenDone));
  }

  function contact(channel: number): boolean {
    const door = doors.door(settings.feedbackWiring?.get(channel) ?? channel);
    const isOpenShort =
      settings.feedback === "open-short" || settings.openShortChannels?.has(channel) === true;
    const isShorted = (door?.door === "open") === isOpenShort;
    return door !== undefined && isShorted !== has("inverted-feedback");
  }

  function toBytes(isSet: (channel: number) => boolean): number[] {
    const bytes = new Array<number>(settings.statusBytes ?? 2).fill(0);
    const order = usedOrder(settings, has("wrong-byte-order"));
    for (let channel = 1; channel <= settings.channels; channel += 1) {
      const { byte, bit } = placeOfChannel(channel, bytes.length, order);
      if (isSet(channel)) bytes[byte] = (bytes[byte] ?? 0) | (1 << bit);
    }
    return bytes;
  }

  return {
    settings,
    doors,
    fire,
    fireAll,
    contact,
    contactBytes: () => toBytes(contact),
    goodsBytes: () => toBytes((channel) => doors.door(channel)?.goods === "present"),
    answer(frame, kind) {
      if (kind === "ack" && has("lost-ack")) return;
      const leastMs = kind === "ack" ? ACK_DELAY_MS : 0;
      later(Math.max(answerDelayMs(settings, has), leastMs), () =>
        parts.speak(withNoise(frame, has)),
      );
    },
  };
}

function pulseEffect(has: (fault: BoardFault) => boolean): PulseEffect {
  if (has("stuck-solenoid")) return "nothing";
  return has("needs-pull") ? "only-releases" : "springs-open";
}

function usedOrder(settings: SimulatedBoardSettings, isReversed: boolean): StatusByteOrder {
  const order = settings.statusByteOrder ?? "ch1-first";
  if (!isReversed) return order;
  return order === "ch1-first" ? "ch1-last" : "ch1-first";
}

function answerDelayMs(
  settings: SimulatedBoardSettings,
  has: (fault: BoardFault) => boolean,
): number {
  if (has("late")) return LATE_ANSWER_MS;
  return has("slow") ? SLOW_ANSWER_MS : (settings.answerDelayMs ?? ANSWER_DELAY_MS);
}

/** Garbage spoils the checksum as well, as a wrong baud rate or a crossed pair does. */
function withNoise(frame: Uint8Array, has: (fault: BoardFault) => boolean): Uint8Array {
  if (has("garbage")) return Uint8Array.from([...NOISE, ...frame.map((byte) => byte ^ 0x5a)]);
  return has("garbage-prefix") ? Uint8Array.from([...NOISE, ...frame]) : frame;
}
