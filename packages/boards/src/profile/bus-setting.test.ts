import { describe, expect, test } from "vitest";
import { parseBusSetting } from "./bus-setting.ts";
import { PROFILE_DEFAULTS } from "./profile.ts";

describe("a bus in one line", () => {
  test("names a gateway and its boards", () => {
    const line =
      "main=tcp://10.0.0.7:5000?dialect=8a-xor&boards=1x24,2x8&byteOrder=ch1-first&pulseMs=300&reopenAfterTimeout=false";
    expect(parseBusSetting(line)).toEqual({
      ok: true,
      value: {
        name: "main",
        place: { type: "tcp", host: "10.0.0.7", port: 5000 },
        profile: {
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
      },
    });
  });

  test("names a serial device", () => {
    const result = parseBusSetting(
      "left=serial:///dev/ttyUSB0?dialect=kerong-ncu&boards=0x16&goods=no-sensor",
    );
    expect(result).toMatchObject({
      ok: true,
      value: {
        place: { type: "serial", path: "/dev/ttyUSB0" },
        profile: { goodsPolarity: "no-sensor", baud: 19_200 },
      },
    });
  });

  test.each([
    ["without a name", "tcp://10.0.0.7:5000?dialect=8a-xor&boards=1x24"],
    ["with a name only", "main"],
    ["without an address", "main="],
    ["without a port", "main=tcp://10.0.0.7?dialect=8a-xor&boards=1x24"],
    ["of an unknown kind", "main=http://10.0.0.7:1?dialect=8a-xor&boards=1x24"],
    ["without a device", "main=serial://?dialect=8a-xor&boards=1x24"],
    ["without boards", "main=tcp://10.0.0.7:1?dialect=8a-xor"],
    ["with boards that are no boards", "main=tcp://10.0.0.7:1?dialect=8a-xor&boards=24"],
    ["without a dialect", "main=tcp://10.0.0.7:1?boards=1x24"],
    ["with an unknown option", "main=tcp://10.0.0.7:1?dialect=8a-xor&boards=1x24&retries=3"],
  ])("is refused %s", (_, line) => {
    expect(parseBusSetting(line).ok).toBe(false);
  });
});
