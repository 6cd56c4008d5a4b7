import type { Deps } from "../../deps.ts";
import type { Timers } from "../../platform/timers.ts";
import {
  databaseRetryMs,
  factsPerTransactionMax,
  factsQueuedHigh,
  factsQueuedLow,
  groupCommitWindowMs,
} from "../limits.ts";
import { type JournalFacts, journalKey } from "./accept-facts.ts";

/**
 * Group commit of one region: the frames of many lockers go into one transaction at a time, and
 * while it runs the next one fills. A frame's promise is kept only when its transaction has
 * committed; while the database is away nothing is answered and the same batch is tried again.
 */
export type FactsPipeline = {
  /** The acknowledged sequence number of the frame's journal, after the commit. */
  add(frame: JournalFacts): Promise<number>;
  /** True while no further frames should be read from sockets. */
  isCrowded(): boolean;
  /** Resolves when there is room again. */
  whenRoomy(): Promise<void>;
  queuedFacts(): number;
  /** Lets the transaction under way end and drops what waits: it was never acknowledged. */
  stop(): Promise<void>;
};

export type FactsPipelineOptions = {
  readonly timers: Timers;
  readonly log: Deps["log"];
  /** Commits the frames; answers the acknowledged sequence number of each journal by its key. */
  readonly commit: (frames: readonly JournalFacts[]) => Promise<ReadonlyMap<string, number>>;
};

/** The server is stopping; the kiosk sends the facts again elsewhere. */
export class PipelineStoppedError extends Error {
  override readonly name = "PipelineStoppedError";
  readonly code = "device_link.stopping";
}

type Waiting = {
  readonly frame: JournalFacts;
  readonly resolve: (seq: number) => void;
  readonly reject: (error: Error) => void;
};

export function createFactsPipeline(options: FactsPipelineOptions): FactsPipeline {
  const { timers } = options;
  let queue: Waiting[] = [];
  let queuedFacts = 0;
  let working: Promise<void> | undefined;
  let stopped = false;
  let waitingForRoom: (() => void)[] = [];

  async function work(): Promise<void> {
    await pause(timers, groupCommitWindowMs);
    while (queue.length > 0 && !stopped) {
      const batch = takeBatch(queue);
      queue = queue.slice(batch.length);
      await commitUntilDone(options, batch, () => stopped);
      queuedFacts -= countFacts(batch);
      if (queuedFacts <= factsQueuedLow) letIn();
    }
    working = undefined;
  }

  function letIn(): void {
    const waiting = waitingForRoom;
    waitingForRoom = [];
    for (const resume of waiting) resume();
  }

  return {
    add(frame) {
      if (stopped) return Promise.reject(new PipelineStoppedError("the server is stopping"));
      return new Promise((resolve, reject) => {
        queue.push({ frame, resolve, reject });
        queuedFacts += frame.facts.length;
        working ??= work();
      });
    },
    isCrowded: () => queuedFacts > factsQueuedHigh,
    whenRoomy: () =>
      queuedFacts <= factsQueuedLow
        ? Promise.resolve()
        : new Promise((resolve) => waitingForRoom.push(resolve)),
    queuedFacts: () => queuedFacts,
    async stop() {
      stopped = true;
      await working;
      rejectAll(queue, new PipelineStoppedError("the server is stopping"));
      queue = [];
      letIn();
    },
  };
}

function takeBatch(queue: readonly Waiting[]): Waiting[] {
  let facts = 0;
  const end = queue.findIndex(({ frame }, index) => {
    facts += frame.facts.length;
    return index > 0 && facts > factsPerTransactionMax;
  });
  return end === -1 ? [...queue] : queue.slice(0, end);
}

function countFacts(batch: readonly Waiting[]): number {
  return batch.reduce((sum, { frame }) => sum + frame.facts.length, 0);
}

async function commitUntilDone(
  options: FactsPipelineOptions,
  batch: readonly Waiting[],
  isStopped: () => boolean,
): Promise<void> {
  const frames = batch.map(({ frame }) => frame);
  for (let tries = 0; ; tries += 1) {
    try {
      const acks = await options.commit(frames);
      for (const { frame, resolve } of batch) resolve(acks.get(journalKey(frame)) ?? 0);
      return;
    } catch (error) {
      options.log.warn({ error, tries, frames: frames.length }, "facts could not be committed yet");
      if (isStopped()) {
        rejectAll(batch, new PipelineStoppedError("the server is stopping", { cause: error }));
        return;
      }
    }
    await pause(options.timers, retryWaitMs(tries));
  }
}

function retryWaitMs(tries: number): number {
  return databaseRetryMs[Math.min(tries, databaseRetryMs.length - 1)] ?? 0;
}

function rejectAll(batch: readonly Waiting[], error: Error): void {
  for (const { reject } of batch) reject(error);
}

function pause(timers: Timers, ms: number): Promise<void> {
  return new Promise((resolve) => {
    timers.after(ms, resolve);
  });
}
