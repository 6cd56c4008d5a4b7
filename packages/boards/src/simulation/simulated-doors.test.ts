import { expect, test } from "vitest";
import { createSimulatedDoors, type DoorChange } from "./simulated-doors.ts";

test("goods pass an open door only, and only where there is room for them", () => {
  const doors = createSimulatedDoors(1);
  expect(doors.byHand(1, "put")).toEqual({ ok: false, refusal: "door-is-closed" });
  expect(doors.byHand(1, "take")).toEqual({ ok: false, refusal: "door-is-closed" });
  doors.pulse(1, "springs-open");
  expect(doors.byHand(1, "take")).toEqual({ ok: false, refusal: "nothing-is-inside" });
  expect(doors.byHand(1, "put").ok).toBe(true);
  expect(doors.byHand(1, "put")).toEqual({ ok: false, refusal: "goods-are-inside" });
  expect(doors.byHand(1, "take").ok).toBe(true);
});

test("an open door can be neither pulled nor forced, a closed one not closed", () => {
  const doors = createSimulatedDoors(1);
  expect(doors.byHand(1, "close")).toEqual({ ok: false, refusal: "door-is-closed" });
  doors.byHand(1, "force");
  expect(doors.byHand(1, "pull")).toEqual({ ok: false, refusal: "door-is-open" });
  expect(doors.byHand(1, "force")).toEqual({ ok: false, refusal: "door-is-open" });
});

test("shutting a door latches it again", () => {
  const doors = createSimulatedDoors(1);
  doors.pulse(1, "only-releases");
  doors.byHand(1, "pull");
  doors.byHand(1, "close");
  expect(doors.byHand(1, "pull")).toEqual({ ok: false, refusal: "door-is-locked" });
});

test("observers get every change, and every pulse is counted, also of an open door", () => {
  const doors = createSimulatedDoors(2);
  const seen: [DoorChange, number][] = [];
  doors.onChange(({ change, door }) => seen.push([change, door.pulses]));
  doors.pulse(2, "springs-open");
  doors.pulse(2, "springs-open");
  doors.byHand(2, "close");
  doors.pulse(2, "nothing");
  doors.pulse(3, "springs-open");
  expect(doors.byHand(3, "force")).toEqual({ ok: false, refusal: "no-such-door" });
  expect(seen).toEqual([
    ["pulsed", 1],
    ["opened", 1],
    ["pulsed", 2],
    ["closed", 2],
    ["pulsed", 3],
  ]);
});
