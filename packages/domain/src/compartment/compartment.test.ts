import { expect, test } from "vitest";
import { aCompartment, anId, aMonday as at } from "../builders.ts";
import {
  type Compartment,
  type CompartmentCommand,
  compartmentState,
  decideCompartment,
  evolveCompartment,
  isLow,
} from "./compartment.ts";

const parcelId = anId("par", 7);
const occupy: CompartmentCommand = { type: "occupy", at, parcelId };

function after(compartment: Compartment, ...commands: CompartmentCommand[]): Compartment {
  return commands.reduce((before, command) => {
    const decision = decideCompartment(before, command);
    if (!decision.ok) throw new Error(JSON.stringify(decision.error));
    return decision.value.reduce(evolveCompartment, before);
  }, compartment);
}

test("a free compartment is occupied by a parcel and free again when it is out", () => {
  const occupied = after(aCompartment(), occupy);
  expect(occupied.occupant).toBe(parcelId);
  expect(compartmentState(occupied)).toBe("occupied");
  expect(after(occupied, { type: "free", at })).toEqual(aCompartment());
});

test("an occupied compartment takes no second parcel", () => {
  expect(decideCompartment(aCompartment({ occupant: parcelId }), occupy)).toEqual({
    ok: false,
    error: { type: "not_allowed", action: "occupy", state: "occupied" },
  });
});

test("a compartment in doubt or broken takes no parcel, but its parcel may be taken out", () => {
  const doubted = after(aCompartment(), occupy, {
    type: "reportProblem",
    at,
    problem: "door_left_open",
  });
  expect(compartmentState(doubted)).toBe("needs-check");
  expect(decideCompartment(doubted, occupy).ok).toBe(false);
  expect(after(doubted, { type: "free", at }).occupant).toBeNull();
  expect(decideCompartment(aCompartment({ condition: "broken" }), occupy).ok).toBe(false);
});

test("a compartment in doubt that is empty cannot be freed", () => {
  expect(
    decideCompartment(aCompartment({ condition: "needs-check" }), { type: "free", at }),
  ).toEqual({
    ok: false,
    error: { type: "not_occupied" },
  });
});

test("a check ends a doubt, only a repair ends a break", () => {
  const report: CompartmentCommand = { type: "reportProblem", at, problem: "outcome_unknown" };
  expect(after(aCompartment(), report, { type: "markChecked", at }).condition).toBe("usable");
  const broken = after(aCompartment(), { type: "declareBroken", at });
  expect(decideCompartment(broken, { type: "markChecked", at }).ok).toBe(false);
  expect(after(broken, { type: "repair", at }).condition).toBe("usable");
});

test("a further doubt does not make a broken compartment better", () => {
  const report: CompartmentCommand = { type: "reportProblem", at, problem: "reported_empty" };
  expect(after(aCompartment({ condition: "broken" }), report).condition).toBe("broken");
});

test.each([
  { floorHeightMm: 380, heightMm: 840, low: true },
  { floorHeightMm: 379, heightMm: 100, low: false },
  { floorHeightMm: 381, heightMm: 840, low: false },
  { floorHeightMm: 1_220, heightMm: 1, low: false },
])(
  "a door from $floorHeightMm mm of $heightMm mm is low: $low",
  ({ floorHeightMm, heightMm, low }) => {
    const compartment = aCompartment({
      floorHeightMm,
      innerMm: { widthMm: 1, heightMm, depthMm: 1 },
    });
    expect(isLow(compartment)).toBe(low);
  },
);

test("over an obstruction the reach is lower", () => {
  expect(isLow(aCompartment({ floorHeightMm: 1_000 }), 1_120)).toBe(false);
  expect(isLow(aCompartment({ floorHeightMm: 1_000 }))).toBe(true);
});

test("an event nobody knows is a defect", () => {
  expect(() => evolveCompartment(aCompartment(), { type: "melted" } as never)).toThrow(
    "unreachable",
  );
});
