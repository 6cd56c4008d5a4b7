// The one table of what a person may do at which step; the screen shows its buttons from it, and
// every action is checked against it. Conditions inside a step are beside it.
import type { ScreenAction, ScreenStep } from "@pigeonhole/contract/kiosk-screen/screen-state";

const actionsByStep: Readonly<Record<ScreenStep["step"], readonly ScreenAction[]>> = {
  idle: ["enter_code", "scan"],
  choose_parcels: ["choose_parcel", "cancel", "stay_awake"],
  pickup_door: ["report_empty", "report_not_mine", "finish", "stay_awake"],
  // The next person may begin while the screen still says thanks.
  pickup_done: [
    "take_next",
    "open_again",
    "report_empty",
    "report_not_mine",
    "finish",
    "stay_awake",
    "enter_code",
    "scan",
  ],
  problem_noted: ["take_next", "finish", "stay_awake", "enter_code", "scan"],
  courier_ready: ["scan", "enter_code", "start_collection", "finish", "cancel", "stay_awake"],
  deposit_door: [
    "does_not_fit",
    "report_occupied",
    "report_broken",
    "report_wrong_door",
    "finish",
    "cancel",
    "stay_awake",
  ],
  deposit_check: [
    "confirm_deposit",
    "scan",
    "open_again",
    "does_not_fit",
    "report_occupied",
    "report_broken",
    "finish",
    "cancel",
    "stay_awake",
  ],
  collection_door: ["report_empty", "finish", "cancel", "stay_awake"],
  door_did_not_open: ["try_again", "finish", "cancel", "stay_awake"],
  out_of_service: [],
};

export type StepConditions = {
  readonly left: number;
  readonly overdue: number;
  readonly mayOpenAgain: boolean;
  readonly mayTryAgain: boolean;
  /** True once the door of the step was seen open, or could not be seen. */
  readonly mayJudgeDoor: boolean;
  readonly isDoubtful: boolean;
};

/** What may be done now, in the table's order. */
export function allowedScreenActions(
  step: ScreenStep["step"],
  conditions: StepConditions,
): ScreenAction[] {
  return actionsByStep[step].filter((action) => isOpenTo(action, step, conditions));
}

const judgements: ReadonlySet<ScreenAction> = new Set([
  "does_not_fit",
  "report_occupied",
  "report_broken",
  "report_wrong_door",
  "report_empty",
  "report_not_mine",
]);

function isOpenTo(
  action: ScreenAction,
  step: ScreenStep["step"],
  conditions: StepConditions,
): boolean {
  if (action === "take_next") return conditions.left > 0;
  if (action === "start_collection") return conditions.overdue > 0;
  if (action === "open_again") return conditions.mayOpenAgain;
  if (action === "try_again") return conditions.mayTryAgain;
  if (judgements.has(action)) return conditions.mayJudgeDoor;
  // Leaving or scanning on confirms the deposit, which a doubtful one must not be by accident.
  if (step === "deposit_check" && (action === "scan" || action === "finish")) {
    return !conditions.isDoubtful;
  }
  return true;
}
