// One parcel in one compartment, from deposit to removal. It knows nothing of deliveries, so that a
// return or a sent parcel (deposit by recipient or sender, removal by a courier) is the same thing.
import { can } from "../actions/allowed-actions.ts";
import type { CompartmentId, LockerId, ParcelId, StayId } from "../ids.ts";
import { err, ok, type Result } from "../result.ts";
import { assert } from "../unreachable.ts";

export type StayState = "open" | "ended";

/** `pickup` and `collection` are removals; `found_missing` and `superseded` are corrections of the record. */
export type StayEnd = "pickup" | "collection" | "found_missing" | "superseded";

export type Stay = {
  readonly stayId: StayId;
  readonly parcelId: ParcelId;
  readonly lockerId: LockerId;
  readonly compartmentId: CompartmentId;
  readonly depositedBy: "courier" | "recipient" | "sender";
  readonly state: StayState;
  readonly beganAt: Temporal.Instant;
  readonly endedAt: Temporal.Instant | null;
  readonly endedBy: StayEnd | null;
};

export type StayCommand = {
  readonly type: "endStay";
  readonly at: Temporal.Instant;
  readonly by: StayEnd;
};

export type StayEvent = {
  readonly type: "stay_ended";
  readonly at: Temporal.Instant;
  readonly by: StayEnd;
};

export type StayRefusal =
  | { readonly type: "already_ended"; readonly endedAt: Temporal.Instant }
  | { readonly type: "ends_before_it_began"; readonly beganAt: Temporal.Instant };

/** A stay that begins; whether the compartment was free is the compartment's question. */
export function beginStay(beginning: Omit<Stay, "state" | "endedAt" | "endedBy">): Stay {
  return { ...beginning, state: "open", endedAt: null, endedBy: null };
}

/** Ends a stay once. */
export function decideStay(
  stay: Stay,
  command: StayCommand,
): Result<readonly StayEvent[], StayRefusal> {
  if (!can(command.type, stay)) {
    const { endedAt } = stay;
    assert(endedAt !== null, "an ended stay has an end");
    return err({ type: "already_ended", endedAt });
  }
  if (Temporal.Instant.compare(command.at, stay.beganAt) < 0) {
    return err({ type: "ends_before_it_began", beganAt: stay.beganAt });
  }
  return ok([{ type: "stay_ended", at: command.at, by: command.by }]);
}

/** The stay after an event. */
export function evolveStay(stay: Stay, event: StayEvent): Stay {
  return { ...stay, state: "ended", endedAt: event.at, endedBy: event.by };
}
