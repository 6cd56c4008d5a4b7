// The front of this package: a driver for one bus, from a port and a profile.
import type { ExchangeOutcome } from "../bus/exchange.ts";
import { createBus } from "../bus/lock-bus.ts";
import type { PortState } from "../bus/port-supervisor.ts";
import { kerongDialect } from "../kerong/driver.ts";
import type { BusPort } from "../ports/bus-port.ts";
import {
  type BoardProfile,
  type BusProfile,
  type DialectName,
  profileHasLock,
} from "../profile/profile.ts";
import { type RawStatus, readDoorsOfBoard } from "../profile/read-doors.ts";
import { createListeners } from "../timing/listeners.ts";
import type { Timers } from "../timing/timers.ts";
import { xor8aDialect } from "../xor-8a/driver.ts";
import type { Dialect } from "./dialect.ts";
import {
  type BoardHealth,
  type BusHealth,
  type DoorReading,
  type LockBoardDriver,
  LockNotInProfileError,
  type UnlockOutcome,
  type WireNote,
} from "./lock-board-driver.ts";
import type { LockRef } from "./lock-ref.ts";

/** What a bus is made of. */
export interface LockBusSettings {
  readonly port: BusPort;
  readonly profile: BusProfile;
  readonly timers: Timers;
  /** A number from 0 to below 1; spreads the attempts to open a lost port again. */
  readonly random: () => number;
  /** Told of all bytes, those of an unlock in the moment in which the port has taken them. */
  readonly onWire?: (note: WireNote) => void;
}

/** A driver that also shows status bits as they came; commissioning needs them. */
export interface LockBusDriver extends LockBoardDriver {
  /** One status request to one board; undefined when it gave no valid answer. */
  readStatus(board: number): Promise<RawStatus | undefined>;
}

const DIALECTS: Readonly<Record<DialectName, Dialect>> = {
  "8a-xor": xor8aDialect,
  "kerong-cu16": kerongDialect,
  "kerong-ncu": kerongDialect,
};

/** Sends nothing until `open`, and nothing that moves a lock until `unlock`. */
export function createLockBus(settings: LockBusSettings): LockBusDriver {
  const { profile } = settings;
  const dialect = DIALECTS[profile.dialect];
  const health = createHealthBoard(profile);
  const bus = createBus({
    ...settings,
    onWire: settings.onWire ?? (() => {}),
    onPort: health.notePort,
  });

  async function unlock(lock: LockRef): Promise<UnlockOutcome> {
    if (!profileHasLock(profile, lock)) throw new LockNotInProfileError(lock);
    const outcome = await bus.exchange({
      request: dialect.unlock(lock),
      replyTimeoutMs: profile.unlockReplyTimeoutMs,
      energises: true,
    });
    health.noteOutcome(lock.board, outcome);
    return unlockOutcome(outcome);
  }

  async function readStatus(board: number): Promise<RawStatus | undefined> {
    const outcome = await bus.exchange({
      request: dialect.status(board),
      replyTimeoutMs: profile.replyTimeoutMs,
      energises: false,
    });
    health.noteOutcome(board, outcome);
    return outcome.type === "reply" ? outcome.value : undefined;
  }

  async function readBoard(board: BoardProfile): Promise<DoorReading[]> {
    return readDoorsOfBoard(profile, board, await readStatus(board.address));
  }

  return {
    profile,
    open: () => bus.open(),
    unlock,
    readStatus,
    async readDoors() {
      const readings: DoorReading[] = [];
      // One board after another: asking all at once would put a whole wall before an unlock.
      for (const board of profile.boards) readings.push(...(await readBoard(board)));
      return readings;
    },
    health: health.now,
    onHealth: health.listen,
    close: () => bus.close(),
  };
}

function unlockOutcome(outcome: ExchangeOutcome<"acknowledged">): UnlockOutcome {
  switch (outcome.type) {
    case "reply":
      return outcome.value;
    case "not-sent":
      return "refused";
    case "sent":
    case "silent":
    case "garbled":
    case "port-lost":
      return "unknown";
  }
}

interface HealthBoard {
  now(): BusHealth;
  listen(listener: (health: BusHealth) => void): () => void;
  notePort(state: PortState): void;
  noteOutcome(address: number, outcome: ExchangeOutcome<unknown>): void;
}

function createHealthBoard(profile: BusProfile): HealthBoard {
  const listeners = createListeners<BusHealth>();
  const states = new Map<number, BoardHealth>();
  let port: PortState = { port: "closed", problem: undefined };
  const now = (): BusHealth => ({
    port: port.port,
    portProblem: port.problem,
    boards: profile.boards.map(({ address }) => ({
      address,
      state: states.get(address) ?? "unknown",
    })),
  });

  return {
    now,
    listen: listeners.add,
    notePort(state) {
      port = state;
      // Nothing is known of boards behind a port that is gone. A port reopened in passing keeps
      // what was known, so that one silent board does not make the others flicker.
      if (state.port === "closed") states.clear();
      listeners.tell(now());
    },
    noteOutcome(address, outcome) {
      const state = boardHealth(outcome);
      if (state === undefined || states.get(address) === state) return;
      states.set(address, state);
      listeners.tell(now());
    },
  };
}

/** Undefined when the outcome says nothing about the board. */
function boardHealth(outcome: ExchangeOutcome<unknown>): BoardHealth | undefined {
  switch (outcome.type) {
    case "reply":
      return "answering";
    case "silent":
    case "garbled":
      return outcome.type;
    case "sent":
    case "not-sent":
    case "port-lost":
      return undefined;
  }
}
