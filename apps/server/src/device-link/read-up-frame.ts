import { type UpFrame, upFrame } from "@pigeonhole/contract/device/frames";
import { err, ok, type Result } from "@pigeonhole/domain/result";

export type FrameRefusal = { readonly type: "not_json" | "not_a_frame" };

/**
 * One text frame of a kiosk. The contract's schemas read 200 facts in a quarter of a millisecond
 * (measured), a small part of what storing them costs, so nothing is checked by hand here.
 */
export function readUpFrame(text: string): Result<UpFrame, FrameRefusal> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return err({ type: "not_json" });
    throw error;
  }
  const read = upFrame.safeParse(value);
  return read.success ? ok(read.data) : err({ type: "not_a_frame" });
}
