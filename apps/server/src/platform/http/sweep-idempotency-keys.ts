import type { Deps } from "../../deps.ts";
import type { Timers } from "../timers.ts";
import { purgeIdempotencyKeys } from "./idempotency.ts";
import { errorFields } from "./redact.ts";

const everyMs = 600_000;

/** Removes kept answers after their 48 hours. */
export function createIdempotencySweep(
  deps: Pick<Deps, "database" | "now" | "log"> & { readonly timers: Timers },
): { start: () => void; stop: () => Promise<void> } {
  let cancel = () => {};
  let running: Promise<void> = Promise.resolve();
  return {
    start() {
      cancel = deps.timers.every(everyMs, () => {
        running = running.then(() => purge(deps));
      });
    },
    async stop() {
      cancel();
      await running;
    },
  };
}

async function purge(deps: Pick<Deps, "database" | "now" | "log">): Promise<void> {
  try {
    await purgeIdempotencyKeys(deps);
  } catch (error) {
    deps.log.warn(errorFields(error), "kept answers could not be purged; tried again later");
  }
}
