import { expect, test } from "vitest";
import { err, ok } from "./result.ts";
import { assert, DefectError, unreachable } from "./unreachable.ts";

test("an answer is a value or a refusal, told apart by ok", () => {
  expect(ok(3)).toEqual({ ok: true, value: 3 });
  expect(err({ type: "full" })).toEqual({ ok: false, error: { type: "full" } });
});

test("an impossible state is a defect that names what was seen", () => {
  expect(() => unreachable("melted" as never)).toThrow('unreachable value: "melted"');
  expect(() => unreachable("melted" as never)).toThrow(DefectError);
});

test("an assertion lets the truth pass and throws a defect otherwise", () => {
  expect(() => assert(true, "fine")).not.toThrow();
  expect(() => assert(false, "uses exceed usesMax")).toThrow("uses exceed usesMax");
});
