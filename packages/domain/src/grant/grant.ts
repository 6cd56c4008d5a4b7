// A right on a locker's list. The kiosk decides its use alone, online or not, so everything the
// decision needs is in the grant itself.
import { can } from "../actions/allowed-actions.ts";
import type { GrantId, LockerId, ParcelId } from "../ids.ts";
import { err, ok, type Result } from "../result.ts";
import { assert, unreachable } from "../unreachable.ts";

/** `pickup` opens the door of its parcels; `courier` lets a courier begin a visit. */
export type GrantPurpose = "pickup" | "courier";

export type GrantState = "inactive" | "active" | "ended";

export type GrantEnd = "used_up" | "revoked" | "expired";

export type Grant = {
  readonly grantId: GrantId;
  readonly lockerId: LockerId;
  readonly purpose: GrantPurpose;
  /** Parcels it opens doors for; empty for a courier, who may deposit whatever is on the list. */
  readonly parcelIds: readonly ParcelId[];
  /** `inactive`: on the list, but the parcel has not been deposited yet. */
  readonly state: GrantState;
  readonly notBefore: Temporal.Instant;
  /** Last instant it may be used, inclusive; null while it is not known (before the deposit). */
  readonly notAfter: Temporal.Instant | null;
  /** Null for as many times as wanted within the time. */
  readonly usesMax: number | null;
  readonly uses: number;
  readonly lastUsedAt: Temporal.Instant | null;
  readonly endedBy: GrantEnd | null;
};

export type GrantCommand =
  | {
      readonly type: "activate";
      readonly at: Temporal.Instant;
      /** Null keeps the one it has. */
      readonly notAfter: Temporal.Instant | null;
    }
  | { readonly type: "use"; readonly at: Temporal.Instant }
  | { readonly type: "openAgain"; readonly at: Temporal.Instant }
  | {
      readonly type: "prolong";
      readonly at: Temporal.Instant;
      readonly notAfter: Temporal.Instant;
    }
  | { readonly type: "revoke"; readonly at: Temporal.Instant }
  | { readonly type: "expireGrant"; readonly at: Temporal.Instant };

export type GrantEvent =
  | {
      readonly type: "activated";
      readonly at: Temporal.Instant;
      readonly notAfter: Temporal.Instant | null;
    }
  | { readonly type: "used"; readonly at: Temporal.Instant }
  | { readonly type: "opened_again"; readonly at: Temporal.Instant }
  | {
      readonly type: "prolonged";
      readonly at: Temporal.Instant;
      readonly notAfter: Temporal.Instant;
    }
  | { readonly type: "revoked"; readonly at: Temporal.Instant }
  | { readonly type: "expired"; readonly at: Temporal.Instant };

/** Why a bearer is not let in; each may be told to who typed a right code, never to a guesser. */
export type GrantUseRefusal =
  | { readonly type: "not_deposited_yet" }
  | { readonly type: "not_yet"; readonly notBefore: Temporal.Instant }
  | { readonly type: "deadline_passed"; readonly notAfter: Temporal.Instant | null }
  | { readonly type: "already_used"; readonly usedAt: Temporal.Instant | null }
  | { readonly type: "revoked" };

export type GrantRefusal =
  | GrantUseRefusal
  | {
      readonly type: "not_allowed";
      readonly action: GrantCommand["type"];
      readonly state: GrantState;
    }
  | { readonly type: "open_again_over"; readonly usedAt: Temporal.Instant | null }
  | { readonly type: "not_expired_yet"; readonly notAfter: Temporal.Instant | null };

/** How long after a use the same door may be opened once more with the same right. */
export const openAgainSeconds = 60;

type Decision = Result<readonly GrantEvent[], GrantRefusal>;

/** May the bearer use it now? Ended, then not active, then time: the most final reason is told. */
export function decideUse(
  grant: Grant,
  at: Temporal.Instant,
): Result<readonly GrantEvent[], GrantUseRefusal> {
  if (grant.state === "ended") return err(whyEnded(grant));
  if (!can("use", grant)) return err({ type: "not_deposited_yet" });
  if (Temporal.Instant.compare(at, grant.notBefore) < 0) {
    return err({ type: "not_yet", notBefore: grant.notBefore });
  }
  if (isPast(grant, at)) return err({ type: "deadline_passed", notAfter: grant.notAfter });
  return ok([{ type: "used", at }]);
}

/** Answers every command on a grant. */
export function decideGrant(grant: Grant, command: GrantCommand): Decision {
  // A use is refused with the bearer's reason, so `decideUse` asks the table itself.
  if (command.type !== "use" && !can(command.type, grant)) {
    return err({ type: "not_allowed", action: command.type, state: grant.state });
  }
  switch (command.type) {
    case "use":
      return decideUse(grant, command.at);
    case "activate":
      return ok([{ type: "activated", at: command.at, notAfter: command.notAfter }]);
    case "openAgain":
      return decideOpenAgain(grant, command.at);
    case "prolong":
      return ok([{ type: "prolonged", at: command.at, notAfter: command.notAfter }]);
    case "revoke":
      return ok([{ type: "revoked", at: command.at }]);
    case "expireGrant":
      if (!isPast(grant, command.at)) {
        return err({ type: "not_expired_yet", notAfter: grant.notAfter });
      }
      return ok([{ type: "expired", at: command.at }]);
  }
}

/** The grant after an event. */
export function evolveGrant(grant: Grant, event: GrantEvent): Grant {
  switch (event.type) {
    case "activated":
      return { ...grant, state: "active", notAfter: event.notAfter ?? grant.notAfter };
    case "used":
      return afterUse(grant, event.at);
    case "opened_again":
      return grant;
    case "prolonged":
      return { ...grant, notAfter: event.notAfter };
    case "revoked":
    case "expired":
      return { ...grant, state: "ended", endedBy: event.type };
    default:
      return unreachable(event);
  }
}

function afterUse(grant: Grant, at: Temporal.Instant): Grant {
  const uses = grant.uses + 1;
  assert(grant.usesMax === null || uses <= grant.usesMax, "a grant is used more often than it may");
  const used = { ...grant, uses, lastUsedAt: at };
  return uses === grant.usesMax ? { ...used, state: "ended", endedBy: "used_up" } : used;
}

// The minute runs from the first opening and is not renewed by opening again.
function decideOpenAgain(grant: Grant, at: Temporal.Instant): Decision {
  const usedAt = grant.lastUsedAt;
  if (grant.endedBy === "revoked") return err({ type: "revoked" });
  if (usedAt === null) return err({ type: "open_again_over", usedAt });
  const last = usedAt.add({ seconds: openAgainSeconds });
  const outside =
    Temporal.Instant.compare(at, usedAt) < 0 || Temporal.Instant.compare(at, last) > 0;
  return outside ? err({ type: "open_again_over", usedAt }) : ok([{ type: "opened_again", at }]);
}

function whyEnded(grant: Grant): GrantUseRefusal {
  switch (grant.endedBy) {
    case "used_up":
      return { type: "already_used", usedAt: grant.lastUsedAt };
    case "expired":
      return { type: "deadline_passed", notAfter: grant.notAfter };
    case "revoked":
    case null:
      return { type: "revoked" };
    default:
      return unreachable(grant.endedBy);
  }
}

function isPast(grant: Grant, at: Temporal.Instant): boolean {
  return grant.notAfter !== null && Temporal.Instant.compare(at, grant.notAfter) > 0;
}
