// The bytes that came in since a request went out, with the moment each arrived: the only thing
// that tells an echo from an answer that looks the same.
import { joinBytes } from "../frames/scan-frames.ts";

export interface ReceiveWindow {
  add(bytes: Uint8Array, atMs: number): void;
  size(): number;
  /**
   * The bytes without the adapter's echo of the request: everything up to the end of the first run
   * of bytes equal to it, provided that run ended not later than `untilMs`.
   */
  withoutEcho(request: Uint8Array, untilMs: number): Uint8Array;
}

export function createReceiveWindow(): ReceiveWindow {
  let bytes: Uint8Array = new Uint8Array(0);
  const arrivedAtMs: number[] = [];
  return {
    add(chunk, atMs) {
      bytes = joinBytes([bytes, chunk]);
      for (let count = 0; count < chunk.length; count += 1) arrivedAtMs.push(atMs);
    },
    size: () => bytes.length,
    withoutEcho(request, untilMs) {
      const start = indexOfBytes(bytes, request);
      if (start === undefined) return bytes;
      const end = start + request.length;
      const endedAtMs = arrivedAtMs[end - 1] ?? Number.POSITIVE_INFINITY;
      return endedAtMs <= untilMs ? bytes.subarray(end) : bytes;
    },
  };
}

function indexOfBytes(bytes: Uint8Array, wanted: Uint8Array): number | undefined {
  for (let offset = 0; offset + wanted.length <= bytes.length; offset += 1) {
    if (wanted.every((byte, index) => bytes[offset + index] === byte)) return offset;
  }
  return undefined;
}
