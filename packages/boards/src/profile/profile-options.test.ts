import { describe, expect, test } from "vitest";
import { PROFILE_DEFAULTS } from "./profile.ts";
import { profileFromOptions } from "./profile-options.ts";

describe("a profile in one line", () => {
  test("says what differs from the dialect's defaults", () => {
    const options = {
      dialect: "8a-xor",
      boards: "1x24, 2x8",
      byteOrder: "ch1-first",
      pulseMs: "300",
      reopenAfterTimeout: "false",
    };
    expect(profileFromOptions(options)).toEqual({
      ok: true,
      value: {
        dialect: "8a-xor",
        ...PROFILE_DEFAULTS["8a-xor"],
        statusByteOrder: "ch1-first",
        pulseMs: 300,
        reopenAfterTimeout: false,
        boards: [
          { address: 1, channels: 24 },
          { address: 2, channels: 8 },
        ],
      },
    });
  });

  test.each([
    ["without boards", { dialect: "8a-xor" }],
    ["with boards that are no boards", { dialect: "8a-xor", boards: "24" }],
    ["without a dialect", { boards: "1x24" }],
    ["with an unknown option", { dialect: "8a-xor", boards: "1x24", retries: "3" }],
  ])("is refused %s", (_, options) => {
    expect(profileFromOptions(options).ok).toBe(false);
  });
});
