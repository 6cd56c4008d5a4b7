import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readVectors } from "../frames/read-vectors.ts";
import { createFrameStream, joinBytes, scanBurst } from "../frames/scan-frames.ts";
import { encodeReply, encodeRequest, type KerongRequest, readRequest } from "./board-frames.ts";
import { decodeReply, encodeStatus, encodeUnlock, type KerongReply, readReply } from "./codec.ts";
import { encodeUnlockAll } from "./service-frames.ts";

const vectors = readVectors(
  readFileSync(new URL("../../vectors/kerong.txt", import.meta.url), "utf8"),
);
const ofKind = (kind: string) => vectors.filter((vector) => vector.kind === kind);
const board = fc.integer({ min: 0, max: 14 });
const byte = fc.integer({ min: 0, max: 255 });
const twoBytes = fc.array(byte, { minLength: 2, maxLength: 2 });
const requests: fc.Arbitrary<KerongRequest> = fc.oneof(
  fc.record({
    type: fc.constant("unlock"),
    board,
    channel: fc.integer({ min: 1, max: 16 }),
  }),
  fc.record({ type: fc.constantFrom("status", "unlock-all"), board }),
  fc.record({ type: fc.constant("bus-status") }),
);
const replies: fc.Arbitrary<KerongReply> = fc.record({
  type: fc.constantFrom("status", "bus-status"),
  board,
  locks: twoBytes,
  goods: twoBytes,
});

describe("Kerong vectors", () => {
  test("the file holds vectors of every kind", () => {
    const kinds = new Set(vectors.map(({ kind }) => kind));
    expect(kinds).toEqual(
      new Set(["burst", "invalid-reply", "invalid-request", "reply", "request"]),
    );
  });

  test.each(ofKind("request"))("request: $line", ({ meaning, bytes }) => {
    expect(readRequest(bytes)).toEqual({ type: "frame", frame: meaning, length: bytes.length });
    expect(encodeRequest(meaning as KerongRequest)).toEqual(bytes);
  });

  test.each(ofKind("reply"))("reply: $line", ({ meaning, bytes }) => {
    expect(decodeReply(bytes)).toEqual(meaning);
    expect(encodeReply(meaning as KerongReply)).toEqual(bytes);
  });

  test.each(ofKind("burst"))("found in a burst: $line", ({ meaning, bytes }) => {
    expect(scanBurst(bytes, readReply)).toContainEqual(meaning);
  });

  test.each(ofKind("invalid-reply"))("no reply: $line", ({ bytes }) => {
    expect(decodeReply(bytes)).toBeUndefined();
  });

  test.each(ofKind("invalid-request"))("no request: $line", ({ bytes }) => {
    expect(readRequest(bytes)).toEqual({ type: "none" });
  });
});

describe("Kerong codec", () => {
  test("every request is read as it was written, also byte by byte", () => {
    fc.assert(
      fc.property(requests, (request) => {
        const stream = createFrameStream(readRequest);
        const found = [...encodeRequest(request)].flatMap((one) => stream.feed(Uint8Array.of(one)));
        expect(found).toEqual([request]);
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
        for (const read of [readReply, readRequest]) {
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
      .map((bytes) => bytes.map((one) => one | 0x80));
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

  test("addresses and locks that no board has are defects", () => {
    expect(() => encodeUnlock({ board: 15, channel: 1 })).toThrow(RangeError);
    expect(() => encodeUnlock({ board: 0, channel: 17 })).toThrow(RangeError);
    expect(() => encodeUnlock({ board: 0, channel: 0 })).toThrow(RangeError);
    expect(() => encodeUnlock({ board: 0, channel: 1.5 })).toThrow(RangeError);
    expect(() => encodeStatus(-1)).toThrow(RangeError);
    expect(() => encodeStatus(0.5)).toThrow(RangeError);
    expect(() => encodeUnlockAll(15)).toThrow(RangeError);
  });
});
