import { describe, expect, it } from "vitest";
import {
  burstSettleMs,
  type EntryRule,
  type Keystrokes,
  noKeystrokes,
  readCharacter,
  readEnter,
  readInterruption,
  readSilence,
} from "./keystrokes.ts";

const atKeypad: EntryRule = { codeDigitsMax: 8, takesLetters: false };
const atLabels: EntryRule = { codeDigitsMax: 0, takesLetters: true };
const qr = "PH1:0123456789ABCDEFGHJKMNPQRS";

type Typing = { readonly keys: Keystrokes; readonly typed: string; readonly atMs: number };
const nothing: Typing = { keys: noKeystrokes, typed: "", atMs: 0 };

/** Plays characters, each so many milliseconds after the one before it. */
function type(text: string, gapsMs: readonly number[], rule = atKeypad, from = nothing): Typing {
  let { keys, typed, atMs } = from;
  for (const [index, character] of [...text].entries()) {
    atMs += gapsMs[index % gapsMs.length] ?? 0;
    const silence = readSilence(keys, atMs, rule);
    keys = readCharacter(silence.keys, character, atMs).keys;
    typed += silence.typed;
  }
  return { keys, typed, atMs };
}

describe("keystrokes at the keypad", () => {
  it("are a scan when they come as fast as only a scanner types, ended by Enter", () => {
    for (const everyMs of [0, 1, 15, 40, 90]) {
      const { keys, typed, atMs } = type(qr, [everyMs]);
      expect(typed).toBe("");
      expect(readEnter(keys, atMs + everyMs, atKeypad)).toMatchObject({
        scan: qr,
        typed: "",
        enter: false,
        swallow: true,
      });
    }
  });

  it("are a scan also when a busy machine hears the scanner slowly and unevenly", () => {
    const { keys, typed, atMs } = type(qr, [5, 5, 240, 5, 450]);
    expect(typed).toBe("");
    expect(readEnter(keys, atMs + 300, atKeypad)).toMatchObject({ scan: qr, swallow: true });
  });

  it("are a scan also from a scanner that sends no Enter", () => {
    const { keys, atMs } = type(qr, [5]);
    expect(readSilence(keys, atMs + burstSettleMs - 1, atKeypad).scan).toBeNull();
    expect(readSilence(keys, atMs + burstSettleMs, atKeypad).scan).toBe(qr);
  });

  it("do not let a scanner's late Enter press a button", () => {
    const { keys, atMs } = type(qr, [5]);
    const scanned = readSilence(keys, atMs + burstSettleMs, atKeypad);
    const late = readEnter(scanned.keys, atMs + burstSettleMs + 300, atKeypad);
    expect(late).toMatchObject({ enter: false, swallow: true });
    const muchLater = readEnter(scanned.keys, atMs + 5_000, atKeypad);
    expect(muchLater).toMatchObject({ enter: true, swallow: false });
  });

  it("are digits of a code when a person types, at whatever speed", () => {
    for (const everyMs of [0, 50, 120, 400, 900]) {
      const { keys, typed, atMs } = type("48271593", [everyMs]);
      const end = readEnter(keys, atMs + everyMs, atKeypad);
      expect(typed + end.typed).toBe("48271593");
      expect(end).toMatchObject({ enter: true, scan: null });
    }
  });

  it("are a person's when there are more digits than a code has, typed slowly", () => {
    const { keys, typed, atMs } = type("482715934", [180]);
    const end = readEnter(keys, atMs + 180, atKeypad);
    expect(typed + end.typed).toBe("482715934");
    expect(end.scan).toBeNull();
  });

  it("are a label when there are more digits than a code has, typed fast", () => {
    const { keys, atMs } = type("00340434161094042557", [3]);
    expect(readEnter(keys, atMs, atKeypad).scan).toBe("00340434161094042557");
  });

  it("stay apart when somebody had begun to type before scanning", () => {
    const begun = type("48", [200]);
    const scanned = type(qr, [4], atKeypad, { ...begun, atMs: begun.atMs + 900 });
    expect(scanned.typed).toBe("48");
    expect(readEnter(scanned.keys, scanned.atMs, atKeypad).scan).toBe(qr);
  });

  it("forgive a letter among the digits", () => {
    const { keys, atMs } = type("4827x159", [150]);
    expect(readEnter(keys, atMs + 150, atKeypad)).toMatchObject({ typed: "4827x159", scan: null });
  });

  it("leave no digits of a scan that broke off", () => {
    const { keys, atMs } = type("PH1:0123", [5, 200]);
    const silence = readSilence(keys, atMs + burstSettleMs, atKeypad);
    expect(silence).toMatchObject({ typed: "", scan: null });
  });

  it("are the person's own when the person goes on to something else", () => {
    const { keys } = type("4827", [120]);
    expect(readInterruption(keys)).toMatchObject({ typed: "4827", scan: null });
  });

  it("have an end, so that a stuck key fills nothing", () => {
    const { keys } = type("A".repeat(1_000), [1]);
    expect(keys.burst.length).toBeLessThanOrEqual(300);
  });
});

describe("keystrokes where labels are scanned", () => {
  it("are a scan of digits alone, where no code can be typed", () => {
    const { keys, atMs } = type("40425571", [3], atLabels);
    expect(readEnter(keys, atMs, atLabels).scan).toBe("40425571");
  });

  it("are a person's when a label is typed by hand", () => {
    const { keys, typed, atMs } = type("PH0A17N3", [250, 700], atLabels);
    const end = readEnter(keys, atMs + 250, atLabels);
    expect(typed + end.typed).toBe("PH0A17N3");
    expect(end).toMatchObject({ enter: true, scan: null });
  });

  it("lose nothing when a busy machine hears the scanner slowly", () => {
    const { keys, typed, atMs } = type("PH0A17N3K8D2Q6", [5, 5, 5, 240], atLabels);
    const end = readEnter(keys, atMs + 5, atLabels);
    expect(typed + end.typed).toBe("PH0A17N3K8D2Q6");
    expect(end.enter).toBe(true);
  });
});
