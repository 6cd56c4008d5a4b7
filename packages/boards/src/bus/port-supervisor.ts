// Keeps a port open: after a loss it opens it again, with growing waits that differ from bus to
// bus, so that ten kiosks behind one gateway do not knock in step after a power cut.
import type { BusPort } from "../ports/bus-port.ts";
import type { Timers } from "../timing/timers.ts";

/** First wait after a failed attempt; each further one is twice as long, up to the maximum. */
export const REOPEN_WAIT_FIRST_MS = 200;
/** A gateway that comes back is used again within this time. */
export const REOPEN_WAIT_MAX_MS = 10_000;

/** State of the port as the supervisor knows it. */
export interface PortState {
  readonly port: "closed" | "opening" | "open";
  readonly problem: string | undefined;
}

export interface PortSupervisor {
  /** Resolves after the first attempt; never rejects. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Closes and opens once, to be rid of bytes under way. A failure turns into further attempts. */
  reopen(): Promise<void>;
  state(): PortState;
}

export interface PortSupervisorDeps {
  readonly port: BusPort;
  readonly timers: Timers;
  /** A number from 0 to below 1. */
  readonly random: () => number;
  readonly onState: (state: PortState) => void;
}

export function createPortSupervisor(deps: PortSupervisorDeps): PortSupervisor {
  const { port, timers } = deps;
  let isWanted = false;
  let state: PortState = { port: "closed", problem: undefined };
  let failures = 0;
  let cancelWait = () => {};

  function enter(next: PortState): void {
    const isChanged = next.port !== state.port || next.problem !== state.problem;
    state = next;
    if (isChanged) deps.onState(next);
  }

  async function attempt(): Promise<void> {
    cancelWait();
    if (!isWanted) return;
    enter({ port: "opening", problem: state.problem });
    try {
      await port.open();
    } catch (error) {
      failWith(error instanceof Error ? error.message : String(error));
      return;
    }
    if (!isWanted) return port.close();
    failures = 0;
    enter({ port: "open", problem: undefined });
  }

  function failWith(problem: string): void {
    enter({ port: "closed", problem });
    if (!isWanted) return;
    const longestMs = Math.min(REOPEN_WAIT_MAX_MS, REOPEN_WAIT_FIRST_MS * 2 ** failures);
    failures = Math.min(failures + 1, 30);
    cancelWait = timers.after(longestMs * (0.5 + deps.random() / 2), () => void attempt());
  }

  port.onClosed((reason) => failWith(reason));

  return {
    async start() {
      if (isWanted) return;
      isWanted = true;
      await attempt();
    },
    async stop() {
      isWanted = false;
      cancelWait();
      await port.close();
      enter({ port: "closed", problem: undefined });
    },
    async reopen() {
      if (!isWanted || state.port !== "open") return;
      await port.close();
      await attempt();
    },
    state: () => state,
  };
}
