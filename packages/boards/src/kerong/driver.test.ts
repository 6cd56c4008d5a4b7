import { describe, expect, test } from "vitest";
import { parseHex } from "../frames/hex.ts";
import { kerongDialect } from "./driver.ts";

describe("the Kerong dialect", () => {
  test("waits for no answer to an unlock", () => {
    expect(kerongDialect.unlock({ board: 1, channel: 4 })).toEqual({
      bytes: parseHex("02 13 31 03 49"),
      replyMayEqualRequest: false,
      findReply: undefined,
    });
  });

  test("takes the status of the board that was asked, and of no other", () => {
    const find = kerongDialect.status(1).findReply;
    const own = parseHex("02 10 35 01 80 04 00 03 CF");
    const others = parseHex("02 00 35 01 80 04 00 03 BF");
    expect(find?.(own)).toEqual({ contacts: [1, 128], goods: [4, 0] });
    expect(find?.(others)).toBeUndefined();
    expect(find?.(parseHex("02 10 36 00 00 00 00 03 4B"))).toBeUndefined();
  });
});
