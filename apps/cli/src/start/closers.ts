/** The start was broken off on a person's wish; nothing further may be started. */
export class StartBrokenOffError extends Error {
  override readonly name = "StartBrokenOffError";
  readonly code = "start_broken_off";
}

/**
 * What has been started and has to be stopped again, the last first. A part is known here before
 * its start is through: whoever stops in the middle waits for that start and then ends what came
 * of it, so that nothing comes up behind one's back.
 */
export type Closers = {
  /** Starts a part whose end belongs to the end of everything. */
  open<Part>(start: () => Promise<Part>, close: (part: Part) => Promise<void>): Promise<Part>;
  isClosing(): boolean;
  /** Ends everything, also when one part fails to end; a second call waits for the first. */
  closeAll(): Promise<void>;
};

export function createClosers(): Closers {
  const closers: (() => Promise<void>)[] = [];
  let closing: Promise<void> | undefined;

  async function closeEach(): Promise<void> {
    const failures: unknown[] = [];
    for (const close of closers.splice(0).reverse()) {
      await close().catch((error: unknown) => failures.push(error));
    }
    if (failures.length === 1) throw failures[0];
    if (failures.length > 1) throw new AggregateError(failures, "Some parts did not stop.");
  }

  return {
    open(start, close) {
      if (closing !== undefined) {
        return Promise.reject(new StartBrokenOffError("The start was broken off."));
      }
      const started = start();
      closers.push(() =>
        // A start that failed has nothing to end; its error reaches whoever asked for the start.
        started.then(close, () => undefined),
      );
      return started;
    },
    isClosing: () => closing !== undefined,
    closeAll() {
      closing ??= closeEach();
      return closing;
    },
  };
}
