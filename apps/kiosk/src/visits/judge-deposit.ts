import { type DepositDoubt, depositOpenMinMs } from "./visit.ts";

/** Is there reason to doubt that a parcel is behind the door that was just shut? */
export function judgeDeposit(seen: {
  readonly openMs: number;
  readonly goods: "present" | "absent" | "unknown";
}): DepositDoubt {
  if (seen.goods === "absent") return "sensor_says_empty";
  if (seen.openMs < depositOpenMinMs) return "door_open_too_short";
  return "none";
}
