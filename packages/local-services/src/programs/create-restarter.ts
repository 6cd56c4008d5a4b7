/** A part of the installation that is started again when it ends by itself. */
export type RestartedPart = {
  readonly name: string;
  /** Resolves when the part runs again; its next end is told by `ended`. */
  start(): Promise<void>;
  /** One line for the person who watches the start command. */
  tell(line: string): void;
};

export type Restarter = {
  /** The part ended although nobody asked it to. */
  ended(how: string): void;
  /** Starts nothing from now on; resolves when no start is under way any more. */
  leave(): Promise<void>;
};

export type RestartClock = {
  /** Milliseconds of a clock that only runs forward. */
  nowMs(): number;
  /** Resolves after the time, or as soon as the signal is given. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
};

/** A crash of chance is over in a second; one that repeats must not keep the machine busy. */
export const RESTART_WAITS_MS = [1_000, 2_000, 5_000, 10_000, 30_000] as const;
const LONGEST_WAIT_MS = 30_000;

/** What ran this long is taken for sound, and waits for its next restart as after the first end. */
export const SOUND_AFTER_MS = 60_000;

/** Brings a part back with growing waits for as long as it takes. */
export function createRestarter(part: RestartedPart, clock: RestartClock = machine): Restarter {
  const leaving = new AbortController();
  let restarts = 0;
  let startedAtMs = clock.nowMs();
  let work = Promise.resolve();

  async function bringBack(how: string): Promise<void> {
    if (clock.nowMs() - startedAtMs >= SOUND_AFTER_MS) restarts = 0;
    let why: string | undefined = how;
    while (why !== undefined && !leaving.signal.aborted) {
      const waitMs = RESTART_WAITS_MS[restarts] ?? LONGEST_WAIT_MS;
      restarts += 1;
      part.tell(`${part.name} ended (${why}). It is started again in ${waitMs / 1_000} s.`);
      await clock.pause(waitMs, leaving.signal);
      if (!leaving.signal.aborted) why = await tryStart();
    }
  }

  /** Why it did not start; undefined when it did. */
  async function tryStart(): Promise<string | undefined> {
    startedAtMs = clock.nowMs();
    try {
      await part.start();
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  return {
    ended(how) {
      work = work.then(() => bringBack(how));
    },
    async leave() {
      leaving.abort();
      await work;
    },
  };
}

const machine: RestartClock = {
  nowMs: () => performance.now(),
  pause: (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const timer = setTimeout(resolve, ms);
      signal.addEventListener("abort", () => {
        clearTimeout(timer);
        resolve();
      });
    }),
};
