import type {
  ScreenActionRequest,
  ScreenState,
} from "@pigeonhole/contract/kiosk-screen/screen-state";
import { describe, expect, it } from "vitest";
import { allSamples, sampleInstant, sampleSetting, sampleState } from "../samples.ts";
import { evolveScreen } from "./evolve-screen.ts";
import { defaultPreferences, languageFor } from "./preferences.ts";
import { initialModel, type ScreenEvent, type ScreenModel, shownEntry } from "./screen-model.ts";
import { warningOf } from "./timing.ts";

const idle = sampleNamed("idle");
const qr = "PH1:0123456789ABCDEFGHJKMNPQRS";

function sampleNamed(name: string): ScreenState {
  const sample = allSamples().find((each) => each.name === name);
  if (sample === undefined) throw new Error(`no sample ${name}`);
  return sample.state;
}

/** A kiosk with a clock of its own that plays events and keeps what was sent and swallowed. */
function aScreen(state: ScreenState = idle) {
  let model: ScreenModel = initialModel(0);
  let nowMs = 0;
  const sent: ScreenActionRequest[] = [];
  const swallowed: ScreenEvent[] = [];
  const play = (...events: ScreenEvent[]) => {
    for (const event of events) {
      const outcome = evolveScreen(model, event, nowMs);
      model = outcome.model;
      if (outcome.send !== null) sent.push(outcome.send);
      if (outcome.swallow) swallowed.push(event);
    }
  };
  const wait = (ms: number) => {
    const until = nowMs + ms;
    while (nowMs < until) {
      nowMs = Math.min(nowMs + 100, until);
      play({ type: "time_passed" });
    }
  };
  const hear = (next: ScreenState) =>
    play({ type: "link", event: { type: "state_heard", state: next } });
  const keys = (text: string, everyMs: number) => {
    for (const key of text) {
      nowMs += everyMs;
      play({ type: "key_pressed", key, isRepeat: false });
    }
  };
  const press = (key: string) => play({ type: "key_pressed", key, isRepeat: false });
  play({ type: "link", event: { type: "setting_heard", setting: sampleSetting() } });
  play({ type: "link", event: { type: "opened" } });
  hear(state);
  return { model: () => model, sent, swallowed, play, wait, hear, keys, press };
}

describe("the keypad", () => {
  it("sends the code that was touched", () => {
    const screen = aScreen();
    for (const digit of "48271593") screen.play({ type: "digit_pressed", digit });
    screen.play({ type: "submit_pressed" });
    expect(screen.sent).toEqual([{ action: "enter_code", code: "48271593" }]);
  });

  it("sends the code that was typed on a keyboard, wherever the focus is", () => {
    const screen = aScreen();
    screen.keys("48271593", 120);
    screen.wait(600);
    screen.press("Enter");
    expect(screen.sent).toEqual([{ action: "enter_code", code: "48271593" }]);
    expect(screen.swallowed).toHaveLength(1);
  });

  it("leaves Enter to the button that somebody has moved to", () => {
    const screen = aScreen();
    screen.keys("4827", 120);
    screen.press("Tab");
    screen.wait(600);
    screen.press("Tab");
    screen.press("Enter");
    expect(screen.sent).toEqual([]);
    expect(screen.swallowed).toEqual([]);
  });

  it("shows digits at once, though it is not yet known who types them", () => {
    const screen = aScreen();
    screen.keys("48", 120);
    expect(screen.model().entry).toBe("");
    expect(shownEntry(screen.model())).toBe("48");
  });

  it("ignores letters, erases, and holds no more than the longest code", () => {
    const screen = aScreen();
    screen.keys("4x8", 120);
    screen.wait(600);
    screen.press("Backspace");
    expect(screen.model().entry).toBe("4");
    screen.keys("1234567890123456", 120);
    screen.wait(600);
    expect(screen.model().entry).toHaveLength(12);
  });

  it("keeps what was typed when it did not reach the locker", () => {
    const screen = aScreen();
    screen.play({ type: "digit_pressed", digit: "4" }, { type: "submit_pressed" });
    screen.play({ type: "sent", reached: false });
    expect(screen.model()).toMatchObject({ entry: "4", notSent: true, isSending: false });
    screen.play({ type: "submit_pressed" }, { type: "sent", reached: true });
    expect(screen.model()).toMatchObject({ entry: "", notSent: false });
  });

  it("sends nothing while it is throttled, but lets a QR code through", () => {
    const screen = aScreen(sampleNamed("idle-throttled"));
    screen.play({ type: "digit_pressed", digit: "4" }, { type: "submit_pressed" });
    expect(screen.sent).toEqual([]);
    screen.keys(qr, 3);
    screen.press("Enter");
    expect(screen.sent).toEqual([{ action: "scan", text: qr }]);
  });

  it("takes an old refusal away when the next code is begun", () => {
    const screen = aScreen(sampleNamed("idle-code-unknown"));
    expect(screen.model().readRefusalOf).toBeNull();
    screen.play({ type: "digit_pressed", digit: "4" });
    expect(screen.model().readRefusalOf).toBe(screen.model().link.state?.revision);
  });
});

describe("the scanner", () => {
  it("is heard on every screen that takes a scan, also with a sheet open", () => {
    const screen = aScreen();
    screen.play({ type: "sheet_opened", sheet: "help" });
    screen.keys(qr, 3);
    screen.press("Enter");
    expect(screen.sent).toEqual([{ action: "scan", text: qr }]);
    expect(screen.model().sheet).toBeNull();
  });

  it("is not heard where a scan means nothing", () => {
    const screen = aScreen(sampleNamed("pickup-open"));
    screen.keys(qr, 3);
    screen.press("Enter");
    expect(screen.sent).toEqual([]);
  });

  it("never presses a button with its Enter", () => {
    const screen = aScreen(sampleNamed("pickup-open"));
    screen.keys(qr, 3);
    screen.press("Enter");
    expect(screen.swallowed.at(-1)).toMatchObject({ key: "Enter" });
  });

  it("reads a courier's label made of digits only", () => {
    const screen = aScreen(sampleNamed("courier-ready"));
    screen.keys("40425571", 3);
    screen.press("Enter");
    expect(screen.sent).toEqual([{ action: "scan", text: "40425571" }]);
  });

  it("does not take the space that presses a button for a label", () => {
    const screen = aScreen(sampleNamed("courier-ready"));
    screen.press(" ");
    screen.wait(600);
    expect(screen.model().entry).toBe("");
  });

  it("may be replaced by typing the label when it fails", () => {
    const screen = aScreen(sampleNamed("courier-ready"));
    screen.keys("PH0A17", 150);
    screen.wait(600);
    screen.press("Enter");
    expect(screen.sent).toEqual([{ action: "scan", text: "PH0A17" }]);
  });
});

describe("thanks after the last parcel", () => {
  it("let the next person type a code, for which the keypad comes up", () => {
    const screen = aScreen(sampleNamed("pickup-done"));
    expect(screen.model().isKeypadAskedFor).toBe(false);
    screen.keys("48271593", 120);
    screen.wait(600);
    expect(screen.model().isKeypadAskedFor).toBe(true);
    screen.press("Enter");
    expect(screen.sent).toEqual([{ action: "enter_code", code: "48271593" }]);
  });

  it("put the keypad away with the next screen", () => {
    const screen = aScreen(sampleNamed("pickup-done"));
    screen.play({ type: "keypad_turned", isAskedFor: true });
    screen.hear(sampleNamed("pickup-open"));
    expect(screen.model().isKeypadAskedFor).toBe(false);
  });

  it("end without a question, since nothing is lost", () => {
    const screen = aScreen(sampleNamed("pickup-done"));
    screen.wait(80_000);
    expect(warningOf(screen.model())).toBeNull();
  });
});

describe("an action", () => {
  it("is sent once however often it is pressed", () => {
    const screen = aScreen(sampleNamed("pickup-open"));
    const finish: ScreenEvent = { type: "acted", request: { action: "finish" } };
    screen.play(finish, finish);
    expect(screen.sent).toHaveLength(1);
  });

  it("is not sent when the agent does not allow it", () => {
    const screen = aScreen(sampleNamed("pickup-open"));
    screen.play({ type: "acted", request: { action: "start_collection" } });
    expect(screen.sent).toEqual([]);
  });
});

describe("the time-out of a visit", () => {
  const visit = sampleNamed("pickup-open");

  it("is warned of from the agent's time on and ends with it", () => {
    const screen = aScreen(visit);
    screen.wait(69_900);
    expect(warningOf(screen.model())).toBeNull();
    screen.wait(100);
    expect(warningOf(screen.model())).toEqual({ secondsLeft: 20 });
    screen.wait(20_000);
    expect(warningOf(screen.model())).toBeNull();
  });

  it("goes away when the agent gives more time", () => {
    const screen = aScreen(visit);
    screen.wait(75_000);
    screen.play({ type: "acted", request: { action: "stay_awake" } });
    expect(screen.sent).toEqual([{ action: "stay_awake" }]);
    screen.hear({
      ...visit,
      serverNow: sampleInstant(75),
      warnAt: sampleInstant(145),
      endsAt: sampleInstant(165),
    });
    expect(warningOf(screen.model())).toBeNull();
  });

  it("is put off by any touch, which the agent hears of, though not of each one", () => {
    const screen = aScreen(visit);
    screen.wait(30_000);
    screen.play({ type: "touched" });
    screen.wait(1_000);
    screen.play({ type: "touched" });
    screen.wait(1_000);
    expect(screen.sent).toEqual([{ action: "stay_awake" }]);
  });

  it("is not put off twice by a touch that was an action", () => {
    const screen = aScreen(visit);
    screen.wait(30_000);
    screen.play({ type: "touched" }, { type: "acted", request: { action: "report_empty" } });
    screen.wait(3_000);
    expect(screen.sent).toEqual([{ action: "report_empty" }]);
  });
});

describe("what somebody leaves behind on the idle screen", () => {
  it("is forgotten after a warning of twenty seconds", () => {
    const screen = aScreen();
    screen.play({ type: "language_chosen", language: "pl" }, { type: "digit_pressed", digit: "4" });
    screen.wait(69_900);
    expect(warningOf(screen.model())).toBeNull();
    screen.wait(600);
    expect(warningOf(screen.model())?.secondsLeft).toBe(20);
    screen.wait(20_000);
    expect(screen.model()).toMatchObject({ entry: "", preferences: defaultPreferences });
  });

  it("stays when the person asks for more time", () => {
    const screen = aScreen();
    screen.play({ type: "switched", preference: "largeText" });
    screen.wait(75_000);
    screen.play({ type: "more_time" });
    screen.wait(60_000);
    expect(screen.model().preferences.largeText).toBe(true);
  });

  it("does not make an untouched idle screen warn anybody", () => {
    const screen = aScreen();
    screen.wait(300_000);
    expect(warningOf(screen.model())).toBeNull();
  });
});

describe("the language", () => {
  it("is the one chosen by hand, else the grant's, else the locker's first", () => {
    expect(languageFor(defaultPreferences, null, ["de", "en"])).toBe("de");
    expect(languageFor(defaultPreferences, "pl", ["de", "en"])).toBe("pl");
    expect(languageFor({ ...defaultPreferences, language: "en" }, "pl", ["de"])).toBe("en");
  });

  it("and all preferences of a person end with the visit", () => {
    const screen = aScreen(sampleNamed("pickup-open"));
    screen.play(
      { type: "language_chosen", language: "pl" },
      { type: "switched", preference: "lowLayout" },
    );
    screen.hear(sampleNamed("pickup-done"));
    expect(screen.model().preferences.language).toBe("pl");
    screen.hear(idle);
    expect(screen.model().preferences).toBe(defaultPreferences);
  });

  it("stays when a visit begins on the idle screen", () => {
    const screen = aScreen();
    screen.play({ type: "language_chosen", language: "de" });
    screen.hear(sampleState(sampleNamed("pickup-open").screen, ["finish"]));
    expect(screen.model().preferences.language).toBe("de");
  });
});
