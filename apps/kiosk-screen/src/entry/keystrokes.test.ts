import { describe, expect, it } from "vitest";
import {
  type KeyReading,
  type Keystrokes,
  noKeystrokes,
  readCharacter,
  readEnter,
  readSilence,
  settlesAtMs,
} from "./keystrokes.ts";

const rule = { codeDigitsMax: 8 };
const qr = "PH1:0123456789ABCDEFGHJKMNPQRS";

type Typing = { readonly keys: Keystrokes; readonly typed: string; readonly atMs: number };

function type(
  text: string,
  everyMs: number,
  from: Typing = { keys: noKeystrokes, typed: "", atMs: 0 },
): Typing {
  let { keys, typed, atMs } = from;
  for (const character of text) {
    atMs += everyMs;
    const silence = readSilence(keys, atMs, rule);
    const read: KeyReading = readCharacter(silence.keys, character, atMs);
    typed += silence.typed + read.typed;
    keys = read.keys;
  }
  return { keys, typed, atMs };
}

describe("keystrokes at the kiosk", () => {
  it("are a scan when they come as fast as only a scanner types, ended by Enter", () => {
    for (const everyMs of [0, 1, 15, 40, 90]) {
      const { keys, typed, atMs } = type(qr, everyMs);
      const end = readEnter(keys, atMs + everyMs, rule);
      expect(typed).toBe("");
      expect(end).toMatchObject({ scan: qr, typed: "", enter: false, swallow: true });
    }
  });

  it("are a scan also from a scanner that sends no Enter", () => {
    const { keys } = type(qr, 5);
    const at = settlesAtMs(keys) ?? 0;
    expect(readSilence(keys, at - 1, rule).scan).toBeNull();
    expect(readSilence(keys, at, rule).scan).toBe(qr);
  });

  it("do not let a scanner's late Enter press a button", () => {
    const { keys, atMs } = type(qr, 5);
    const scanned = readSilence(keys, atMs + 200, rule);
    const late = readEnter(scanned.keys, atMs + 300, rule);
    expect(late).toMatchObject({ enter: false, swallow: true });
    const muchLater = readEnter(scanned.keys, atMs + 5_000, rule);
    expect(muchLater).toMatchObject({ enter: true, swallow: false });
  });

  it("are digits of a code when a person types, quick ones included", () => {
    for (const everyMs of [50, 70, 120, 400]) {
      const { keys, typed, atMs } = type("48271593", everyMs);
      const end = readEnter(keys, atMs + everyMs, rule);
      expect(typed + end.typed).toBe("48271593");
      expect(end.enter).toBe(true);
      expect(end.scan).toBeNull();
    }
  });

  it("keep fingers that roll over two or three keys for a person's", () => {
    const first = type("482", 20);
    const rest = type("71", 150, first);
    const end = readEnter(rest.keys, rest.atMs + 150, rule);
    expect(rest.typed + end.typed).toBe("48271");
  });

  it("take as many digits as a code has for a code even when pasted in at once", () => {
    const { keys, atMs } = type("48271593", 0);
    expect(readEnter(keys, atMs, rule)).toMatchObject({
      typed: "48271593",
      scan: null,
      enter: true,
    });
  });

  it("take more digits than a code has for a label", () => {
    const { keys, atMs } = type("00340434161094042557", 3);
    expect(readEnter(keys, atMs, rule).scan).toBe("00340434161094042557");
  });

  it("take digits for a label where no code can be typed", () => {
    const { keys, atMs } = type("40425571", 3);
    expect(readEnter(keys, atMs, { codeDigitsMax: 0 }).scan).toBe("40425571");
  });

  it("stay apart when somebody had begun to type before scanning", () => {
    const begun = type("48", 200);
    const pause = { ...begun, atMs: begun.atMs + 900 };
    const scanned = type(qr, 4, pause);
    expect(scanned.typed).toBe("48");
    expect(readEnter(scanned.keys, scanned.atMs, rule).scan).toBe(qr);
  });

  it("have an end, so that a stuck key fills nothing", () => {
    const { keys } = type("A".repeat(1_000), 1);
    expect(keys.burst.length).toBeLessThanOrEqual(300);
  });
});
