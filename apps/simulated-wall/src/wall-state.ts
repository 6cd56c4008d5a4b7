// The wall as one thing: doors by the label written on them, boards by bus and address.

import type { BoardFault } from "@pigeonhole/boards/simulation/board-faults";
import type { SimulatedBoard } from "@pigeonhole/boards/simulation/board-hardware";
import {
  boardsOfProfile,
  createSimulatedBus,
  type SimulatedBus,
} from "@pigeonhole/boards/simulation/simulated-bus";
import type {
  DoorChange,
  HandAction,
  HandResult,
  SimulatedDoor,
} from "@pigeonhole/boards/simulation/simulated-doors";
import { createListeners } from "@pigeonhole/boards/timing/listeners";
import type { Timers } from "@pigeonhole/boards/timing/timers";
import type { LayoutPlan } from "@pigeonhole/contract/layout";
import type { WallPlan } from "./wall-plan.ts";

/** A compartment as somebody before the wall sees it. */
export interface CompartmentState extends Omit<SimulatedDoor, "channel"> {
  readonly label: string;
  readonly bus: string;
  readonly board: number;
  readonly channel: number;
}

export interface BoardState {
  readonly bus: string;
  readonly address: number;
  readonly dialect: string;
  readonly faults: readonly BoardFault[];
}

export interface WallState {
  readonly name: string;
  readonly layout: LayoutPlan;
  readonly compartments: readonly CompartmentState[];
  readonly boards: readonly BoardState[];
}

/** Something that happened; `label` is undefined for boards. */
export interface WallChange {
  readonly what: DoorChange | "faults-set" | "board-restarted";
  readonly label: string | undefined;
  readonly board: number;
}

export interface Wall {
  readonly buses: readonly { readonly name: string; readonly bus: SimulatedBus }[];
  state(): WallState;
  byHand(label: string, action: HandAction): HandResult;
  /** Unlatches a door without moving it, as a pulse does to a stiff one. */
  release(label: string): void;
  /** False when there is no such board. Without a bus the first one that has the address. */
  setFaults(address: number, faults: readonly BoardFault[], bus?: string): boolean;
  restart(address: number, bus?: string): boolean;
  onChange(listener: (change: WallChange) => void): () => void;
}

export function createWall(plan: WallPlan, timers: Timers): Wall {
  const changes = createListeners<WallChange>();
  const buses = plan.buses.map(({ name, profile }) => ({
    name,
    profile,
    bus: createSimulatedBus(profile.dialect, boardsOfProfile(profile), timers),
  }));
  const doors = plan.layout.modules.flatMap(({ compartments }) =>
    compartments.map(({ label, lock }) => ({ label, lock })),
  );

  function findBoard(address: number, busName: string | undefined): SimulatedBoard | undefined {
    return buses
      .filter(({ name }) => busName === undefined || name === busName)
      .flatMap(({ bus }) => bus.boards)
      .find((board) => board.address === address);
  }

  for (const { name, bus } of buses) {
    for (const board of bus.boards) {
      board.doors.onChange(({ change, door }) => {
        const label = doors.find(
          ({ lock }) =>
            lock.bus === name && lock.board === board.address && lock.channel === door.channel,
        )?.label;
        changes.tell({ what: change, label, board: board.address });
      });
      board.onFaults(() =>
        changes.tell({ what: "faults-set", label: undefined, board: board.address }),
      );
    }
  }

  return {
    buses,
    state: () => ({
      name: plan.name,
      layout: plan.layout,
      compartments: doors.flatMap(({ label, lock }) => {
        const door = findBoard(lock.board, lock.bus)?.doors.door(lock.channel);
        return door === undefined ? [] : [{ label, ...lock, ...door }];
      }),
      boards: buses.flatMap(({ name, profile, bus }) =>
        bus.boards.map((board) => ({
          bus: name,
          address: board.address,
          dialect: profile.dialect,
          faults: board.faults(),
        })),
      ),
    }),
    byHand(label, action) {
      const lock = doors.find((door) => door.label === label)?.lock;
      const board = lock && findBoard(lock.board, lock.bus);
      if (!lock || !board) return { ok: false, refusal: "no-such-door" };
      return board.doors.byHand(lock.channel, action);
    },
    release(label) {
      const lock = doors.find((door) => door.label === label)?.lock;
      if (lock) findBoard(lock.board, lock.bus)?.doors.pulse(lock.channel, "only-releases");
    },
    setFaults(address, faults, bus) {
      const board = findBoard(address, bus);
      board?.setFaults(faults);
      return board !== undefined;
    },
    restart(address, bus) {
      const board = findBoard(address, bus);
      board?.reboot();
      if (board) changes.tell({ what: "board-restarted", label: undefined, board: address });
      return board !== undefined;
    },
    onChange: changes.add,
  };
}
