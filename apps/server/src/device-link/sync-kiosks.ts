import type { CommandFrame, ConfigFrame } from "@pigeonhole/contract/device/frames";
import type { Deps } from "../deps.ts";
import { takeCommands } from "../lockers/commands.ts";
import { type ListChanges, readListChanges, type WantedList } from "../lockers/grant-list.ts";
import type { Tx } from "../platform/postgres/database.ts";
import { readKioskConfigs } from "./kiosk-configs.ts";

/**
 * What connected kiosks lack: configuration, changes of their grant lists, commands. Read for many
 * at once from what each is known to have.
 */
export type KioskKnows = {
  readonly lockerId: string;
  readonly publicKey: string;
  readonly accepted: boolean;
  readonly grantsVersion: number;
  readonly configVersion: number;
  /** The connection is new: commands that were sent before may not have arrived. */
  readonly isNew: boolean;
};

export type KioskLacks = {
  /** The kiosk was enrolled anew or its standing changed: it has to connect again. */
  readonly mustReconnect: boolean;
  readonly config: ConfigFrame | null;
  readonly grants: ({ readonly base: number; readonly version: number } & ListChanges) | null;
  readonly commands: readonly CommandFrame[];
};

type Standing = {
  readonly id: string;
  readonly accepted: boolean;
  readonly public_key: string | null;
  readonly tag_key_sealed: Uint8Array | null;
  readonly config_version: number;
  readonly grants_version: number;
};

export async function readLacks(
  deps: Pick<Deps, "database" | "secrets" | "now">,
  region: string,
  kiosks: readonly KioskKnows[],
): Promise<Map<string, KioskLacks>> {
  return deps.database.region(region, async (tx) => {
    const standings = await readStandings(tx, kiosks);
    const served = kiosks.filter(
      (kiosk) => kiosk.accepted && isUnchanged(kiosk, standings.get(kiosk.lockerId)),
    );
    const configs = await readKioskConfigs(
      tx,
      served
        .filter((kiosk) => kiosk.configVersion !== standings.get(kiosk.lockerId)?.config_version)
        .map(({ lockerId }) => lockerId),
    );
    const wanted = served.flatMap((kiosk) =>
      wantedList(deps, kiosk, standings.get(kiosk.lockerId)),
    );
    const changes = wanted.length === 0 ? new Map() : await readListChanges(tx, deps, wanted);
    const commands = await readCommands(tx, served, deps.now());
    return new Map(
      kiosks.map((kiosk): [string, KioskLacks] => {
        const { lockerId } = kiosk;
        const base = wanted.find((list) => list.lockerId === lockerId)?.base;
        const version = Math.max(standings.get(lockerId)?.grants_version ?? 0, 1);
        const change = changes.get(lockerId);
        return [
          lockerId,
          {
            mustReconnect: !isUnchanged(kiosk, standings.get(lockerId)),
            config: configs.get(lockerId) ?? null,
            grants:
              base === undefined || change === undefined ? null : { base, version, ...change },
            commands: commands.get(lockerId) ?? [],
          },
        ];
      }),
    );
  });
}

async function readStandings(
  tx: Tx,
  kiosks: readonly KioskKnows[],
): Promise<Map<string, Standing>> {
  const rows = await tx.query<Standing>(
    `select l.id, l.state <> 'installing' as accepted, l.public_key, l.tag_key_sealed,
            l.config_version, coalesce(list.version, 0) as grants_version
       from network.lockers l left join locker_lists list on list.locker_id = l.id
      where l.id = any($1)`,
    [kiosks.map(({ lockerId }) => lockerId)],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

function isUnchanged(kiosk: KioskKnows, standing: Standing | undefined): standing is Standing {
  return standing?.public_key === kiosk.publicKey && standing.accepted === kiosk.accepted;
}

/** A kiosk whose list is ahead of ours has one of another life of this database: it starts anew. */
function wantedList(
  deps: Pick<Deps, "secrets">,
  kiosk: KioskKnows,
  standing: Standing | undefined,
): WantedList[] {
  if (standing === undefined || standing.tag_key_sealed === null) return [];
  if (kiosk.grantsVersion === standing.grants_version) return [];
  const isAhead = kiosk.grantsVersion > standing.grants_version;
  return [
    {
      lockerId: kiosk.lockerId,
      base: isAhead ? 0 : kiosk.grantsVersion,
      tagKey: deps.secrets.open(standing.tag_key_sealed),
    },
  ];
}

function readCommands(
  tx: Tx,
  served: readonly KioskKnows[],
  now: Temporal.Instant,
): Promise<Map<string, CommandFrame[]>> {
  const all = served.map(({ lockerId }) => lockerId);
  const again = served.filter(({ isNew }) => isNew).map(({ lockerId }) => lockerId);
  return takeCommands(tx, { all, again }, now);
}
