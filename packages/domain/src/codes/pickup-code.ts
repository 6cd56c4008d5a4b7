// The digits a recipient types. They are looked up, not remembered: NIST 63B look-up secrets and
// ASVS 6.5.1 to 6.5.4 (at least 20 bits, used once, rate limited).
import { err, ok, type Result } from "../result.ts";
import { assert } from "../unreachable.ts";

declare const codeBrand: unique symbol;

/** 4 to 12 decimal digits, nothing else. */
export type Code = string & { readonly [codeBrand]: true };

/** A whole number from 0 to below `maxExclusive`, every one as likely. */
export type Dice = (maxExclusive: number) => number;

export type CodeRefusal =
  | { readonly type: "not_digits" }
  | { readonly type: "wrong_length"; readonly digits: number };

/** Default length; policy per network. See `luckyGuessPerYear` for what a choice means. */
export const pickupCodeDigits = 8;
export const codeDigitsMin = 4;
export const codeDigitsMax = 12;

/** Draws that may turn out trivial before the dice themselves are held to be broken. */
const drawsMax = 1000;

/** A fresh code; ones a passer-by tries first (`isTrivialCode`) are drawn again. */
export function drawCode(dice: Dice, digits: number = pickupCodeDigits): Code {
  assert(digits >= codeDigitsMin && digits <= codeDigitsMax, "a code has 4 to 12 digits");
  for (let draw = 0; draw < drawsMax; draw += 1) {
    let code = "";
    while (code.length < digits) code += String(dice(10));
    if (!isTrivialCode(code)) return code as Code;
  }
  throw new RangeError("the dice give only trivial codes");
}

/** One digit or two only (00000000, 12121212), a run up or down (12345678), or one part repeated (12341234). */
export function isTrivialCode(code: string): boolean {
  const digits = [...code].map(Number);
  if (new Set(digits).size < 3) return true;
  if (isRun(digits, 1) || isRun(digits, 9)) return true;
  const half = code.slice(0, code.length / 2);
  return half + half === code;
}

/** What was typed or spoken to a code: spaces, dots and dashes do not count. */
export function normaliseCode(text: string): Result<Code, CodeRefusal> {
  const digits = text.normalize("NFKC").replace(/[\s.\-\u2010-\u2015]/gu, "");
  if (!/^[0-9]+$/u.test(digits)) return err({ type: "not_digits" });
  if (digits.length < codeDigitsMin || digits.length > codeDigitsMax) {
    return err({ type: "wrong_length", digits: digits.length });
  }
  return ok(digits as Code);
}

/** For people: groups of 4 from the left, the last group 3 to 5 digits where possible. */
export function formatCode(code: Code): string {
  const half = Math.ceil(code.length / 2);
  if (code.length <= 5) return code;
  return code.length > 8
    ? `${code.slice(0, 4)} ${code.slice(4, 8)} ${code.slice(8)}`
    : `${code.slice(0, half)} ${code.slice(half)}`;
}

function isRun(digits: readonly number[], step: number): boolean {
  return digits.every((digit, index) => {
    const before = digits[index - 1];
    return before === undefined || (before + step) % 10 === digit;
  });
}
