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
const lookEveryMs = pingEveryMs / 2;

type Connection = {
  readonly socket: DeviceSocket;
  receiver: FrameReceiver | undefined;
  heardAtMs: number;
  readonly openedAtMs: number;
};

/** What changes while a link lives. */
type Link = CloudLinkDeps & {
  connection: Connection | undefined;
  /** Numbers the attempts, so that a late word of an old socket is not taken for the new one's. */
  attempt: number;
  failures: number;
  isRunning: boolean;
  /** How far the server's clock is ahead of ours, as a refused connection told it. */
  serverAheadMs: number;
  statusDueMs: number;
  cancelRetry: () => void;
  cancelLook: () => void;
  cancelStatus: () => void;
};

export function createCloudLink(deps: CloudLinkDeps): CloudLink {
  const link: Link = {
    ...deps,
    connection: undefined,
    attempt: 0,
    failures: 0,
    isRunning: false,
    serverAheadMs: 0,
    statusDueMs: 0,
    cancelRetry: () => {},
    cancelLook: () => {},
    cancelStatus: () => {},
  };
  return {
    start() {
      link.isRunning = true;
      startConnecting(link);
      lookAfter(link);
      tellStatus(link, statusEveryMs);
    },
    stop() {
      link.isRunning = false;
      link.attempt += 1;
      link.cancelRetry();
      link.cancelLook();
      link.cancelStatus();
      link.connection?.socket.close();
      link.connection = undefined;
    },
    isOnline: () => isWelcome(link),
    nudge() {
      if (!isWelcome(link)) return;
      link.connection?.receiver?.pushFacts();
      if (link.statusDueMs > link.timers.nowMs() + statusSoonMs) tellStatus(link, statusSoonMs);
    },
  };
}

/** Doubles up to a minute; half of it is chance, so that a thousand lockers do not come at once. */
export function waitBeforeReconnect(failures: number, random: number): number {
  const fullMs = Math.min(reconnectMaxMs, reconnectMinMs * 2 ** Math.min(failures - 1, 10));
  return Math.round(fullMs / 2 + (fullMs / 2) * random);
}

function isWelcome(link: Link): boolean {
  return link.connection?.receiver?.isWelcome() === true;
}

function send(link: Link, frame: UpFrame): void {
  link.connection?.socket.send(JSON.stringify(frame));
}

function startConnecting(link: Link): void {
  connect(link).catch((error: unknown) => {
    link.log.error({ error }, "the connection could not be tried");
    dropped(link, "defect");
  });
}

async function connect(link: Link): Promise<void> {
  link.attempt += 1;
  const mine = link.attempt;
  const token = await link.signToken(link.now().add({ milliseconds: link.serverAheadMs }));
  if (!link.isRunning || mine !== link.attempt) return;
  const heard = () => {
    if (mine === link.attempt && link.connection !== undefined) {
      link.connection.heardAtMs = link.timers.nowMs();
    }
  };
  const socket = link.openSocket(token, {
    opened: () => guard(link, mine, () => hello(link)),
    message: (text) => {
      heard();
      guard(link, mine, () => link.connection?.receiver?.receive(text));
    },
    alive: heard,
    closed: ({ reason, serverDate }) => {
      if (mine === link.attempt) dropped(link, reason, serverDate);
    },
  });
  const nowMs = link.timers.nowMs();
  link.connection = { socket, receiver: undefined, heardAtMs: nowMs, openedAtMs: nowMs };
}

/**
 * The edge of the link: whatever a frame brings about, the doors go on. A full disk or a defect ends
 * the connection, and the cloud sends again what was not acknowledged.
 */
function guard(link: Link, mine: number, work: () => void): void {
  if (mine !== link.attempt) return;
  try {
    work();
  } catch (error) {
    link.log.error({ error }, "a frame could not be acted on");
    hangUp(link, error instanceof JournalWriteError ? "journal" : "defect");
  }
}

function hello(link: Link): void {
  if (link.connection === undefined) return;
  const { journal } = link;
  journal.grants.dropStaged();
  link.connection.receiver = createFrameReceiver({
    ...link,
    send: (frame) => send(link, frame),
    helloSentAtMs: link.timers.nowMs(),
    welcomed: () => {
      link.failures = 0;
      link.log.info({}, "the cloud says welcome");
      link.changed();
    },
  });
  send(link, {
    type: "hello",
    epoch: journal.epoch,
    lastSeq: journal.facts.lastSeq(),
    grantsVersion: journal.grants.version(),
    configVersion: link.configVersion(),
    firmware: link.version,
    bootReason: link.bootReason,
  });
}

function dropped(link: Link, reason: string, serverDate?: Temporal.Instant): void {
  const wasWelcome = isWelcome(link);
  link.connection = undefined;
  link.attempt += 1;
  // Only for the token: a wrong clock must not keep the kiosk out for ever.
  if (serverDate !== undefined) {
    link.serverAheadMs = serverDate.epochMilliseconds - link.now().epochMilliseconds;
  }
  if (!link.isRunning) return;
  link.failures += 1;
  const waitMs = waitBeforeReconnect(link.failures, link.random());
  link.log.warn({ reason, waitMs }, "no connection to the cloud");
  link.cancelRetry();
  link.cancelRetry = link.timers.after(waitMs, () => startConnecting(link));
  if (wasWelcome) link.changed();
}

function hangUp(link: Link, reason: string): void {
  const socket = link.connection?.socket;
  dropped(link, reason);
  socket?.close();
}

function lookAfter(link: Link): void {
  link.cancelLook = link.timers.after(lookEveryMs, () => lookAfter(link));
  link.dropped.flush();
  const { connection } = link;
  if (connection === undefined) return;
  const silentMs = link.timers.nowMs() - connection.heardAtMs;
  const waitedMs = link.timers.nowMs() - connection.openedAtMs;
  if (silentMs >= silenceMaxMs) hangUp(link, "silent");
  else if (!isWelcome(link) && waitedMs >= welcomeWaitMs) hangUp(link, "no welcome");
  else if (silentMs >= lookEveryMs) connection.socket.ping();
}

function tellStatus(link: Link, afterMs: number): void {
  link.cancelStatus();
  link.statusDueMs = link.timers.nowMs() + afterMs;
  link.cancelStatus = link.timers.after(afterMs, () => {
    if (isWelcome(link)) send(link, link.status());
    tellStatus(link, statusEveryMs);
  });
}
