import type { CommandFrame } from "@pigeonhole/contract/device/frames";
import { type LockerId, regionOf } from "@pigeonhole/domain/ids";
import type { Deps } from "../deps.ts";
import { newId } from "../platform/new-id.ts";
import type { Tx } from "../platform/postgres/database.ts";
import { toInstant } from "../platform/postgres/row-values.ts";
import { announceLockerChanges } from "./list-version.ts";

/**
 * What the cloud asks of a locker now. A command ends by its reply or by its expiry, never by being
 * sent: the kiosk acts on an id at most once, so a command may be sent again after a reconnect.
 */
export type Command = CommandFrame["command"];

export type NewCommand = {
  readonly lockerId: string;
  /** The parcel it is about, so that its recipient may ask what became of it. */
  readonly parcelId: string | null;
  readonly command: Command;
  readonly expiresAt: Temporal.Instant;
};

/** Queues a command and tells the process that holds the locker's connection; answers its id. */
export async function queueCommand(
  tx: Tx,
  deps: Pick<Deps, "randomBytes" | "now">,
  wish: NewCommand,
): Promise<string> {
  const id = newId(deps, "cmd", regionOf(wish.lockerId as LockerId));
  const { kind, ...details } = wish.command;
  await tx.query(
    `insert into commands (id, locker_id, parcel_id, kind, data, created_at, expires_at, state)
     values ($1, $2, $3, $4, $5, $6, $7, 'waiting')`,
    [
      id,
      wish.lockerId,
      wish.parcelId,
      kind,
      JSON.stringify(details),
      deps.now().toString(),
      wish.expiresAt.toString(),
    ],
  );
  await announceLockerChanges(tx, [wish.lockerId]);
  return id;
}

type CommandRow = {
  readonly id: string;
  readonly locker_id: string;
  readonly kind: string;
  readonly data: Record<string, unknown>;
  readonly expires_at: string;
};

/**
 * Marks the lockers' open commands as sent and answers them by locker, oldest first. `again` names
 * lockers whose connection is new: what went into the old connection may never have arrived.
 */
export async function takeCommands(
  tx: Tx,
  lockers: { readonly all: readonly string[]; readonly again: readonly string[] },
  now: Temporal.Instant,
): Promise<Map<string, CommandFrame[]>> {
  const rows = await tx.query<CommandRow>(
    `with taken as (
       update commands set state = 'sent'
        where locker_id = any($1) and expires_at > $3
          and (state = 'waiting' or (state = 'sent' and locker_id = any($2)))
        returning id, locker_id, kind, data, expires_at, created_at)
     select id, locker_id, kind, data, expires_at from taken order by created_at, id`,
    [lockers.all, lockers.again, now.toString()],
  );
  return Map.groupBy(rows, (row) => row.locker_id)
    .entries()
    .reduce(
      (byLocker, [lockerId, own]) => byLocker.set(lockerId, own.map(rowToFrame)),
      new Map<string, CommandFrame[]>(),
    );
}

function rowToFrame(row: CommandRow): CommandFrame {
  return {
    type: "command",
    commandId: row.id as CommandFrame["commandId"],
    expiresAt: toInstant(row.expires_at).toString(),
    command: { kind: row.kind, ...row.data } as Command,
  };
}

export type Reply = {
  readonly lockerId: string;
  readonly commandId: string;
  readonly outcome: "done" | "refused";
  readonly reason: string | null;
};

/** A locker answers its own commands only; the first answer counts, also one after the expiry. */
export async function recordReplies(
  tx: Tx,
  replies: readonly Reply[],
  now: Temporal.Instant,
): Promise<void> {
  await tx.query(
    `update commands c set state = n.outcome, reason = n.reason, replied_at = $5
       from unnest($1::text[], $2::text[], $3::text[], $4::text[])
            as n (id, locker_id, outcome, reason)
      where c.id = n.id and c.locker_id = n.locker_id and c.replied_at is null`,
    [
      replies.map(({ commandId }) => commandId),
      replies.map(({ lockerId }) => lockerId),
      replies.map(({ outcome }) => outcome),
      replies.map(({ reason }) => reason),
      now.toString(),
    ],
  );
}

/** Ends commands that nobody answered in time. */
export async function expireCommands(tx: Tx, now: Temporal.Instant): Promise<void> {
  await tx.query(
    `update commands set state = 'expired'
      where state in ('waiting', 'sent') and expires_at <= $1`,
    [now.toString()],
  );
}
