import type { Timers } from "../platform/timers.ts";

/**
 * Turns many single questions into few set-based ones: whatever is asked within a short window, or
 * while the former batch is under way, is answered together. One batch runs at a time.
 */
export type Gatherer<Question, Answer> = {
  ask(question: Question): Promise<Answer>;
};

/** More waits than may be kept in memory; whoever asked comes again later. */
export class GatherQueueFullError extends Error {
  override readonly name = "GatherQueueFullError";
  readonly code = "device_link.queue_full";
}

type Waiting<Question, Answer> = {
  readonly question: Question;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
};

export type GathererOptions<Question, Answer> = {
  readonly timers: Timers;
  readonly windowMs: number;
  /** Questions of one batch. */
  readonly batchMax: number;
  /** Questions that wait for a batch. */
  readonly queueMax: number;
  /** Answers in the order of the questions. */
  readonly run: (questions: readonly Question[]) => Promise<readonly Answer[]>;
};

export function createGatherer<Question, Answer>(
  options: GathererOptions<Question, Answer>,
): Gatherer<Question, Answer> {
  const { timers, windowMs, batchMax, queueMax, run } = options;
  let waiting: Waiting<Question, Answer>[] = [];
  let busy = false;

  async function work(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, batchMax);
      waiting = waiting.slice(batchMax);
      await answerBatch(batch, run);
    }
    busy = false;
  }

  return {
    ask(question) {
      if (waiting.length >= queueMax) {
        return Promise.reject(new GatherQueueFullError(`${queueMax} questions wait already`));
      }
      return new Promise<Answer>((resolve, reject) => {
        waiting.push({ question, resolve, reject });
        if (busy) return;
        busy = true;
        timers.after(windowMs, () => void work());
      });
    },
  };
}

async function answerBatch<Question, Answer>(
  batch: readonly Waiting<Question, Answer>[],
  run: (questions: readonly Question[]) => Promise<readonly Answer[]>,
): Promise<void> {
  try {
    const answers = await run(batch.map(({ question }) => question));
    batch.forEach(({ resolve }, index) => {
      resolve(answers[index] as Answer);
    });
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}
