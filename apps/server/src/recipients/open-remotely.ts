import type { RemoteOpening } from "@pigeonhole/contract/http/recipients";
import type { Result } from "@pigeonhole/domain/result";
import { ok } from "@pigeonhole/domain/result";
import type { Deps } from "../deps.ts";
import type { Command } from "../lockers/commands.ts";
import { queueCommand } from "../lockers/commands.ts";
import type { StoredParcel } from "../parcels/stored-parcel.ts";
import type { Refusal } from "../platform/http/refusals.ts";
import { refuse } from "../platform/http/refusals.ts";
import type { Tx } from "../platform/postgres/database.ts";
import { retryOnConflict } from "../platform/postgres/retry-on-conflict.ts";
import { loadPlace } from "../sites/load-place.ts";
import type { ViewDeps } from "./get-recipient-view.ts";
import { canBeTaken, canOpenRemotely } from "./get-recipient-view.ts";
import { withLink } from "./load-by-link.ts";

export type OpeningDeps = ViewDeps & Pick<Deps, "randomBytes">;

/** Longer than this nobody waits in front of a door; after it the locker does not act any more. */
const openingExpiresSeconds = 20;
/** The locker limits openings and tries itself; this keeps one parcel from flooding it. */
const openingsPerParcelMax = 3;
const openingsPerParcelMinutes = 10;

/**
 * Asks the locker to open the door of this parcel. The locker compares the digits that its own
 * screen shows, so that a door opens only for who stands before it.
 */
export async function openRemotely(
  deps: OpeningDeps,
  token: string,
  presenceCode: string,
): Promise<Result<RemoteOpening, Refusal>> {
  const open = async (tx: Tx, parcel: StoredParcel): Promise<Result<RemoteOpening, Refusal>> => {
    const place = await loadPlace(tx, parcel.lockerId);
    const canOpen = place !== undefined && canOpenRemotely(parcel, place);
    if (!canOpen || !canBeTaken(parcel, deps.now())) return refuse("opening_not_possible");
    if (await isTooOften(tx, deps, parcel.parcelId)) return refuse("rate_limited");
    const grantId = await ownGrant(tx, parcel.parcelId);
    if (grantId === undefined) return refuse("opening_not_possible");
    const id = await queueCommand(tx, deps, {
      lockerId: parcel.lockerId,
      parcelId: parcel.parcelId,
      command: openCommand(parcel, grantId, presenceCode),
      expiresAt: deps.now().add({ seconds: openingExpiresSeconds }),
    });
    return ok({ id: id as RemoteOpening["id"], state: "waiting" as const, reason: null });
  };
  const opened = await retryOnConflict(() => withLink(deps, { token, lock: true }, open));
  return opened ?? refuse("link_unknown");
}

function openCommand(parcel: StoredParcel, grantId: string, presenceCode: string): Command {
  const { place } = parcel;
  if (place.type !== "compartment" || place.compartmentId === null) {
    throw new TypeError("a parcel outside a compartment cannot be opened for");
  }
  const { compartmentId } = place;
  return { kind: "open", grantId, compartmentId, presenceCode } as Command;
}

async function isTooOften(tx: Tx, deps: OpeningDeps, parcelId: string): Promise<boolean> {
  const since = deps.now().subtract({ minutes: openingsPerParcelMinutes }).toString();
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from commands
      where parcel_id = $1 and kind = 'open' and created_at > $2`,
    [parcelId, since],
  );
  return (row?.count ?? 0) >= openingsPerParcelMax;
}

async function ownGrant(tx: Tx, parcelId: string): Promise<string | undefined> {
  const [row] = await tx.query<{ id: string }>(
    `select id from grants
      where parcel_id = $1 and state = 'active' and share_name is null limit 1`,
    [parcelId],
  );
  return row?.id;
}

/** What became of an opening; the state tells, also where the locker never answered. */
export async function getRemoteOpening(
  deps: ViewDeps,
  token: string,
  commandId: string,
): Promise<Result<RemoteOpening, Refusal>> {
  const found = await withLink(deps, { token, lock: false }, async (tx, parcel) => {
    const [row] = await tx.query<CommandRow>(
      `select id, state, reason, expires_at from commands
        where id = $1 and parcel_id = $2 and kind = 'open'`,
      [commandId, parcel.parcelId],
    );
    return row === undefined ? refuse("not_found") : ok(rowToOpening(row, deps.now()));
  });
  return found ?? refuse("link_unknown");
}

type CommandRow = {
  readonly id: string;
  readonly state: "waiting" | "sent" | "done" | "refused" | "expired";
  readonly reason: string | null;
  readonly expires_at: string;
};

/** A reply may still be on its way when the command has expired; so the end is told a little later. */
const replyGraceSeconds = 5;

function rowToOpening(row: CommandRow, now: Temporal.Instant): RemoteOpening {
  const last = Temporal.Instant.from(row.expires_at).add({ seconds: replyGraceSeconds });
  const isOpen = row.state === "waiting" || row.state === "sent";
  const states = {
    waiting: "waiting",
    sent: "waiting",
    done: "opened",
    refused: "refused",
    expired: "expired",
  } as const;
  const state = isOpen && Temporal.Instant.compare(last, now) < 0 ? "expired" : states[row.state];
  return { id: row.id as RemoteOpening["id"], state, reason: row.reason };
}
