import { expect, test } from "vitest";
import { reconnectMaxMs, waitBeforeReconnect } from "./cloud-link.ts";

test("waits between attempts grow to a minute and are spread by chance", () => {
  const longest = [1, 2, 3, 4, 5, 6, 7, 50].map((failures) => waitBeforeReconnect(failures, 1));
  expect(longest).toEqual([
    1_000,
    2_000,
    4_000,
    8_000,
    16_000,
    32_000,
    reconnectMaxMs,
    reconnectMaxMs,
  ]);
  expect(waitBeforeReconnect(7, 0)).toBe(reconnectMaxMs / 2);
});
