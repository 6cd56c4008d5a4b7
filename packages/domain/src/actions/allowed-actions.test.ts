import { expect, test } from "vitest";
import { aParcel } from "../builders.ts";
import { actionsOf, allowedActions, can, statesOf, subjects } from "./allowed-actions.ts";

test("a parcel in a compartment may be picked up, extended, sent back and reported missing", () => {
  expect(allowedActions("parcel", "available_for_pickup")).toEqual([
    "recordCarrierScan",
    "pickUp",
    "passDeadline",
    "extend",
    "sendBack",
    "reportMissing",
  ]);
  expect(allowedActions("parcel", "delivered")).toEqual(["recordCarrierScan"]);
});

test("a predicate asks the table about the thing itself", () => {
  expect(can("pickUp", aParcel({ state: "available_for_pickup" }))).toBe(true);
  expect(can("pickUp", aParcel({ state: "overdue" }))).toBe(false);
  expect(can("occupy", { state: "needs-check" })).toBe(false);
  expect(can("occupy", { state: "broken" })).toBe(false);
});

test("can and allowedActions agree for every action in every state", () => {
  for (const subject of subjects) {
    for (const state of statesOf(subject)) {
      const allowed: readonly string[] = allowedActions(subject, state);
      for (const action of actionsOf(subject)) {
        expect(can(action, { state } as never), `${action} ${state}`).toBe(
          allowed.includes(action),
        );
      }
    }
  }
});

test("action names are unique over all subjects, so that one word means one thing", () => {
  const names = subjects.flatMap((subject) => [...actionsOf(subject)]);
  expect(new Set(names).size).toBe(names.length);
});

test("an action nobody knows is a defect", () => {
  expect(() => can("melt" as never, { state: "free" } as never)).toThrow("no such action: melt");
});
