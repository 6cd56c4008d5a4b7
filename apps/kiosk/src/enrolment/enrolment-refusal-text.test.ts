import { expect, test } from "vitest";
import type { EnrolRefusal } from "./enrol.ts";
import { enrolmentRefusalText } from "./enrolment-refusal-text.ts";

test.each<[EnrolRefusal, RegExp]>([
  [{ type: "refused", status: 403, code: "enrolment.refused" }, /ask the operator for a new one/],
  [{ type: "refused", status: 429, code: "request.rate_limited" }, /wait a minute/],
  [{ type: "refused", status: 500, code: "unknown" }, /unknown, status 500/],
  [{ type: "already_enrolled", lockerId: "lkr_1" }, /enrolled already, for the locker lkr_1/],
  [{ type: "server_not_understood", status: 200 }, /--server/],
])("whoever enrols a kiosk is told in a sentence why it was not done: %j", (refusal, sentence) => {
  const text = enrolmentRefusalText(refusal);
  expect(text).toMatch(sentence);
  expect(text).not.toMatch(/[{}"]/);
});
