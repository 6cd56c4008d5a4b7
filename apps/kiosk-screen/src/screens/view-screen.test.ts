import type { ScreenState } from "@pigeonhole/contract/kiosk-screen/screen-state";
import { screenSetting, screenState } from "@pigeonhole/contract/kiosk-screen/screen-state";
import { describe, expect, it } from "vitest";
import { hearClock, secondsUntil } from "../clock/agent-clock.ts";
import {
  allSamples,
  longestLockerName,
  sampleDoor,
  sampleInstant,
  sampleSetting,
  sampleState,
} from "../samples.ts";
import { type Language, wordsIn } from "../texts/words.ts";
import type { ScreenView } from "./screen-view.ts";
import { viewScreen } from "./view-screen.ts";

const languages: readonly Language[] = ["en", "de", "pl"];

function viewOf(state: ScreenState, language: Language = "en", laterMs = 0): ScreenView {
  const clock = hearClock(state.serverNow, 0);
  return viewScreen(
    {
      words: wordsIn(language),
      setting: sampleSetting(),
      allowed: new Set(state.allowedActions),
      secondsUntil: (instant) => secondsUntil(clock, instant, laterMs),
    },
    state.screen,
  );
}

function sampleNamed(name: string): ScreenState {
  const sample = allSamples().find((each) => each.name === name);
  if (sample === undefined) throw new Error(`no sample ${name}`);
  return sample.state;
}

function labels(view: ScreenView): string[] {
  return view.actions.map((action) => action.label);
}

describe("the samples", () => {
  it("are what the contract allows, and show every step", () => {
    for (const { name, state } of allSamples()) {
      expect(screenState.safeParse(state).success, name).toBe(true);
    }
    expect(screenSetting.safeParse(sampleSetting({ lockerName: longestLockerName })).success).toBe(
      true,
    );
    expect(new Set(allSamples().map(({ state }) => state.screen.step)).size).toBe(11);
  });
});

describe.each(languages)("every screen in %s", (language) => {
  it.each(allSamples())("$name has a title, a spoken line and simple words", ({ state }) => {
    const view = viewOf(state, language);
    expect(view.title).not.toBe("");
    expect(view.spoken.length).toBeGreaterThan(view.title.length - 1);
    expect(view.simple.length).toBeGreaterThan(0);
  });

  it.each(allSamples())("$name offers each allowed action once and no other", ({ state }) => {
    const view = viewOf(state, language);
    const offered = view.actions.map((action) => action.request.action);
    const elsewhere = ["enter_code", "scan", "stay_awake", "choose_parcel"];
    const expected = state.allowedActions.filter((action) => !elsewhere.includes(action));
    const once = offered.filter((action) => action !== "choose_parcel");
    expect(once).toHaveLength(expected.length);
    expect(new Set(once)).toEqual(new Set(expected));
    expect(view.actions.filter((action) => action.tone === "main").length).toBeLessThanOrEqual(1);
  });

  it.each(allSamples())(
    "$name does not speak again only because a second has passed",
    ({ state }) => {
      expect(viewOf(state, language, 1_000).spoken).toBe(viewOf(state, language).spoken);
    },
  );
});

describe("a door that stands open for the recipient", () => {
  it("says what to do, and by ear also where", () => {
    const view = viewOf(sampleNamed("pickup-open"));
    expect(view.title).toBe("Door 2 is open");
    expect(view.body[0]).toBe("Take your parcel and push the door shut.");
    expect(view.spoken).toContain(
      "Column 1, second door from the bottom, knee height. Second column left of the screen.",
    );
  });

  it("is called to mind when it stands open for long", () => {
    const view = viewOf(sampleNamed("pickup-remind"));
    expect(view.title).toBe("Please push door 2 shut");
    expect(view.tone).toBe("attention");
  });

  it("is not called to mind once it is shut", () => {
    const step = {
      step: "pickup_door" as const,
      door: sampleDoor({ state: "closed", remind: true }),
      trackingNumber: "PH1",
      position: 1,
      total: 1,
    };
    expect(viewOf(sampleState(step, [])).title).toBe("Door 2 is shut");
  });
});

describe("the idle screen", () => {
  it("closes the keypad while it is throttled and opens it by itself", () => {
    const throttled = sampleNamed("idle-throttled");
    expect(viewOf(throttled).keypad).toEqual({ kind: "code", isClosed: true });
    expect(viewOf(throttled).body.join(" ")).toContain("in 42 seconds");
    expect(viewOf(throttled, "en", 42_000).keypad?.isClosed).toBe(false);
  });

  it("says that QR codes open doors meanwhile", () => {
    expect(viewOf(sampleNamed("idle-throttled")).body.join(" ")).toContain(
      "QR codes open doors now",
    );
  });
});

describe("after a pickup", () => {
  it("the door may be opened again as long as the time runs", () => {
    const state = sampleNamed("pickup-done");
    expect(viewOf(state).body.join(" ")).toContain("for 58 seconds");
    expect(viewOf(state, "en", 58_000).body.join(" ")).not.toContain("again");
  });

  it("the next parcel comes before leaving", () => {
    expect(labels(viewOf(sampleNamed("pickup-done-left")))[0]).toBe("Open the next door");
    expect(labels(viewOf(sampleNamed("pickup-done")))[0]).toBe("Done");
  });
});

describe("a door that did not open", () => {
  it("offers to try again only where that is possible", () => {
    expect(labels(viewOf(sampleNamed("stuck-try-again")))).toContain("Try again");
    const step = { step: "door_did_not_open" as const, door: sampleDoor(), canTryAgain: false };
    expect(labels(viewOf(sampleState(step, ["try_again", "finish"])))).toEqual(["Done"]);
  });

  it("says that what is inside is safe, and whom to call", () => {
    const body = viewOf(sampleNamed("stuck-call")).body.join(" ");
    expect(body).toContain("safe");
    expect(body).toContain("0800 555 0100");
  });
});

describe("a noted problem", () => {
  it("leaves a reference, spoken digit by digit", () => {
    const view = viewOf(sampleNamed("problem-empty"));
    expect(view.notes?.[0]?.value).toBe("K3X-7Q2");
    expect(view.spoken).toContain("K 3 X 7 Q 2");
  });
});

describe("several parcels", () => {
  it("can be chosen by their doors", () => {
    const view = viewOf(sampleNamed("choose-parcels"));
    expect(labels(view)).toEqual(["Door 4", "Door 8", "Door 12", "Cancel"]);
    expect(view.wall?.alsoLit).toHaveLength(3);
  });
});

describe("a locker out of service", () => {
  it("shows a technician the fingerprint where there is one", () => {
    expect(viewOf(sampleNamed("out-not-enrolled")).notes?.[0]?.value).toMatch(
      /^[0-9a-f]{4}( [0-9a-f]{4}){7}$/,
    );
    expect(viewOf(sampleNamed("out-disk-full")).notes).toBeUndefined();
  });

  it("knows a sentence for every reason", () => {
    const reasons = [
      "not_enrolled",
      "no_config",
      "quarantined",
      "disk_full",
      "journal_damaged",
      "boards_silent",
      "clock_untrusted",
    ] as const;
    const sentences = reasons.map((reason) => {
      const step = { step: "out_of_service" as const, reason, fingerprint: null };
      return viewOf(sampleState(step, [], { endsAt: sampleInstant(1) })).body[0];
    });
    expect(new Set(sentences).size).toBe(reasons.length);
  });
});
