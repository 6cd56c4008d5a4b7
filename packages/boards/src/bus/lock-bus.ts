// One serial bus: requests wait in one line, one exchange at a time, silence between them.
//
// INVARIANT: the bytes of an exchange are written at most once. Nothing in this file repeats.
import { formatHex } from "../frames/hex.ts";
import { type Exchange, type ExchangeOutcome, notSent, type WireDeps } from "./exchange.ts";
import { watchLine } from "./line.ts";
import { createPortSupervisor, type PortState } from "./port-supervisor.ts";
import { sendOnce } from "./send-once.ts";

export interface LockBus {
  open(): Promise<void>;
  exchange<R>(exchange: Exchange<R>): Promise<ExchangeOutcome<R>>;
  close(): Promise<void>;
}

export interface LockBusDeps extends WireDeps {
  readonly random: () => number;
  readonly onPort: (state: PortState) => void;
}

/** Requests that may wait in line; a kiosk has at most one person and one poll per bus. */
export const QUEUE_MAX = 64;
/** A request older than this is not sent any more: nobody stands at that door now. */
export const QUEUE_WAIT_MAX_MS = 5000;
/** Silence kept after a reopened port, in which late bytes are thrown away. */
const RECOVERY_QUIET_MS = 30;

/** Reading a port starts with `open`. */
export function createBus(deps: LockBusDeps): LockBus {
  const line = watchLine(deps);
  const supervisor = createPortSupervisor({ ...deps, onState: deps.onPort });
  const replyAllowedAtMs = new Map<string, number>();
  let turn: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let isClosing = false;

  async function perform<R>(
    exchange: Exchange<R>,
    queuedAtMs: number,
  ): Promise<ExchangeOutcome<R>> {
    waiting -= 1;
    await line.untilFree(exchange.energises);
    if (deps.timers.nowMs() - queuedAtMs > QUEUE_WAIT_MAX_MS) return notSent("waited-too-long");
    if (isClosing || supervisor.state().port !== "open") return notSent("port-closed");
    const isDoubtful = isLateReplyPossible(exchange);
    if (isDoubtful && !exchange.energises) return notSent("resting");
    const outcome = await sendOnce(deps, line, exchange);
    return isDoubtful && outcome.type === "reply" ? { type: "sent" } : outcome;
  }

  /**
   * The answer to a request that timed out may still come, and then it would pass for the answer
   * to the same request sent again. So a status request is not sent meanwhile, and an unlock,
   * which somebody waits for, is sent but its acknowledgement proves nothing.
   */
  function isLateReplyPossible(exchange: Exchange<unknown>): boolean {
    const allowedAtMs = replyAllowedAtMs.get(keyOf(exchange));
    return allowedAtMs !== undefined && deps.timers.nowMs() < allowedAtMs;
  }

  async function recover(exchange: Exchange<unknown>): Promise<void> {
    replyAllowedAtMs.set(keyOf(exchange), line.sentAtMs() + deps.profile.lateReplyMaxMs);
    if (deps.profile.reopenAfterTimeout) await supervisor.reopen();
    line.keepQuietFor(RECOVERY_QUIET_MS);
  }

  return {
    open: () => supervisor.start(),
    exchange<R>(exchange: Exchange<R>): Promise<ExchangeOutcome<R>> {
      if (waiting >= QUEUE_MAX) return Promise.resolve(notSent("queue-full"));
      waiting += 1;
      const queuedAtMs = deps.timers.nowMs();
      const own = turn.then(() => perform(exchange, queuedAtMs));
      // The caller hears the outcome at once; the next in line waits until the bus is clean again.
      // A defect is the caller's to see and must not stop the line.
      turn = own.then(
        (outcome) => (isUnclean(outcome) ? recover(exchange) : undefined),
        () => recover(exchange),
      );
      return own;
    },
    async close() {
      isClosing = true;
      await turn;
      await supervisor.stop();
      line.stop();
    },
  };
}

function isUnclean(outcome: ExchangeOutcome<unknown>): boolean {
  return outcome.type === "silent" || outcome.type === "garbled";
}

function keyOf(exchange: Exchange<unknown>): string {
  return formatHex(exchange.request.bytes);
}
