import { z } from "zod";
import { kioskPolicies } from "../device/config.ts";
import { layout } from "../layout.ts";
import {
  compartmentId,
  instant,
  language,
  lockerId,
  parcelId,
  stayId,
  trackingNumber,
  visitId,
} from "../primitives.ts";

/**
 * What the kiosk's agent tells its screen. The agent holds the state; the screen draws it and sends
 * actions. `at` and `endsAt` are instants of the agent's clock, `serverNow` lets the screen count.
 */
export const screenAction = z.enum([
  "enter_code",
  "scan",
  "choose_parcel",
  "confirm_deposit",
  "does_not_fit",
  "report_occupied",
  "report_broken",
  "report_wrong_door",
  "open_again",
  "report_empty",
  "report_not_mine",
  "take_next",
  "start_collection",
  "finish",
  "cancel",
  "stay_awake",
  "try_again",
]);

const door = z
  .strictObject({
    compartmentId,
    label: z.string(),
    state: z.enum(["opening", "open", "closed", "unknown"]),
    openedAt: instant.nullable(),
    remind: z.boolean().describe("True: it stands open for long; ask to push it shut."),
  })
  .describe("The door that this step is about.");

/** Why something was not done. The screen has a sentence for each in every language. */
export const screenRefusal = z.enum([
  "code_unknown",
  "code_wrong_locker",
  "code_already_collected",
  "code_deadline_passed",
  "code_not_deposited_yet",
  "code_revoked",
  "too_many_tries",
  "label_unreadable",
  "label_not_expected",
  "label_already_deposited",
  "label_cancelled",
  "locker_full",
  "nothing_fits",
  "nothing_low_enough",
  "door_did_not_open",
  "wrong_door_opened",
  "not_allowed_now",
  "out_of_service",
]);

const steps = [
  z.strictObject({
    step: z.literal("idle"),
    presenceCode: z.string().describe("Four digits that prove to the cloud that one stands here."),
    throttledUntil: instant.nullable().describe("The keypad waits until then; QR still works."),
  }),
  z.strictObject({
    step: z.literal("choose_parcels"),
    parcels: z.array(
      z.strictObject({ parcelId, trackingNumber, stayId, compartmentId, label: z.string() }),
    ),
  }),
  z.strictObject({
    step: z.literal("pickup_door"),
    door,
    trackingNumber,
    position: z.int().min(1),
    total: z.int().min(1),
  }),
  z.strictObject({
    step: z.literal("pickup_done"),
    label: z.string().describe("The door that was just closed."),
    left: z.int().min(0).describe("Parcels of the same person still in the wall."),
    openAgainUntil: instant.nullable(),
  }),
  z.strictObject({
    step: z.literal("problem_noted"),
    problem: z.enum(["empty", "not_mine"]),
    reference: z.string().describe("What to say when calling for help."),
  }),
  z.strictObject({
    step: z.literal("courier_ready"),
    expected: z.int().min(0),
    depositedNow: z.int().min(0),
    overdue: z.int().min(0).describe("Parcels the courier should take back."),
  }),
  z.strictObject({
    step: z.literal("deposit_door"),
    door,
    trackingNumber,
    largerLeft: z.boolean().describe("False: no larger door is free."),
  }),
  z.strictObject({
    step: z.literal("deposit_check"),
    trackingNumber,
    label: z.string(),
    doubt: z
      .enum(["none", "sensor_says_empty", "door_open_too_short"])
      .describe("Why the locker asks before it believes."),
  }),
  z.strictObject({
    step: z.literal("collection_door"),
    door,
    trackingNumber,
    left: z.int().min(0),
  }),
  z.strictObject({ step: z.literal("door_did_not_open"), door, canTryAgain: z.boolean() }),
  z.strictObject({
    step: z.literal("out_of_service"),
    reason: z.enum([
      "not_enrolled",
      "no_config",
      "quarantined",
      "disk_full",
      "journal_damaged",
      "boards_silent",
      "clock_untrusted",
    ]),
    fingerprint: z.string().nullable().describe("Of the device's key, to be compared."),
  }),
] as const;

export const screenStep = z.discriminatedUnion("step", steps);

export const screenState = z.strictObject({
  revision: z.int().min(0).describe("Rises with every change."),
  serverNow: instant,
  visitId: visitId.nullable(),
  language: language.nullable().describe("Of the person, where the grant tells."),
  endsAt: instant.nullable().describe("When the visit ends by itself."),
  warnAt: instant.nullable().describe("From when the screen warns."),
  allowedActions: z.array(screenAction),
  refusal: screenRefusal.nullable().describe("Why the last action was not done."),
  screen: screenStep,
});

/** What the screen needs once: the place, the wall and the times. */
export const screenSetting = z.strictObject({
  lockerId: lockerId.nullable(),
  lockerName: z.string(),
  siteName: z.string(),
  supportPhone: z.string().nullable(),
  languages: z.array(language).min(1),
  layout: layout.nullable(),
  policies: kioskPolicies,
  online: z.boolean(),
});

/** What a person did at the screen. */
export const screenActionRequest = z.discriminatedUnion("action", [
  z.strictObject({ action: z.literal("enter_code"), code: z.string().max(40) }),
  z.strictObject({
    action: z.literal("scan"),
    text: z.string().max(300).describe("Whatever the scanner read: QR, badge or label."),
  }),
  z.strictObject({ action: z.literal("choose_parcel"), parcelId }),
  z.strictObject({
    action: screenAction.exclude(["enter_code", "scan", "choose_parcel"]),
  }),
]);

/** The kiosk's local HTTP paths; it listens on loopback only. */
export const screenPaths = {
  setting: "/screen/setting",
  state: "/screen/state",
  actions: "/screen/actions",
  events: "/screen/events",
} as const;

export type ScreenAction = z.infer<typeof screenAction>;
export type ScreenRefusal = z.infer<typeof screenRefusal>;
export type ScreenStep = z.infer<typeof screenStep>;
export type ScreenState = z.infer<typeof screenState>;
export type ScreenSetting = z.infer<typeof screenSetting>;
export type ScreenActionRequest = z.infer<typeof screenActionRequest>;
export type ScreenDoor = z.infer<typeof door>;
