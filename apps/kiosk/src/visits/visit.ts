import type { ScreenRefusal } from "@pigeonhole/contract/kiosk-screen/screen-state";
import type { TriedCompartment } from "@pigeonhole/domain/allocation/allocate-compartment";
import type { LabelledParcel } from "../journal/grant-list.ts";
import type { KeptStay } from "../journal/stays.ts";

/** What is known of the door that a step is about. */
export type DoorPhase = "opening" | "open" | "unknown";

export type StepDoor = {
  readonly openingId: string;
  readonly compartmentId: string;
  readonly phase: DoorPhase;
  readonly openedAt: Temporal.Instant | null;
  readonly remind: boolean;
};

/** Why the locker does not simply believe that a parcel is in. */
export type DepositDoubt = "none" | "sensor_says_empty" | "door_open_too_short";

/** What a deposit is about while it goes on. */
export type DepositAttempt = {
  readonly parcel: LabelledParcel["parcel"];
  readonly tried: readonly TriedCompartment[];
};

export type VisitStep =
  | { readonly step: "choose_parcels" }
  | { readonly step: "pickup_door"; readonly stay: KeptStay; readonly door: StepDoor }
  | {
      readonly step: "pickup_done";
      readonly stay: KeptStay;
      /** False when the sensor says that the parcel is still inside. */
      readonly isTaken: boolean;
      readonly closedAtMs: number;
    }
  | { readonly step: "problem_noted"; readonly problem: "empty" | "not_mine" }
  | { readonly step: "courier_ready" }
  | { readonly step: "deposit_door"; readonly attempt: DepositAttempt; readonly door: StepDoor }
  | {
      readonly step: "deposit_check";
      readonly attempt: DepositAttempt;
      readonly compartmentId: string;
      readonly openingId: string;
      readonly doubt: DepositDoubt;
      readonly goods: "present" | "absent" | "unknown";
    }
  | { readonly step: "collection_door"; readonly stay: KeptStay; readonly door: StepDoor }
  | {
      readonly step: "door_did_not_open";
      readonly door: StepDoor;
      readonly canTryAgain: boolean;
      readonly wanted:
        | { readonly type: "pickup"; readonly stay: KeptStay }
        | { readonly type: "collection"; readonly stay: KeptStay }
        | { readonly type: "deposit"; readonly attempt: DepositAttempt };
    };

export type Visit = {
  readonly visitId: string;
  readonly kind: "deposit" | "pickup" | "remote";
  readonly grantId: string;
  readonly courierId: string | null;
  readonly language: "en" | "de" | "pl" | null;
  readonly step: VisitStep;
  /** Last sign of life, by the monotonic clock. */
  readonly touchedAtMs: number;
  readonly depositedNow: number;
  /** How many doors were opened for the parcels of this visit, by stay. */
  readonly opened: Readonly<Record<string, number>>;
  /** Stays that this visit leaves alone: disputed, or not to be found. */
  readonly skipped: readonly string[];
  readonly commandId: string | null;
};

export type VisitEnd = "completed" | "cancelled" | "timed_out" | "interrupted";

/** The state of the desk: at most one visit, and why the last action was not done. */
export type DeskState = {
  readonly visit: Visit | null;
  readonly refusal: ScreenRefusal | null;
};

/** How often one door may be opened for one parcel in one visit, by person's request each time. */
export const triesMax = 3;
/** “Open again” after a pickup. */
export const reopeningsMax = 3;
/** A parcel is not put in, and the door shut, in less; security reference, threat T9. */
export const depositOpenMinMs = 2_000;
