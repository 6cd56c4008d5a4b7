// Finding frames in what a line delivers. Lines deliver garbage before a frame, two frames glued
// together, and one frame in many chunks; none of it may throw.

/** What the bytes from some offset on look like to one codec. */
export type FrameAttempt<F> =
  | { readonly type: "frame"; readonly frame: F; readonly length: number }
  | { readonly type: "partial" }
  | { readonly type: "none" };

/** Tries to read one frame from the first byte of `bytes` on. */
export type ReadFrame<F> = (bytes: Uint8Array) => FrameAttempt<F>;

/** All frames in a finished burst; bytes that belong to none are skipped. */
export function scanBurst<F>(burst: Uint8Array, readFrame: ReadFrame<F>): F[] {
  const frames: F[] = [];
  let offset = 0;
  while (offset < burst.length) {
    const attempt = readFrame(burst.subarray(offset));
    if (attempt.type === "frame") {
      frames.push(attempt.frame);
      offset += attempt.length;
    } else {
      offset += 1;
    }
  }
  return frames;
}

/** Takes bytes in any chunking and gives back each frame as soon as it is complete. */
export interface FrameStream<F> {
  feed(chunk: Uint8Array): F[];
  reset(): void;
}

/** A stream never holds more than the longest partial frame, because `readFrame` bounds it. */
export function createFrameStream<F>(readFrame: ReadFrame<F>): FrameStream<F> {
  let held: Uint8Array = new Uint8Array(0);
  return {
    feed(chunk) {
      held = joinBytes([held, chunk]);
      const frames: F[] = [];
      while (held.length > 0) {
        const attempt = readFrame(held);
        if (attempt.type === "partial") break;
        if (attempt.type === "frame") frames.push(attempt.frame);
        held = held.subarray(attempt.type === "frame" ? attempt.length : 1);
      }
      return frames;
    },
    reset() {
      held = new Uint8Array(0);
    },
  };
}

/** One array with all parts behind each other. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** Whether two byte strings are the same. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
