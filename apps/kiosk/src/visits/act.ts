// What a person did at the screen, carried out. Every action is checked against the one table first.
import type { ScreenActionRequest } from "@pigeonhole/contract/kiosk-screen/screen-state";
import { admit } from "../access/admit.ts";
import { type PresentedSecret, readSecret } from "../access/secret-tags.ts";
import { openForCollection, openStayForCollection, reportCollectionEmpty } from "./collection.ts";
import {
  cancelDeposit,
  changeDoor,
  confirmDeposit,
  isAtDepositDoor,
  leaveDeposit,
  openDepositAgain,
  openForDeposit,
  scanLabel,
  startCourierVisit,
} from "./deposit.ts";
import { type Desk, endVisit, refuse } from "./desk.ts";
import {
  chooseParcel,
  dispute,
  leavePickup,
  openAgain,
  startPickup,
  takeNext,
  tryPickupAgain,
} from "./pickup.ts";
import { allowedNow } from "./screen-steps.ts";
import type { Visit } from "./visit.ts";

/** Throws `JournalWriteError` when the journal takes no entry; then no door was opened. */
export function act(desk: Desk, request: ScreenActionRequest): void {
  desk.state = { ...desk.state, refusal: null };
  if (!allowedNow(desk).includes(request.action)) {
    refuse(desk, "not_allowed_now");
    return;
  }
  const { visit } = desk.state;
  if (request.action === "enter_code") {
    enterCode(desk, request.code);
    return;
  }
  if (request.action === "scan") {
    scan(desk, request.text);
    return;
  }
  if (visit === null) {
    refuse(desk, "not_allowed_now");
    return;
  }
  if (request.action === "choose_parcel") {
    chooseParcel(desk, visit, request.parcelId);
    return;
  }
  actOnVisit(desk, visit, request.action);
}

type PlainAction = Exclude<ScreenActionRequest["action"], "enter_code" | "scan" | "choose_parcel">;

function actOnVisit(desk: Desk, visit: Visit, action: PlainAction): void {
  switch (action) {
    case "stay_awake":
      desk.state = { ...desk.state, visit: { ...visit, touchedAtMs: desk.nowMs() } };
      desk.changed();
      return;
    case "take_next":
      takeNext(desk, visit);
      return;
    case "open_again":
      if (visit.step.step === "deposit_check") {
        openDepositAgain(desk, visit, visit.step);
        return;
      }
      openAgain(desk, visit);
      return;
    case "report_empty":
      if (visit.step.step === "collection_door") {
        reportCollectionEmpty(desk, visit);
        return;
      }
      dispute(desk, visit, "empty");
      return;
    case "report_not_mine":
      dispute(desk, visit, "not_mine");
      return;
    case "start_collection":
      openForCollection(desk, visit);
      return;
    case "confirm_deposit":
      if (visit.step.step === "deposit_check") confirmDeposit(desk, visit, visit.step);
      return;
    case "does_not_fit":
    case "report_occupied":
    case "report_broken":
    case "report_wrong_door":
      actAtDepositDoor(desk, visit, action);
      return;
    case "try_again":
      tryAgain(desk, visit);
      return;
    case "finish":
    case "cancel":
      leave(desk, visit, action);
      return;
  }
}

const changeReasons = {
  does_not_fit: "does_not_fit",
  report_occupied: "reported_occupied",
  report_broken: "reported_broken",
  report_wrong_door: "wrong_door_opened",
} as const;

function actAtDepositDoor(desk: Desk, visit: Visit, action: keyof typeof changeReasons): void {
  if (isAtDepositDoor(visit.step)) changeDoor(desk, visit, visit.step, changeReasons[action]);
}

function tryAgain(desk: Desk, visit: Visit): void {
  const { step } = visit;
  if (step.step !== "door_did_not_open") return;
  switch (step.wanted.type) {
    case "pickup":
      tryPickupAgain(desk, visit, step.wanted.stay);
      return;
    case "collection":
      openStayForCollection(desk, visit, step.wanted.stay);
      return;
    case "deposit":
      openForDeposit(desk, visit, step.wanted.attempt);
      return;
  }
}

function leave(desk: Desk, visit: Visit, how: "finish" | "cancel"): void {
  const { step } = visit;
  if (how === "cancel" && isAtDepositDoor(step)) {
    cancelDeposit(desk, visit, step);
    return;
  }
  if (visit.kind !== "deposit") {
    leavePickup(desk, visit, how);
    return;
  }
  if (how === "cancel") {
    endVisit(desk, visit.depositedNow > 0 ? "completed" : "cancelled");
    return;
  }
  leaveDeposit(desk, visit, "completed");
}

/** The keypad: a code at first, a label's number while a courier is at work. */
function enterCode(desk: Desk, typed: string): void {
  const { visit } = desk.state;
  if (visit?.step.step === "courier_ready") {
    scanLabel(desk, visit, typed);
    return;
  }
  const secret = readSecret("typed", typed);
  if (secret === undefined) {
    refuse(desk, "code_unknown");
    return;
  }
  beginVisit(desk, secret);
}

function scan(desk: Desk, text: string): void {
  const { visit } = desk.state;
  const secret = readSecret("scanned", text);
  if (visit !== null && visit.kind === "deposit") {
    if (secret !== undefined) {
      refuse(desk, "not_allowed_now");
      return;
    }
    if (visit.step.step === "deposit_check") {
      scanLabel(desk, confirmDeposit(desk, visit, visit.step), text);
      return;
    }
    scanLabel(desk, visit, text);
    return;
  }
  // Some scanners read digits that a mail shows as a bar code.
  const presented = secret ?? readSecret("typed", text);
  if (presented === undefined) {
    refuse(desk, "code_unknown");
    return;
  }
  beginVisit(desk, presented);
}

function beginVisit(desk: Desk, presented: PresentedSecret): void {
  const admitted = admit(desk.admit, presented);
  if (!admitted.ok) {
    refuse(desk, admitted.error);
    return;
  }
  if (desk.state.visit !== null) endVisit(desk, "completed");
  if (admitted.value.grant.purpose === "courier") startCourierVisit(desk, admitted.value);
  else startPickup(desk, admitted.value);
}
