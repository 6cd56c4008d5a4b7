import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readVectors } from "../frames/read-vectors.ts";
import { createFrameStream, joinBytes, scanBurst } from "../frames/scan-frames.ts";
import { encodeReply, encodeRequest, readRequest, type Xor8aRequest } from "./board-frames.ts";
import {
  decodeReply,
  encodeQuery,
  encodeQueryAll,
  encodeUnlock,
  readShortReply,
  readStatusReply,
  type Xor8aReply,
} from "./codec.ts";
import { encodeHold, encodeUnlockAll, encodeUnlockSeveral } from "./service-frames.ts";

const vectors = readVectors(
  readFileSync(new URL("../../vectors/xor-8a.txt", import.meta.url), "utf8"),
);
const ofKind = (kind: string) => vectors.filter((vector) => vector.kind === kind);
const board = fc.integer({ min: 1, max: 32 });
const channel = fc.integer({ min: 1, max: 50 });
const byte = fc.integer({ min: 0, max: 255 });
const requests: fc.Arbitrary<Xor8aRequest> = fc.oneof(
  fc.record({ type: fc.constantFrom("unlock", "query", "hold-on", "hold-off"), board, channel }),
  fc.record({ type: fc.constantFrom("unlock-all", "query-all"), board }),
);
const replies: fc.Arbitrary<Xor8aReply> = fc.oneof(
  fc.record({ type: fc.constantFrom("unlock", "query"), board, channel, contact: fc.boolean() }),
  fc.record({ type: fc.constant("unlock-all"), board }),
  fc.record({
    type: fc.constant("query-all"),
    board,
    status: fc.oneof(
      fc.array(byte, { minLength: 3, maxLength: 3 }),
      fc.array(byte, { minLength: 7, maxLength: 7 }),
    ),
  }),
);

describe("8A/80 vectors", () => {
  test("the file holds vectors of every kind", () => {
    const kinds = new Set(vectors.map(({ kind }) => kind));
    expect(kinds).toEqual(
      new Set(["burst", "invalid-reply", "invalid-request", "reply", "request"]),
    );
  });

  test.each(ofKind("request"))("request: $line", ({ meaning, bytes }) => {
    expect(readRequest(bytes)).toEqual({ type: "frame", frame: meaning, length: bytes.length });
    expect(encodeRequest(meaning as Xor8aRequest)).toEqual(bytes);
  });

  test.each(ofKind("reply"))("reply: $line", ({ meaning, bytes }) => {
    expect(decodeReply(bytes)).toEqual(meaning);
    expect(encodeReply(meaning as Xor8aReply)).toEqual(bytes);
  });

  test.each(ofKind("burst"))("found in a burst: $line", ({ meaning, bytes }) => {
    const isStatus = (meaning as Xor8aReply).type === "query-all";
    const found = scanBurst(bytes, isStatus ? readStatusReply : readShortReply);
    expect(found).toContainEqual(meaning);
  });

  test.each(ofKind("invalid-reply"))("no reply: $line", ({ bytes }) => {
    expect(decodeReply(bytes)).toBeUndefined();
  });

  test.each(ofKind("invalid-request"))("no request: $line", ({ bytes }) => {
    expect(readRequest(bytes)).toEqual({ type: "none" });
  });
});

describe("8A/80 codec", () => {
  test("every request is read as it was written, also byte by byte", () => {
    fc.assert(
      fc.property(requests, (request) => {
        const stream = createFrameStream(readRequest);
        const found = [...encodeRequest(request)].flatMap((one) => stream.feed(Uint8Array.of(one)));
        expect(found).toEqual([request]);
      }),
    );
  });

  test("several locks at once are read as they were written", () => {
    const channels = fc.uniqueArray(channel, { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(board, channels, (address, chosen) => {
        const bytes = encodeUnlockSeveral(address, chosen);
        const attempt = readRequest(bytes);
        // A long mask whose head happens to be a valid short one is read short; real masks of
        // large boards are told apart by nothing else.
        fc.pre(attempt.type === "frame" && attempt.length === bytes.length);
        const sorted = [...chosen].sort((a, b) => a - b);
        expect(attempt).toMatchObject({ frame: { board: address, channels: sorted } });
      }),
    );
  });

  test("every reply is read as it was written", () => {
    fc.assert(
      fc.property(replies, (reply) => {
        expect(decodeReply(encodeReply(reply))).toEqual(reply);
      }),
    );
  });

  test("no bytes make a reader throw or read past its input", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        for (const read of [readShortReply, readStatusReply, readRequest]) {
          const attempt = read(bytes);
          if (attempt.type === "frame") expect(attempt.length).toBeLessThanOrEqual(bytes.length);
          scanBurst<unknown>(bytes, read);
        }
        decodeReply(bytes);
      }),
    );
  });

  test("a request is found behind garbage, and the garbage fires nothing", () => {
    const harmless = fc
      .uint8Array({ maxLength: 20 })
      .map((bytes) => bytes.map((one) => one & 0x7f));
    fc.assert(
      fc.property(harmless, requests, (garbage, request) => {
        const stream = createFrameStream(readRequest);
        expect(stream.feed(joinBytes([garbage, encodeRequest(request)]))).toEqual([request]);
      }),
    );
  });

  test("one wrong bit anywhere makes a frame invalid", () => {
    fc.assert(
      fc.property(replies, fc.nat(), fc.nat({ max: 7 }), (reply, place, bit) => {
        const bytes = encodeReply(reply);
        const index = place % bytes.length;
        bytes[index] = (bytes[index] ?? 0) ^ (1 << bit);
        expect(decodeReply(bytes)).toBeUndefined();
      }),
    );
  });

  test("addresses and channels that no board has are defects", () => {
    expect(() => encodeUnlock({ board: 0, channel: 1 })).toThrow(RangeError);
    expect(() => encodeUnlock({ board: 1, channel: 51 })).toThrow(RangeError);
    expect(() => encodeUnlock({ board: 1.5, channel: 1 })).toThrow(RangeError);
    expect(() => encodeQuery({ board: 1, channel: 0.5 })).toThrow(RangeError);
    expect(() => encodeQueryAll(33)).toThrow(RangeError);
    expect(() => encodeUnlockAll(0)).toThrow(RangeError);
    expect(() => encodeUnlockSeveral(1, [0])).toThrow(RangeError);
    expect(() => encodeHold({ board: 1, channel: 0 }, true)).toThrow(RangeError);
    expect(() => encodeHold({ board: 0, channel: 1 }, false)).toThrow(RangeError);
  });
});
