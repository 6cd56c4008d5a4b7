// One exchange: write, listen, judge.
//
// INVARIANT: the bytes are written at most once.
import { type Exchange, type ExchangeOutcome, notSent, type WireDeps, wireMs } from "./exchange.ts";
import type { Line } from "./line.ts";
import { createReceiveWindow } from "./receive-window.ts";

/** USB adapters hand bytes over up to 16 ms late, also their own echo. */
const ECHO_MARGIN_MS = 18;
/** Noise cannot make an exchange hold more than this. */
export const RECEIVED_BYTES_MAX = 512;

/** Writes once and listens until a frame has ended by silence, or until the time is up. */
export function sendOnce<R>(
  deps: WireDeps,
  line: Line,
  exchange: Exchange<R>,
): Promise<ExchangeOutcome<R>> {
  const { port, profile, timers } = deps;
  const judge = createJudge(deps, line, exchange);
  return new Promise((resolve) => {
    const undo: (() => void)[] = [];
    let cancelQuiet: (() => void) | undefined;
    let isTimeUp = false;

    function finish(outcome: ExchangeOutcome<R>): void {
      cancelQuiet?.();
      for (const step of undo) step();
      resolve(outcome);
    }

    function look(): void {
      const outcome = judge.outcome(isTimeUp);
      if (outcome !== undefined) finish(outcome);
    }

    undo.push(
      port.onClosed(() => finish({ type: "port-lost" })),
      port.onBytes((bytes) => {
        judge.hear(bytes);
        if (judge.isFlooded()) return look();
        cancelQuiet?.();
        cancelQuiet = timers.after(profile.frameQuietMs, () => {
          cancelQuiet = undefined;
          look();
        });
      }),
    );
    try {
      port.write(exchange.request.bytes);
    } catch (error) {
      return finish(notSent("port-closed", error));
    }
    line.noteSent(exchange);
    undo.push(
      timers.after(waitMsOf(deps, exchange), () => {
        isTimeUp = true;
        // A frame in the middle of its bytes may end; the limit of received bytes bounds it.
        if (cancelQuiet === undefined) look();
      }),
    );
  });
}

/** A board that never answers is given the time in which an echo could come back. */
function waitMsOf(deps: WireDeps, exchange: Exchange<unknown>): number {
  if (exchange.request.findReply) return exchange.replyTimeoutMs;
  return wireMs(deps.profile, exchange.request.bytes.length) + deps.profile.frameQuietMs;
}

interface Judge<R> {
  hear(bytes: Uint8Array): void;
  isFlooded(): boolean;
  /** Undefined while a valid answer may still come. */
  outcome(isTimeUp: boolean): ExchangeOutcome<R> | undefined;
}

function createJudge<R>(deps: WireDeps, line: Line, exchange: Exchange<R>): Judge<R> {
  const { bytes: request, findReply, replyMayEqualRequest } = exchange.request;
  const received = createReceiveWindow();
  const echoWindowMs = wireMs(deps.profile, request.length) + ECHO_MARGIN_MS;
  const isFlooded = () => received.size() > RECEIVED_BYTES_MAX;
  return {
    hear: (bytes) => received.add(bytes, deps.timers.nowMs()),
    isFlooded,
    outcome(isTimeUp) {
      const echoUntilMs = replyMayEqualRequest
        ? line.sentAtMs() + echoWindowMs
        : Number.POSITIVE_INFINITY;
      const rest = received.withoutEcho(request, echoUntilMs);
      const value = findReply?.(rest);
      if (value !== undefined) return { type: "reply", value };
      if (!isTimeUp && !isFlooded()) return undefined;
      if (findReply === undefined) return { type: "sent" };
      return { type: rest.length === 0 ? "silent" : "garbled" };
    },
  };
}
