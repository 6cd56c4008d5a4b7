import { factsPerFrameMax } from "@pigeonhole/contract/device/facts";
import type {
  DownFrame,
  FactsFrame,
  HelloFrame,
  UpFrame,
} from "@pigeonhole/contract/device/frames";
import { deviceCloseCodes } from "@pigeonhole/contract/device/frames";
import { err } from "@pigeonhole/domain/result";
import { unreachable } from "@pigeonhole/domain/unreachable";
import type { WebSocket } from "ws";
import type { Kiosk } from "./authenticate-kiosk.ts";
import type { JournalFacts } from "./facts/accept-facts.ts";
import {
  badFramesMax,
  bufferedDownBytesMax,
  factsInFlightMax,
  pingsUnansweredMax,
} from "./limits.ts";
import { readUpFrame } from "./read-up-frame.ts";

/**
 * One kiosk's connection: what it may say in which state, and how much it may have under way. It
 * decides nothing about parcels; it hands on and answers. A connection speaks for the locker whose
 * key it proved, and for no other.
 */
export type KioskConnection = {
  readonly kiosk: Kiosk;
  readonly connectionId: string;
  readonly connectedAt: Temporal.Instant;
  /** What the kiosk has; `null` until it was welcomed. */
  state(): ConnectionState | null;
  send(frame: DownFrame): void;
  close(code: number, reason: string): void;
  /** Sends a ping; ends a connection that left the former ones unanswered. */
  ping(): void;
};

export type ConnectionState = {
  readonly epoch: string;
  readonly accepted: boolean;
  grantsVersion: number;
  configVersion: number;
  isNew: boolean;
};

export type ConnectionPorts = {
  readonly welcome: (
    connection: KioskConnection,
    hello: HelloFrame,
  ) => Promise<Extract<DownFrame, { type: "welcome" }>>;
  readonly addFacts: (region: string, frame: JournalFacts) => Promise<number>;
  /** Whether more facts wait than may be kept in memory, and when there is room again. */
  readonly isCrowded: (region: string) => boolean;
  readonly whenRoomy: (region: string) => Promise<void>;
  readonly wantsSync: (connection: KioskConnection) => void;
  readonly heardStatus: (
    connection: KioskConnection,
    status: Extract<UpFrame, { type: "status" }>,
  ) => void;
  readonly heardReply: (
    connection: KioskConnection,
    reply: Extract<UpFrame, { type: "reply" }>,
  ) => void;
  readonly dropped: (reason: string) => void;
  /** A frame could not be worked on for a reason that is ours. */
  readonly failed: (connection: KioskConnection, error: unknown) => void;
};

export type ConnectionOptions = {
  readonly kiosk: Kiosk;
  readonly connectionId: string;
  readonly connectedAt: Temporal.Instant;
  readonly socket: WebSocket;
  readonly ports: ConnectionPorts;
};

export function openKioskConnection(options: ConnectionOptions): KioskConnection {
  const { kiosk, socket, ports } = options;
  const line = openLine(socket);
  let state: ConnectionState | null = null;
  let badFrames = 0;
  const connection: KioskConnection = {
    kiosk,
    connectionId: options.connectionId,
    connectedAt: options.connectedAt,
    state: () => state,
    ...line,
  };

  function drop(reason: string): void {
    ports.dropped(reason);
    badFrames += 1;
    if (badFrames >= badFramesMax) line.close(deviceCloseCodes.badFrame, "too many bad frames");
  }
  const takeFacts = factsTaker({ kiosk, socket, ports, send: line.send });
  const greet = greeter(connection, ports, (next) => {
    state = next;
  });

  async function act(frame: UpFrame): Promise<void> {
    if (frame.type === "hello") await greet(frame);
    else if (state === null) ports.dropped("before_welcome");
    else if (frame.type === "facts") {
      if (frame.epoch === state.epoch) await takeFacts(frame);
      else drop("other_epoch");
    } else if (!state.accepted) ports.dropped("quarantined");
    else actOnWish(connection, state, { frame, ports });
  }

  socket.on("message", (message, isBinary) => {
    const frame = isBinary ? binaryRefused : readUpFrame(message.toString());
    if (!frame.ok) drop(frame.error.type);
    else act(frame.value).catch((error: unknown) => ports.failed(connection, error));
  });
  return connection;
}

const binaryRefused = err({ type: "binary" });

type Line = Pick<KioskConnection, "send" | "close" | "ping">;

function openLine(socket: WebSocket): Line {
  let pingsUnanswered = 0;
  socket.on("pong", () => {
    pingsUnanswered = 0;
  });
  return {
    send(frame) {
      if (socket.readyState !== socket.OPEN) return;
      // A kiosk that reads nothing would make this process keep its frames without end.
      if (socket.bufferedAmount > bufferedDownBytesMax) socket.terminate();
      else socket.send(JSON.stringify(frame));
    },
    close: (code, reason) => socket.close(code, reason),
    ping() {
      // Nothing is read from a paused socket, its pongs neither.
      if (socket.isPaused) return;
      if (pingsUnanswered >= pingsUnansweredMax) socket.terminate();
      else if (socket.readyState === socket.OPEN) socket.ping();
      pingsUnanswered += 1;
    },
  };
}

/** A second hello begins anew, for instance with a new journal; one is answered at a time. */
function greeter(
  connection: KioskConnection,
  ports: ConnectionPorts,
  become: (state: ConnectionState) => void,
): (hello: HelloFrame) => Promise<void> {
  let greeting = false;
  return async (hello) => {
    if (greeting) {
      ports.dropped("hello_twice");
      return;
    }
    greeting = true;
    try {
      const welcome = await ports.welcome(connection, hello);
      const { epoch, grantsVersion, configVersion } = hello;
      become({ epoch, accepted: welcome.accepted, grantsVersion, configVersion, isNew: true });
      connection.send(welcome);
      ports.wantsSync(connection);
    } finally {
      greeting = false;
    }
  };
}

type FactsTaking = Pick<ConnectionOptions, "kiosk" | "socket" | "ports"> & Pick<Line, "send">;

/** Hands facts on and acknowledges them; reads no more while too many are under way. */
function factsTaker(taking: FactsTaking): (frame: FactsFrame) => Promise<void> {
  const { kiosk, socket, ports, send } = taking;
  let inFlight = 0;
  const isOverfull = () => inFlight > factsInFlightMax + factsPerFrameMax;
  const readOn = () => {
    if (socket.isPaused && !isOverfull()) socket.resume();
  };
  return async ({ epoch, facts }) => {
    inFlight += facts.length;
    const isCrowded = ports.isCrowded(kiosk.region);
    if (isCrowded || isOverfull()) socket.pause();
    if (isCrowded) void ports.whenRoomy(kiosk.region).then(readOn);
    const seq = await ports.addFacts(kiosk.region, { lockerId: kiosk.lockerId, epoch, facts });
    inFlight -= facts.length;
    send({ type: "ack", epoch, seq });
    if (!ports.isCrowded(kiosk.region)) readOn();
  };
}

function actOnWish(
  connection: KioskConnection,
  state: ConnectionState,
  asked: {
    readonly frame: Exclude<UpFrame, { type: "hello" | "facts" }>;
    readonly ports: ConnectionPorts;
  },
): void {
  const { frame, ports } = asked;
  switch (frame.type) {
    case "grants_wanted":
      state.grantsVersion = frame.haveVersion;
      ports.wantsSync(connection);
      break;
    case "status":
      ports.heardStatus(connection, frame);
      break;
    case "reply":
      ports.heardReply(connection, frame);
      break;
    default:
      unreachable(frame);
  }
}
