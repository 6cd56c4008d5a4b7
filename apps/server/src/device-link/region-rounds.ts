import type { Deps } from "../deps.ts";
import type { Timers } from "../platform/timers.ts";

/**
 * Work that is done again and again in every region: at once when nudged, and now and then for what
 * no nudge told of. Two rounds never overlap; a region that fails does not keep the others waiting.
 */
export type RegionRounds = {
  start(): void;
  /** Begins a round now, or right after the one under way. */
  nudge(): void;
  /** Lets the round under way end; none begins after. */
  stop(): Promise<void>;
};

export type RegionRoundsOptions = {
  readonly deps: Pick<Deps, "database" | "log"> & { readonly timers: Timers };
  /** For the log. */
  readonly name: string;
  readonly everySeconds: number;
  readonly run: (region: string) => Promise<void>;
};

export function createRegionRounds(options: RegionRoundsOptions): RegionRounds {
  const { deps, name, everySeconds, run } = options;
  let wanted = false;
  let stopped = false;
  let round: Promise<void> | undefined;
  let cancel = () => {};

  async function goRound(): Promise<void> {
    while (wanted && !stopped) {
      wanted = false;
      try {
        for (const region of await readRegions(deps)) await runSafely(region);
      } catch (error) {
        deps.log.warn({ error, work: name }, "a round could not begin");
      }
    }
    round = undefined;
  }

  async function runSafely(region: string): Promise<void> {
    if (stopped) return;
    try {
      await run(region);
    } catch (error) {
      deps.log.warn({ error, work: name, region }, "a round failed in one region");
    }
  }

  function nudge(): void {
    wanted = true;
    if (!stopped) round ??= goRound();
  }

  return {
    nudge,
    start() {
      cancel = deps.timers.every(everySeconds * 1_000, nudge);
      nudge();
    },
    async stop() {
      stopped = true;
      cancel();
      await round;
    },
  };
}

async function readRegions(deps: Pick<Deps, "database">): Promise<string[]> {
  const rows = await deps.database.network((tx) =>
    tx.query<{ code: string }>("select code from regions order by code"),
  );
  return rows.map((row) => row.code);
}
