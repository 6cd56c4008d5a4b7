import { expect, test } from "vitest";
import { aGrant, aMonday as monday } from "../builders.ts";
import { decideGrant, decideUse, evolveGrant, type Grant, type GrantCommand } from "./grant.ts";

const notAfter = monday.add({ hours: 72 });
const late = notAfter.add({ nanoseconds: 1 });

function after(grant: Grant, ...commands: GrantCommand[]): Grant {
  return commands.reduce((before, command) => {
    const decision = decideGrant(before, command);
    if (!decision.ok) throw new Error(decision.error.type);
    return decision.value.reduce(evolveGrant, before);
  }, grant);
}

function refusalOf(grant: Grant, command: GrantCommand): unknown {
  const decision = decideGrant(grant, command);
  return decision.ok ? "allowed" : decision.error;
}

test("a grant works from its first to its last instant, both inclusive", () => {
  expect(decideUse(aGrant(), monday).ok).toBe(true);
  expect(decideUse(aGrant(), notAfter).ok).toBe(true);
  expect(decideUse(aGrant(), late)).toEqual({
    ok: false,
    error: { type: "deadline_passed", notAfter },
  });
  expect(decideUse(aGrant(), monday.subtract({ nanoseconds: 1 }))).toEqual({
    ok: false,
    error: { type: "not_yet", notBefore: monday },
  });
});

test("a grant that may be used once ends with its use", () => {
  const used = after(aGrant(), { type: "use", at: monday });
  expect(used).toMatchObject({ state: "ended", endedBy: "used_up", uses: 1 });
  expect(refusalOf(used, { type: "use", at: monday })).toEqual({
    type: "already_used",
    usedAt: monday,
  });
});

test("a courier's grant works as often as needed within its time", () => {
  const courier = aGrant({ purpose: "courier", usesMax: null });
  const used = after(courier, { type: "use", at: monday }, { type: "use", at: monday });
  expect(used).toMatchObject({ state: "active", uses: 2 });
});

test("a grant of a parcel that is not deposited yet says so, and works after the deposit", () => {
  const inactive = aGrant({ state: "inactive", notAfter: null });
  expect(refusalOf(inactive, { type: "use", at: monday })).toEqual({ type: "not_deposited_yet" });
  const active = after(inactive, { type: "activate", at: monday, notAfter });
  expect(active).toEqual(aGrant());
  const kept = after(aGrant({ state: "inactive" }), {
    type: "activate",
    at: monday,
    notAfter: null,
  });
  expect(kept.notAfter).toEqual(notAfter);
});

test("a grant without a known end does not run out", () => {
  const endless = aGrant({ notAfter: null });
  expect(decideUse(endless, late).ok).toBe(true);
  expect(refusalOf(endless, { type: "expireGrant", at: late })).toEqual({
    type: "not_expired_yet",
    notAfter: null,
  });
});

test("a revoked grant opens nothing, not even again", () => {
  const revoked = after(
    aGrant({ usesMax: null }),
    { type: "use", at: monday },
    { type: "revoke", at: monday },
  );
  expect(refusalOf(revoked, { type: "use", at: monday })).toEqual({ type: "revoked" });
  expect(refusalOf(revoked, { type: "openAgain", at: monday })).toEqual({ type: "revoked" });
  expect(refusalOf(revoked, { type: "prolong", at: monday, notAfter: late })).toEqual({
    type: "not_allowed",
    action: "prolong",
    state: "ended",
  });
});

test("an expired grant names the deadline, and can be prolonged before", () => {
  const expired = after(aGrant(), { type: "expireGrant", at: late });
  expect(refusalOf(expired, { type: "use", at: late })).toEqual({
    type: "deadline_passed",
    notAfter,
  });
  expect(refusalOf(aGrant(), { type: "expireGrant", at: notAfter })).toMatchObject({
    type: "not_expired_yet",
  });
  const longer = late.add({ hours: 24 });
  const prolonged = after(aGrant(), { type: "prolong", at: monday, notAfter: longer });
  expect(decideUse(prolonged, longer).ok).toBe(true);
});

test("an ended grant without a reason opens nothing", () => {
  expect(refusalOf(aGrant({ state: "ended" }), { type: "use", at: monday })).toEqual({
    type: "revoked",
  });
});

test.each([
  { seconds: 0, answer: "allowed" },
  { seconds: 60, answer: "allowed" },
  { seconds: 61, answer: { type: "open_again_over", usedAt: monday } },
  { seconds: -1, answer: { type: "open_again_over", usedAt: monday } },
])("the door may be opened again $seconds seconds after the use", ({ seconds, answer }) => {
  const used = after(aGrant(), { type: "use", at: monday });
  expect(refusalOf(used, { type: "openAgain", at: monday.add({ seconds }) })).toEqual(answer);
});

test("opening again uses nothing up and does not renew the minute", () => {
  const used = after(aGrant(), { type: "use", at: monday });
  expect(after(used, { type: "openAgain", at: monday.add({ seconds: 30 }) })).toEqual(used);
  expect(refusalOf(aGrant(), { type: "openAgain", at: monday })).toEqual({
    type: "open_again_over",
    usedAt: null,
  });
});

test("a use beyond the number allowed is a defect, because the decision was passed by", () => {
  const used = after(aGrant(), { type: "use", at: monday });
  expect(() => evolveGrant(used, { type: "used", at: monday })).toThrow("more often than it may");
});

test("an end nobody knows is a defect", () => {
  const melted = aGrant({ state: "ended", endedBy: "melted" as never });
  expect(() => decideUse(melted, monday)).toThrow("unreachable");
});

test("an event nobody knows is a defect", () => {
  expect(() => evolveGrant(aGrant(), { type: "melted" } as never)).toThrow("unreachable");
});
