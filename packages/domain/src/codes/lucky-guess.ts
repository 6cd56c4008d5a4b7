/** A network's choice, and how much it is tried. */
export type GuessPolicy = {
  /** Digits of a code. */
  readonly digits: number;
  /** Live codes at one locker at a time. */
  readonly liveCodes: number;
  /** Wrong guesses the throttle lets through at one locker in a day. */
  readonly guessesPerDay: number;
};

const daysPerYear = 365;

/**
 * Chance (0 to 1) that at one locker at least one wrong person hits a live code within a year:
 * 1 - (1 - N / 10^digits) ^ (365 g), reference "guess resistance".
 */
export function luckyGuessPerYear(policy: GuessPolicy): number {
  const chance = chancePerGuess(policy);
  // log1p and expm1 keep the digits that 1 - (1 - p)^n loses for p near 1e-8.
  return -Math.expm1(daysPerYear * policy.guessesPerDay * Math.log1p(-chance));
}

/** Wrongful openings to be expected in a year over a network of `lockers`. */
export function wrongfulOpeningsPerYear(policy: GuessPolicy, lockers: number): number {
  return lockers * daysPerYear * policy.guessesPerDay * chancePerGuess(policy);
}

function chancePerGuess(policy: GuessPolicy): number {
  return Math.min(1, policy.liveCodes / 10 ** policy.digits);
}
