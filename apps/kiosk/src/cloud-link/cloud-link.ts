// Keeps one connection to the cloud: hello, facts up, wishes down, reconnects that grow and scatter.
// The kiosk works the same whether this succeeds or not.
import type { UpFrame } from "@pigeonhole/contract/device/frames";
import { JournalWriteError } from "../journal/journal-failure.ts";
import type { DeviceSocket } from "./device-socket.ts";
import type { CloudLinkDeps } from "./link-deps.ts";
import { createFrameReceiver, type FrameReceiver } from "./receive-frame.ts";

export type CloudLink = {
  start(): void;
  stop(): void;
  isOnline(): boolean;
  /** Sends new facts, and the status soon. */
  nudge(): void;
};

export const statusEveryMs = 30_000;
/** Changes come in bursts; one status tells them all. */
export const statusSoonMs = 500;
export const welcomeWaitMs = 15_000;
export const pingEveryMs = 20_000;
/** Without any sign of life for this long the connection is dead, whatever the socket says. */
export const silenceMaxMs = 50_000;
export const reconnectMinMs = 1_000;
export const reconnectMaxMs = 60_000;

type Connection = {
  readonly socket: DeviceSocket;
  receiver: FrameReceiver | undefined;
  heardAtMs: number;
  readonly openedAtMs: number;
};

export function createCloudLink(deps: CloudLinkDeps): CloudLink {
  const { timers, log } = deps;
  let connection: Connection | undefined;
  let cancelRetry: (() => void) | undefined;
  let cancelTick: (() => void) | undefined;
  let cancelStatus: (() => void) | undefined;
  let statusDueMs = 0;
  let failures = 0;
  let isRunning = false;
  let serverAheadMs = 0;
  let attempt = 0;

  const isWelcome = () => connection?.receiver?.isWelcome() === true;

  function send(frame: UpFrame): void {
    connection?.socket.send(JSON.stringify(frame));
  }

  async function connect(): Promise<void> {
    attempt += 1;
    const mine = attempt;
    const token = await deps.signToken(deps.now().add({ milliseconds: serverAheadMs }));
    if (!isRunning || mine !== attempt) return;
    const socket = deps.openSocket(token, {
      opened: () => guard(mine, hello),
      message: (text) =>
        guard(mine, () => {
          if (connection !== undefined) connection.heardAtMs = timers.nowMs();
          connection?.receiver?.receive(text);
        }),
      alive: () => {
        if (mine === attempt && connection !== undefined) connection.heardAtMs = timers.nowMs();
      },
      closed: ({ reason, serverDate }) => {
        if (mine === attempt) dropped(reason, serverDate);
      },
    });
    const nowMs = timers.nowMs();
    connection = { socket, receiver: undefined, heardAtMs: nowMs, openedAtMs: nowMs };
  }

  /**
   * The edge of the link: whatever a frame brings about, the doors go on. A full disk or a defect ends
   * the connection, and the cloud sends again what was not acknowledged.
   */
  function guard(mine: number, work: () => void): void {
    if (mine !== attempt) return;
    try {
      work();
    } catch (error) {
      log.error({ error }, "a frame could not be acted on");
      hangUp(error instanceof JournalWriteError ? "journal" : "defect");
    }
  }

  function hello(): void {
    if (connection === undefined) return;
    const { journal } = deps;
    journal.grants.dropStaged();
    connection.receiver = createFrameReceiver({
      ...deps,
      send,
      helloSentAtMs: timers.nowMs(),
      welcomed: () => {
        failures = 0;
        log.info({}, "the cloud says welcome");
        deps.changed();
      },
    });
    send({
      type: "hello",
      epoch: journal.epoch,
      lastSeq: journal.facts.lastSeq(),
      grantsVersion: journal.grants.version(),
      configVersion: deps.configVersion(),
      firmware: deps.version,
      bootReason: deps.bootReason,
    });
  }

  function dropped(reason: string, serverDate?: Temporal.Instant): void {
    const wasWelcome = isWelcome();
    connection = undefined;
    attempt += 1;
    // Only for the token: a wrong clock must not keep the kiosk out for ever.
    if (serverDate !== undefined) {
      serverAheadMs = serverDate.epochMilliseconds - deps.now().epochMilliseconds;
    }
    if (!isRunning) return;
    failures += 1;
    const waitMs = waitBeforeReconnect(failures, deps.random());
    log.warn({ reason, waitMs }, "no connection to the cloud");
    cancelRetry?.();
    cancelRetry = timers.after(waitMs, startConnecting);
    if (wasWelcome) deps.changed();
  }

  function hangUp(reason: string): void {
    const socket = connection?.socket;
    dropped(reason);
    socket?.close();
  }

  function startConnecting(): void {
    connect().catch((error: unknown) => {
      log.error({ error }, "the connection could not be tried");
      dropped("defect");
    });
  }

  function tick(): void {
    cancelTick = timers.after(pingEveryMs / 2, tick);
    deps.dropped.flush();
    if (connection === undefined) return;
    const silentMs = timers.nowMs() - connection.heardAtMs;
    const waitedMs = timers.nowMs() - connection.openedAtMs;
    if (silentMs >= silenceMaxMs) {
      hangUp("silent");
      return;
    }
    if (!isWelcome() && waitedMs >= welcomeWaitMs) {
      hangUp("no welcome");
      return;
    }
    if (silentMs >= pingEveryMs / 2) connection.socket.ping();
  }

  function tellStatus(afterMs: number): void {
    cancelStatus?.();
    statusDueMs = timers.nowMs() + afterMs;
    cancelStatus = timers.after(afterMs, () => {
      if (isWelcome()) send(deps.status());
      tellStatus(statusEveryMs);
    });
  }

  return {
    start() {
      isRunning = true;
      startConnecting();
      tick();
      tellStatus(statusEveryMs);
    },
    stop() {
      isRunning = false;
      attempt += 1;
      cancelRetry?.();
      cancelTick?.();
      cancelStatus?.();
      connection?.socket.close();
      connection = undefined;
    },
    isOnline: isWelcome,
    nudge() {
      if (!isWelcome()) return;
      connection?.receiver?.pushFacts();
      if (statusDueMs > timers.nowMs() + statusSoonMs) tellStatus(statusSoonMs);
    },
  };
}

/** Doubles up to a minute; half of it is chance, so that a thousand lockers do not come at once. */
export function waitBeforeReconnect(failures: number, random: number): number {
  const fullMs = Math.min(reconnectMaxMs, reconnectMinMs * 2 ** Math.min(failures - 1, 10));
  return Math.round(fullMs / 2 + (fullMs / 2) * random);
}
