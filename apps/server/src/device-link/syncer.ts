import type { Deps } from "../deps.ts";
import type { Timers } from "../platform/timers.ts";
import type { KioskConnection } from "./kiosk-connection.ts";
import { databaseRetryMs, gatherWindowMs, lockersPerSyncMax } from "./limits.ts";
import { sendGrants } from "./send-grants.ts";
import { type KioskKnows, type KioskLacks, readLacks } from "./sync-kiosks.ts";

/**
 * Brings connected kiosks of one region up to date. Lockers that have something new are gathered
 * for a moment and read together; one reading runs at a time, so that what a connection is known to
 * have is always what was sent to it last.
 */
export type Syncer = { request(connection: KioskConnection): void };

export type SyncerOptions = {
  readonly deps: Pick<Deps, "database" | "secrets" | "now" | "log"> & { readonly timers: Timers };
  readonly region: string;
};

/** Its locker's standing changed; by its next hello it learns the new one. */
const comeAgainCloseCode = 1012;

export function createSyncer(options: SyncerOptions): Syncer {
  const { deps, region } = options;
  let waiting = new Set<KioskConnection>();
  let busy = false;
  let failures = 0;

  function schedule(delayMs: number): void {
    busy = true;
    deps.timers.after(delayMs, () => void work());
  }

  async function work(): Promise<void> {
    const batch = [...waiting].slice(0, lockersPerSyncMax);
    for (const connection of batch) waiting.delete(connection);
    try {
      await syncAll(options, batch);
      failures = 0;
    } catch (error) {
      deps.log.warn({ error, region }, "kiosks could not be brought up to date yet");
      waiting = new Set([...batch, ...waiting]);
      failures += 1;
    }
    busy = false;
    if (waiting.size > 0) schedule(waitMs(failures));
  }

  return {
    request(connection) {
      waiting.add(connection);
      if (!busy) schedule(gatherWindowMs);
    },
  };
}

function waitMs(failures: number): number {
  if (failures === 0) return 0;
  return databaseRetryMs[Math.min(failures, databaseRetryMs.length) - 1] ?? 0;
}

async function syncAll(
  { deps, region }: SyncerOptions,
  connections: readonly KioskConnection[],
): Promise<void> {
  const knows = connections.flatMap(knowledgeOf);
  if (knows.length === 0) return;
  const lacks = await readLacks(deps, region, knows);
  for (const connection of connections) {
    const lack = lacks.get(connection.kiosk.lockerId);
    if (lack !== undefined) bringUpToDate(connection, lack);
  }
}

function knowledgeOf(connection: KioskConnection): KioskKnows[] {
  const state = connection.state();
  if (state === null) return [];
  const { lockerId, publicKey } = connection.kiosk;
  const { accepted, grantsVersion, configVersion, isNew } = state;
  return [{ lockerId, publicKey, accepted, grantsVersion, configVersion, isNew }];
}

function bringUpToDate(connection: KioskConnection, lack: KioskLacks): void {
  const state = connection.state();
  if (state === null) return;
  if (lack.mustReconnect) {
    connection.close(comeAgainCloseCode, "come again");
    return;
  }
  if (lack.config !== null) {
    connection.send(lack.config);
    state.configVersion = lack.config.version;
  }
  if (lack.grants !== null) {
    sendGrants(connection, lack.grants);
    state.grantsVersion = lack.grants.version;
  }
  for (const command of lack.commands) connection.send(command);
  state.isNew = false;
}
