import type { HelloFrame, WelcomeFrame } from "@pigeonhole/contract/device/frames";
import type { Deps } from "../deps.ts";
import { recordContacts } from "../lockers/status.ts";
import type { Tx } from "../platform/postgres/database.ts";
import { type Journal, journalKey } from "./facts/accept-facts.ts";
import { insertHeads, readHeadSeqs } from "./facts/fact-store.ts";
import { factsInFlightMax } from "./limits.ts";

/** Heard by every process: locker id, connection id and its epoch milliseconds; older ones end. */
export const kioskChannel = "pigeonhole_kiosk";

export type Greeting = {
  readonly lockerId: string;
  readonly connectionId: string;
  readonly connectedAt: Temporal.Instant;
  readonly hello: HelloFrame;
};

/**
 * Greets many kiosks in one transaction with a fixed number of statements, so that a whole network
 * may come back at once. What a kiosk says of itself is noted; what it may do is read.
 */
export async function welcomeKiosks(
  deps: Pick<Deps, "database" | "now">,
  region: string,
  greetings: readonly Greeting[],
): Promise<WelcomeFrame[]> {
  const now = deps.now();
  const journals = greetings.map(journalOf);
  return deps.database.region(region, async (tx) => {
    await insertHeads(tx, journals, now);
    const seqs = await readHeadSeqs(tx, journals);
    const standings = await readStandings(tx, greetings);
    await recordContacts(tx, newestByLocker(greetings), now);
    await recordGreetings(tx, newestByLocker(greetings));
    await tx.query("select pg_notify($1, told) from unnest($2::text[]) as n (told)", [
      kioskChannel,
      greetings.map(
        ({ lockerId, connectionId, connectedAt }) =>
          `${lockerId} ${connectionId} ${connectedAt.epochMilliseconds}`,
      ),
    ]);
    return greetings.map((greeting) => {
      const standing = standings.get(greeting.lockerId);
      return {
        type: "welcome",
        accepted: standing?.accepted ?? false,
        ackedSeq: seqs.get(journalKey(journalOf(greeting))) ?? 0,
        serverTime: now.toString(),
        configVersion: standing?.configVersion ?? 0,
        grantsVersion: standing?.grantsVersion ?? 0,
        factsInFlightMax,
      };
    });
  });
}

function journalOf({ lockerId, hello }: Greeting): Journal {
  return { lockerId, epoch: hello.epoch };
}

function newestByLocker(greetings: readonly Greeting[]): Greeting[] {
  return [...new Map(greetings.map((one) => [one.lockerId, one])).values()];
}

type Standing = {
  readonly accepted: boolean;
  readonly configVersion: number;
  readonly grantsVersion: number;
};

/** A locker that is still being installed is quarantined until the operator lets it serve. */
async function readStandings(
  tx: Tx,
  greetings: readonly Greeting[],
): Promise<Map<string, Standing>> {
  const rows = await tx.query<{
    id: string;
    accepted: boolean;
    config_version: number;
    grants_version: number;
  }>(
    `select l.id, l.state <> 'installing' as accepted, l.config_version,
            coalesce(list.version, 0) as grants_version
       from network.lockers l left join locker_lists list on list.locker_id = l.id
      where l.id = any($1)`,
    [greetings.map(({ lockerId }) => lockerId)],
  );
  return new Map(
    rows.map((row) => [
      row.id,
      {
        accepted: row.accepted,
        configVersion: row.config_version,
        grantsVersion: row.grants_version,
      },
    ]),
  );
}

async function recordGreetings(tx: Tx, greetings: readonly Greeting[]): Promise<void> {
  await tx.query(
    `update locker_status s
        set firmware = n.firmware, grants_version = n.grants_version,
            config_version = n.config_version
       from unnest($1::text[], $2::text[], $3::bigint[], $4::integer[])
            as n (locker_id, firmware, grants_version, config_version)
      where s.locker_id = n.locker_id`,
    [
      greetings.map(({ lockerId }) => lockerId),
      greetings.map(({ hello }) => hello.firmware),
      greetings.map(({ hello }) => hello.grantsVersion),
      greetings.map(({ hello }) => hello.configVersion),
    ],
  );
}
