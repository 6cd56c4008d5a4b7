import { expect, test } from "vitest";
import { anId, aStay, aMonday as monday } from "../builders.ts";
import { beginStay, decideStay, evolveStay } from "./stay.ts";

const at = monday.add({ hours: 5 });

test("a stay begins open and ends once, by whoever takes the parcel out", () => {
  const begun = beginStay({
    stayId: anId("sty"),
    parcelId: anId("par"),
    lockerId: anId("lkr"),
    compartmentId: anId("cmp"),
    depositedBy: "courier",
    beganAt: monday,
  });
  expect(begun).toEqual(aStay());
  const decision = decideStay(begun, { type: "endStay", at, by: "pickup" });
  expect(decision).toEqual({ ok: true, value: [{ type: "stay_ended", at, by: "pickup" }] });
  const ended = evolveStay(begun, { type: "stay_ended", at, by: "pickup" });
  expect(ended).toEqual(aStay({ state: "ended", endedAt: at, endedBy: "pickup" }));
  expect(decideStay(ended, { type: "endStay", at, by: "collection" })).toEqual({
    ok: false,
    error: { type: "already_ended", endedAt: at },
  });
});

test("a stay does not end before it began", () => {
  const before = monday.subtract({ seconds: 1 });
  expect(decideStay(aStay(), { type: "endStay", at: before, by: "pickup" })).toEqual({
    ok: false,
    error: { type: "ends_before_it_began", beganAt: monday },
  });
});
