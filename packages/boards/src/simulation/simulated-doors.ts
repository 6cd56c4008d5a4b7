// The mechanical half of a locker: doors with latches, goods behind them, hands that move them.
import { createListeners } from "../timing/listeners.ts";

/** One door as somebody standing before it would see it. `channel` is what its lock is wired to. */
export interface SimulatedDoor {
  readonly channel: number;
  readonly door: "open" | "closed";
  /** A released latch lets the door be pulled; shutting the door latches it again. */
  readonly latch: "latched" | "released";
  readonly goods: "present" | "absent";
  /** Pulses its coil got since the start, whether or not the door moved. */
  readonly pulses: number;
}

/** What a hand can do at a door. */
export const HAND_ACTIONS = ["pull", "close", "put", "take", "force"] as const;
export type HandAction = (typeof HAND_ACTIONS)[number];

/** Why a hand could not do it. */
export type HandRefusal =
  | "door-is-locked"
  | "door-is-open"
  | "door-is-closed"
  | "goods-are-inside"
  | "nothing-is-inside"
  | "no-such-door";

export type HandResult =
  | { readonly ok: true; readonly door: SimulatedDoor }
  | { readonly ok: false; readonly refusal: HandRefusal };

export type DoorChange = "pulsed" | "opened" | "closed" | "forced" | "goods-put" | "goods-taken";

export interface DoorEvent {
  readonly change: DoorChange;
  readonly door: SimulatedDoor;
}

/**
 * What a pulse does to the door: a sound one springs open; a stiff one is only released and waits
 * for a pull, the commonest false alarm at lockers; a stuck one stays latched.
 */
export type PulseEffect = "springs-open" | "only-releases" | "nothing";

export interface SimulatedDoors {
  all(): SimulatedDoor[];
  door(channel: number): SimulatedDoor | undefined;
  pulse(channel: number, strength: PulseEffect): void;
  byHand(channel: number, action: HandAction): HandResult;
  onChange(listener: (event: DoorEvent) => void): () => void;
}

/** All doors start closed and empty. */
export function createSimulatedDoors(channels: number): SimulatedDoors {
  const listeners = createListeners<DoorEvent>();
  const doors = new Map<number, SimulatedDoor>();
  for (let channel = 1; channel <= channels; channel += 1) {
    doors.set(channel, { channel, door: "closed", latch: "latched", goods: "absent", pulses: 0 });
  }

  function change(door: SimulatedDoor, what: DoorChange): SimulatedDoor {
    doors.set(door.channel, door);
    listeners.tell({ change: what, door });
    return door;
  }

  return {
    all: () => [...doors.values()],
    door: (channel) => doors.get(channel),
    pulse(channel, effect) {
      const door = doors.get(channel);
      if (door === undefined) return;
      const latch = effect === "nothing" ? door.latch : "released";
      const pulsed = change({ ...door, latch, pulses: door.pulses + 1 }, "pulsed");
      if (pulsed.door === "closed" && effect === "springs-open") {
        change({ ...pulsed, door: "open" }, "opened");
      }
    },
    byHand(channel, action) {
      const door = doors.get(channel);
      if (door === undefined) return { ok: false, refusal: "no-such-door" };
      const refusal = HAND_RULES[action].refusal(door);
      if (refusal !== undefined) return { ok: false, refusal };
      const { after, change: what } = HAND_RULES[action];
      return { ok: true, door: change({ ...door, ...after }, what) };
    },
    onChange: listeners.add,
  };
}

interface HandRule {
  refusal(door: SimulatedDoor): HandRefusal | undefined;
  readonly after: Partial<SimulatedDoor>;
  readonly change: DoorChange;
}

/** A latched door opens to no hand but a forcing one; goods pass an open door only. */
const HAND_RULES: Readonly<Record<HandAction, HandRule>> = {
  pull: {
    refusal(door) {
      if (door.door === "open") return "door-is-open";
      return door.latch === "latched" ? "door-is-locked" : undefined;
    },
    after: { door: "open" },
    change: "opened",
  },
  close: {
    refusal: (door) => (door.door === "closed" ? "door-is-closed" : undefined),
    after: { door: "closed", latch: "latched" },
    change: "closed",
  },
  put: {
    refusal(door) {
      if (door.door === "closed") return "door-is-closed";
      return door.goods === "present" ? "goods-are-inside" : undefined;
    },
    after: { goods: "present" },
    change: "goods-put",
  },
  take: {
    refusal(door) {
      if (door.door === "closed") return "door-is-closed";
      return door.goods === "absent" ? "nothing-is-inside" : undefined;
    },
    after: { goods: "absent" },
    change: "goods-taken",
  },
  force: {
    refusal: (door) => (door.door === "open" ? "door-is-open" : undefined),
    after: { door: "open", latch: "released" },
    change: "forced",
  },
};
