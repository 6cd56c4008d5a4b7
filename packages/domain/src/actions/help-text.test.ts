import { expect, test } from "vitest";
import { actionsOf, allowedActions, statesOf, subjects } from "./allowed-actions.ts";
import { describeStates, explainRefusal } from "./help-text.ts";

test("a refusal says what is not possible and when it would be", () => {
  expect(explainRefusal("parcel", "cancel", "available_for_pickup")).toBe(
    "A parcel that is available for pickup cannot be cancelled; it can while it is announced, in transit or out for delivery.",
  );
  expect(explainRefusal("stay", "endStay", "ended")).toBe(
    "A stay that is ended cannot be ended; it can while it is open.",
  );
});

test("every refusal by state has a sentence, and nothing that is allowed has one", () => {
  for (const subject of subjects) {
    for (const state of statesOf(subject)) {
      const allowed: readonly string[] = allowedActions(subject, state);
      for (const action of actionsOf(subject)) {
        const sentence = explainRefusal(subject, action as never, state as never);
        expect(sentence === "", `${action} ${state}`).toBe(allowed.includes(action));
      }
    }
  }
});

test("the page of states names every state and every action", () => {
  const page = describeStates();
  for (const subject of subjects) {
    for (const action of actionsOf(subject)) expect(page).toContain(`\`${action}\``);
    for (const state of statesOf(subject))
      expect(page).toContain(`| ${state.replaceAll("_", " ")} |`);
  }
  expect(page).toContain("| ended | nothing |");
});
