// Every screen the agent can ask for, for tests and for looking at. Nothing in the page imports it.
import type {
  ScreenAction,
  ScreenSetting,
  ScreenState,
  ScreenStep,
} from "@pigeonhole/contract/kiosk-screen/screen-state";

export type Sample = { readonly name: string; readonly state: ScreenState };

const serverNow = "2026-11-22T18:00:00.000Z";
const body = "a1000000000000000000";

/** An id of the contract's form ending in a number. */
function id<Prefix extends string>(prefix: Prefix, number: number): `${Prefix}${string}` {
  return `${prefix}${body.slice(0, body.length - String(number).length)}${number}`;
}

const columns = [
  [400, 300, 200, 200, 300, 400],
  [300, 200, 100, 100, 200, 400, 500],
  [600, 300, 900],
  [450, 450, 900],
];

function sampleLayout(): NonNullable<ScreenSetting["layout"]> {
  let next = 1;
  const modules = columns.map((heights) => {
    let floor = 100;
    const compartments = heights.map((heightMm, row) => {
      const number = next;
      next += 1;
      const floorHeightMm = floor;
      floor += heightMm;
      return {
        compartmentId: id("cmp_", number),
        label: String(number),
        sizeClass: heightMm > 400 ? ("L" as const) : ("S" as const),
        innerMm: { widthMm: 420, heightMm: heightMm - 20, depthMm: 550 },
        massMaxGrams: 25_000,
        floorHeightMm,
        row,
        lock: { bus: "a", board: 1, channel: number },
      };
    });
    return { widthMm: 450, heightMm: 2_000, compartments };
  });
  return { modules, kiosk: { afterModule: 1, screenHeightMm: 1_350 } };
}

export function sampleSetting(changes: Partial<ScreenSetting> = {}): ScreenSetting {
  return {
    lockerId: id("lkr_", 1),
    lockerName: "Harbour Street 12",
    siteName: "Harbour Foods",
    supportPhone: "0800 555 0100",
    languages: ["en", "de", "pl"],
    layout: sampleLayout(),
    policies: {
      codeDigits: 8,
      reopenSeconds: 60,
      doorRemindSeconds: [15, 30, 60],
      doorLeftOpenSeconds: 180,
      visitIdleSeconds: 90,
      visitWarnSeconds: 20,
      openWatchSeconds: 5,
    },
    online: true,
    ...changes,
  };
}

/** A name as long as the contract allows. */
export const longestLockerName = "Wolfenbüttel-Halchtersche-Straße am Bahnhofsvorplatz Nord 12";

/** `secondsAhead` after the samples' `serverNow`. */
export function sampleInstant(secondsAhead: number): string {
  return new Date(Date.parse(serverNow) + secondsAhead * 1_000).toISOString();
}

/** A state around a step; of a visit unless it is idle or out of service. */
export function sampleState(
  screen: ScreenStep,
  allowedActions: readonly ScreenAction[],
  changes: Partial<ScreenState> = {},
): ScreenState {
  const hasVisit = screen.step !== "idle" && screen.step !== "out_of_service";
  return {
    revision: 7,
    serverNow,
    visitId: hasVisit ? id("vis_", 1) : null,
    language: null,
    endsAt: hasVisit ? sampleInstant(90) : null,
    warnAt: hasVisit ? sampleInstant(70) : null,
    allowedActions: [...allowedActions],
    refusal: null,
    screen,
    ...changes,
  };
}

type Door = Extract<ScreenStep, { step: "pickup_door" }>["door"];

export function sampleDoor(changes: Partial<Door> = {}): Door {
  return {
    compartmentId: id("cmp_", 2),
    label: "2",
    state: "open",
    openedAt: sampleInstant(-5),
    remind: false,
    ...changes,
  };
}

const trackingNumber = "PH0A17N3K8D2Q6";

function idle(throttledUntil: string | null = null): ScreenStep {
  return { step: "idle", presenceCode: "4827", throttledUntil };
}

function parcelChoice(number: number) {
  return {
    parcelId: id("par_", number),
    trackingNumber: `PH0A17N3K8D2Q${number}`,
    stayId: id("sty_", number),
    compartmentId: id("cmp_", number * 4),
    label: String(number * 4),
  };
}

function pickupDoor(door: Partial<Door>, allowed: readonly ScreenAction[]): ScreenState {
  const step = {
    step: "pickup_door",
    door: sampleDoor(door),
    trackingNumber,
    position: 1,
    total: 2,
  };
  return sampleState(step as ScreenStep, ["stay_awake", ...allowed]);
}

const atIdle: readonly ScreenAction[] = ["enter_code", "scan"];
const atPickup: readonly ScreenAction[] = ["report_empty", "report_not_mine", "finish"];
const atDeposit: readonly ScreenAction[] = [
  "stay_awake",
  "does_not_fit",
  "report_occupied",
  "report_broken",
  "report_wrong_door",
  "cancel",
];
const atCheck: readonly ScreenAction[] = [
  "stay_awake",
  "confirm_deposit",
  "open_again",
  "does_not_fit",
  "cancel",
];

/** One of each screen and of its variants that look different. */
export function allSamples(): readonly Sample[] {
  return [...idleSamples(), ...pickupSamples(), ...courierSamples(), ...troubleSamples()];
}

function idleSamples(): Sample[] {
  return [
    { name: "idle", state: sampleState(idle(), atIdle) },
    {
      name: "idle-code-unknown",
      state: sampleState(idle(), atIdle, { refusal: "code_unknown" }),
    },
    {
      name: "idle-wrong-locker",
      state: sampleState(idle(), atIdle, { refusal: "code_wrong_locker" }),
    },
    {
      name: "idle-throttled",
      state: sampleState(idle(sampleInstant(42)), ["scan"], { refusal: "too_many_tries" }),
    },
  ];
}

function pickupSamples(): Sample[] {
  const parcels = [1, 2, 3].map(parcelChoice);
  const done = (left: number): ScreenStep => ({
    step: "pickup_done",
    label: "2",
    left,
    openAgainUntil: sampleInstant(58),
  });
  const noted = (problem: "empty" | "not_mine"): ScreenStep => ({
    step: "problem_noted",
    problem,
    reference: "K3X-7Q2",
  });
  const afterDone: readonly ScreenAction[] = ["stay_awake", "open_again", ...atPickup];
  return [
    {
      name: "choose-parcels",
      state: sampleState({ step: "choose_parcels", parcels }, [
        "stay_awake",
        "choose_parcel",
        "cancel",
      ]),
    },
    { name: "pickup-opening", state: pickupDoor({ state: "opening", openedAt: null }, []) },
    { name: "pickup-open", state: pickupDoor({}, atPickup) },
    { name: "pickup-remind", state: pickupDoor({ remind: true }, atPickup) },
    {
      name: "pickup-unknown",
      state: pickupDoor({ state: "unknown", openedAt: null }, ["take_next", ...atPickup]),
    },
    { name: "pickup-closed", state: pickupDoor({ state: "closed" }, ["take_next", ...atPickup]) },
    {
      name: "pickup-done",
      state: sampleState(done(0), [...afterDone, "enter_code", "scan"]),
    },
    { name: "pickup-done-left", state: sampleState(done(2), [...afterDone, "take_next"]) },
    {
      name: "pickup-warning",
      state: sampleState(done(2), [...afterDone, "take_next"], {
        warnAt: sampleInstant(-2),
        endsAt: sampleInstant(18),
      }),
    },
    { name: "problem-empty", state: sampleState(noted("empty"), ["stay_awake", "finish"]) },
    { name: "problem-not-mine", state: sampleState(noted("not_mine"), ["stay_awake", "finish"]) },
  ];
}

function courierSamples(): Sample[] {
  const ready: ScreenStep = { step: "courier_ready", expected: 14, depositedNow: 3, overdue: 2 };
  const deposit = (door: Partial<Door>, largerLeft: boolean): ScreenStep => ({
    step: "deposit_door",
    door: sampleDoor({ compartmentId: id("cmp_", 17), label: "17", ...door }),
    trackingNumber,
    largerLeft,
  });
  const check = (doubt: "none" | "sensor_says_empty"): ScreenStep => ({
    step: "deposit_check",
    trackingNumber,
    label: "17",
    doubt,
  });
  const collection: ScreenStep = {
    step: "collection_door",
    door: sampleDoor({ compartmentId: id("cmp_", 13), label: "13" }),
    trackingNumber,
    left: 1,
  };
  const atReady: readonly ScreenAction[] = ["stay_awake", "scan", "start_collection", "finish"];
  return [
    { name: "courier-ready", state: sampleState(ready, atReady) },
    {
      name: "courier-not-expected",
      state: sampleState(ready, atReady, { refusal: "label_not_expected" }),
    },
    { name: "deposit-open", state: sampleState(deposit({}, true), atDeposit) },
    {
      name: "deposit-remind-no-larger",
      state: sampleState(deposit({ remind: true }, false), atDeposit),
    },
    { name: "deposit-check", state: sampleState(check("none"), atCheck) },
    { name: "deposit-doubt", state: sampleState(check("sensor_says_empty"), atCheck) },
    {
      name: "collection-open",
      state: sampleState(collection, ["stay_awake", "report_empty", "finish"]),
    },
  ];
}

function troubleSamples(): Sample[] {
  const stuck = (canTryAgain: boolean): ScreenStep => ({
    step: "door_did_not_open",
    door: sampleDoor({ state: "closed", openedAt: null }),
    canTryAgain,
  });
  const out = (reason: "not_enrolled" | "disk_full", fingerprint: string | null): ScreenStep => ({
    step: "out_of_service",
    reason,
    fingerprint,
  });
  return [
    {
      name: "stuck-try-again",
      state: sampleState(stuck(true), ["stay_awake", "try_again", "finish"], {
        refusal: "door_did_not_open",
      }),
    },
    { name: "stuck-call", state: sampleState(stuck(false), ["stay_awake", "finish"]) },
    {
      name: "out-not-enrolled",
      state: sampleState(out("not_enrolled", "7f3a 9c01 42be 88d1 0c55 77aa 31f0 e2b9"), []),
    },
    { name: "out-disk-full", state: sampleState(out("disk_full", null), []) },
  ];
}
