import type { StatusFrame } from "@pigeonhole/contract/device/frames";
import type { Tx } from "../platform/postgres/database.ts";

/**
 * What the network last heard of its lockers. A connection that breaks and returns within
 * `offlineAfterSeconds` never shows, and a locker that was offline shows as online only after a
 * steady while: so a flapping mobile link does not make the state flap.
 */
export const offlineAfterSeconds = 90;
export const onlineSteadySeconds = 30;

export type HeardStatus = { readonly lockerId: string; readonly status: StatusFrame };

/** Keeps the newest heartbeat of each locker. */
export async function recordStatuses(
  tx: Tx,
  heard: readonly HeardStatus[],
  now: Temporal.Instant,
): Promise<void> {
  const newest = [...new Map(heard.map((one) => [one.lockerId, one])).values()];
  await tx.query(
    `insert into locker_status as known
       (locker_id, last_seen_at, serving, reason, doors, grants_version, config_version)
     select locker_id, $2::timestamptz, serving, reason, doors, grants_version, config_version
       from json_to_recordset($1::json) as n (
            locker_id text, serving boolean, reason text, doors jsonb, grants_version bigint,
            config_version integer)
      order by locker_id
     on conflict (locker_id) do update
        set last_seen_at = greatest(known.last_seen_at, excluded.last_seen_at),
            serving = excluded.serving, reason = excluded.reason, doors = excluded.doors,
            grants_version = excluded.grants_version, config_version = excluded.config_version`,
    [
      JSON.stringify(
        newest.map(({ lockerId, status }) => ({
          locker_id: lockerId,
          serving: status.serving,
          reason: status.reason,
          doors: status.doors,
          grants_version: status.grantsVersion,
          config_version: status.configVersion,
        })),
      ),
      now.toString(),
    ],
  );
}

export type Contact = { readonly lockerId: string; readonly connectedAt: Temporal.Instant };

/**
 * Notes that these lockers are connected now, and shows those as online that are seen for the
 * first time or have been connected for a steady while.
 */
export async function recordContacts(
  tx: Tx,
  contacts: readonly Contact[],
  now: Temporal.Instant,
): Promise<void> {
  await tx.query(
    `insert into locker_status as known (locker_id, reach, reach_since, last_seen_at)
     select locker_id, 'online', $2::timestamptz, $2::timestamptz
       from unnest($1::text[]) as n (locker_id)
      order by locker_id
     on conflict (locker_id) do update
        set last_seen_at = greatest(known.last_seen_at, excluded.last_seen_at),
            reach = case when known.reach = 'never_seen' then 'online' else known.reach end,
            reach_since = case when known.reach = 'never_seen' then excluded.reach_since
                               else known.reach_since end`,
    [contacts.map(({ lockerId }) => lockerId), now.toString()],
  );
  const steady = contacts.filter(({ connectedAt }) => isSteady(connectedAt, now));
  if (steady.length === 0) return;
  await tx.query(
    `update locker_status s set reach = 'online', reach_since = $2
       from (select locker_id from locker_status
              where locker_id = any($1) and reach = 'offline'
              order by locker_id for update) as locked
      where s.locker_id = locked.locker_id and s.reach = 'offline'`,
    [steady.map(({ lockerId }) => lockerId), now.toString()],
  );
}

function isSteady(connectedAt: Temporal.Instant, now: Temporal.Instant): boolean {
  const steadyFrom = connectedAt.add({ seconds: onlineSteadySeconds });
  return Temporal.Instant.compare(steadyFrom, now) <= 0;
}

/** Shows lockers as offline from which nothing was heard for too long; answers which. */
export async function sweepReach(tx: Tx, now: Temporal.Instant): Promise<string[]> {
  const rows = await tx.query<{ locker_id: string }>(
    // Heartbeats lock rows in the order of their ids, and so does this.
    `update locker_status s set reach = 'offline', reach_since = s.last_seen_at
       from (select locker_id from locker_status
              where reach = 'online' and last_seen_at < $1
              order by locker_id for update) as silent
      where s.locker_id = silent.locker_id
      returning s.locker_id`,
    [now.subtract({ seconds: offlineAfterSeconds }).toString()],
  );
  return rows.map((row) => row.locker_id);
}
