import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseProfile } from "./parse-profile.ts";
import { PROFILE_DEFAULTS } from "./profile.ts";

function faultsOf(input: unknown): string[] {
  const result = parseProfile(input);
  return result.ok ? [] : result.refusal.map(({ path }) => path);
}

describe("a bus profile", () => {
  test("takes the dialect's defaults for what it leaves out", () => {
    const result = parseProfile('{"dialect":"kerong-ncu","boards":[{"address":0,"channels":16}]}');
    expect(result).toEqual({
      ok: true,
      value: {
        dialect: "kerong-ncu",
        ...PROFILE_DEFAULTS["kerong-ncu"],
        boards: [{ address: 0, channels: 16 }],
      },
    });
  });

  test("keeps everything that it says", () => {
    const profile = {
      dialect: "8a-xor",
      baud: 19_200,
      boards: [
        {
          address: 32,
          channels: 50,
          feedback: "open-short",
          statusByteOrder: "ch1-first",
          overrides: [{ channel: 50, feedback: "closed-short" }],
        },
      ],
      statusByteOrder: "ch1-last",
      feedback: "closed-short",
      goodsPolarity: "no-sensor",
      pulseMs: 0,
      settleMs: 1,
      replyTimeoutMs: 2,
      unlockReplyTimeoutMs: 3,
      frameQuietMs: 4,
      lateReplyMaxMs: 5,
      reopenAfterTimeout: false,
    };
    expect(parseProfile(profile)).toEqual({ ok: true, value: profile });
    expect(parseProfile(JSON.stringify(profile))).toEqual({ ok: true, value: profile });
  });

  test("is refused with every fault at its place", () => {
    expect(
      faultsOf({
        dialect: "8a-xor",
        baud: 300,
        colour: "red",
        frameQuietMs: 0,
        pulseMs: 10_001,
        reopenAfterTimeout: "yes",
        boards: [
          { address: 0, channels: 51, feedback: "short" },
          { address: 0, channels: 8, overrides: [{ channel: 9, feedback: "no", why: 1 }] },
          7,
        ],
      }),
    ).toEqual([
      "colour",
      "boards[2]",
      "boards[0].channels",
      "boards[0].feedback",
      "boards[0].address",
      "boards[1].overrides[0].why",
      "boards[1].overrides[0].channel",
      "boards[1].overrides[0].feedback",
      "boards[1].address",
      "boards[2].channels",
      "boards[2].address",
      "boards",
      "baud",
      "pulseMs",
      "frameQuietMs",
      "reopenAfterTimeout",
    ]);
  });

  test.each([
    ["nothing", undefined],
    ["text that is not JSON", "{"],
    ["a list", []],
    ["an unknown dialect", { dialect: "wkly", boards: [{ address: 1, channels: 1 }] }],
    ["no boards", { dialect: "8a-xor", boards: [] }],
    ["boards that are no list", { dialect: "8a-xor", boards: {} }],
    [
      "a Kerong board at the address of the whole bus",
      { dialect: "kerong-cu16", boards: [{ address: 15, channels: 1 }] },
    ],
    [
      "a Kerong board with 17 locks",
      { dialect: "kerong-cu16", boards: [{ address: 0, channels: 17 }] },
    ],
  ])("is refused for %s", (_, input) => {
    expect(parseProfile(input).ok).toBe(false);
  });

  test("never makes its reader throw", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        parseProfile(value);
        parseProfile({ dialect: "8a-xor", boards: value });
        parseProfile({ dialect: "8a-xor", boards: [value] });
      }),
    );
  });
});
