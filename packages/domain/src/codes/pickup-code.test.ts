import fc from "fast-check";
import { expect, test } from "vitest";
import { type Dice, drawCode, formatCode, isTrivialCode, normaliseCode } from "./pickup-code.ts";

function diceShowing(...digits: number[]): Dice {
  let next = 0;
  return () => digits[next++ % digits.length] ?? 0;
}

const anyDice = fc
  .infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }))
  .map(
    (stream): Dice =>
      (maxExclusive) =>
        Math.floor(stream.next().value * maxExclusive),
  );

test("a code has 8 digits unless the network says otherwise", () => {
  expect(drawCode(diceShowing(4, 0, 9, 7, 7, 1, 3, 2))).toBe("40977132");
  expect(drawCode(diceShowing(4, 0, 9, 7), 4)).toBe("4097");
});

test("a trivial code is drawn again", () => {
  const dice = diceShowing(...[1, 2, 3, 4, 5, 6, 7, 8], ...[4, 0, 9, 7, 7, 1, 3, 2]);
  expect(drawCode(dice)).toBe("40977132");
});

test("dice that give only trivial codes are found out", () => {
  expect(() => drawCode(() => 0)).toThrow("only trivial codes");
});

test.each([3, 13])("a code of %d digits is a defect of the caller", (digits) => {
  expect(() => drawCode(diceShowing(1), digits)).toThrow("4 to 12 digits");
});

test.each([
  "00000000",
  "12121212",
  "11112222",
  "12345678",
  "87654321",
  "78901234",
  "21098765",
  "12341234",
])("%s is one a passer-by tries first", (code) => {
  expect(isTrivialCode(code)).toBe(true);
});

test.each(["40977132", "12345679", "12341235", "1357", "90125"])("%s is not trivial", (code) => {
  expect(isTrivialCode(code)).toBe(false);
});

test("whatever the dice show, the code has its digits, is not trivial and reads back as shown", () => {
  fc.assert(
    fc.property(anyDice, fc.integer({ min: 4, max: 12 }), (dice, digits) => {
      let code: ReturnType<typeof drawCode>;
      try {
        code = drawCode(dice, digits);
      } catch (error) {
        // A stream may be stuck on one number; real dice are not.
        expect(error).toBeInstanceOf(RangeError);
        return;
      }
      expect(code).toMatch(new RegExp(`^[0-9]{${digits}}$`, "u"));
      expect(isTrivialCode(code)).toBe(false);
      expect(normaliseCode(formatCode(code))).toEqual({ ok: true, value: code });
    }),
  );
});

test.each([
  [" 4097 7132\n", "40977132"],
  ["40-97.71\u201332", "40977132"],
  ["\uff14\uff10\uff19\uff17", "4097"],
])("%j is read as %s", (text, code) => {
  expect(normaliseCode(text)).toEqual({ ok: true, value: code });
});

test.each(["", "4097713x", "4097+7132", "\u0664\u0660\u0669\u0667"])("%j is no code", (text) => {
  expect(normaliseCode(text)).toEqual({ ok: false, error: { type: "not_digits" } });
});

test.each(["409", "4097713240977"])("%s has a length no code has", (text) => {
  expect(normaliseCode(text)).toEqual({
    ok: false,
    error: { type: "wrong_length", digits: text.length },
  });
});

test.each([
  ["4097", "4097"],
  ["40977", "40977"],
  ["409771", "409 771"],
  ["40977132", "4097 7132"],
  ["4097713240", "4097 7132 40"],
])("%s is shown as %s", (text, shown) => {
  const code = normaliseCode(text);
  expect(code.ok && formatCode(code.value)).toBe(shown);
});
