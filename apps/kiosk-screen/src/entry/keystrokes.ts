// Tells a scanner from a person. A wedge scanner is a keyboard that types a whole code within
// milliseconds and ends with Enter; a person needs a tenth of a second per key. Characters wait in a
// burst until it is clear who typed them. Speed alone does not decide, because a busy machine hears
// even a scanner slowly: where only digits can be typed, letters come from a scanner.

/** Scanners type every 1 to 40 ms; the rest is room for a busy machine. */
export const fastGapMs = 100;

/** After this long without a character a burst is over; some scanners send no Enter. */
export const burstSettleMs = 500;

/** A shorter burst is a person's fingers rolling over the keys. Our shortest QR text has 30. */
export const scanLengthMin = 6;

/** A scanner's Enter that comes late must not press a button. */
export const lateEnterMs = 1_000;

/** More than this is no code; what follows is dropped. Limit of the contract's `scan`. */
export const scanLengthMax = 300;

export type Keystrokes = {
  /** Characters of which it is not yet known who typed them. */
  readonly burst: string;
  /** So far every character came as fast as only a scanner types. */
  readonly isFast: boolean;
  readonly lastAtMs: number;
  readonly lastScanAtMs: number;
};

/** What became clear. `swallow`: the key must not act on whatever has the focus. */
export type KeyReading = {
  readonly keys: Keystrokes;
  /** Characters a person typed. */
  readonly typed: string;
  /** Text a scanner read. */
  readonly scan: string | null;
  /** A person pressed Enter. */
  readonly enter: boolean;
  readonly swallow: boolean;
};

export type EntryRule = {
  /** Up to so many digits and nothing else is a code however fast it came; 0: no code is taken. */
  readonly codeDigitsMax: number;
  /** A person may type letters here, as of a label. */
  readonly takesLetters: boolean;
};

export const noKeystrokes: Keystrokes = {
  burst: "",
  isFast: true,
  lastAtMs: Number.NEGATIVE_INFINITY,
  lastScanAtMs: Number.NEGATIVE_INFINITY,
};

/** A printable character arrived; silence before it must have been read. */
export function readCharacter(keys: Keystrokes, character: string, atMs: number): KeyReading {
  if (keys.burst === "") {
    return reading({ ...keys, burst: character, isFast: true, lastAtMs: atMs }, {});
  }
  const isFastNow = atMs - keys.lastAtMs <= fastGapMs;
  const burst = (keys.burst + character).slice(0, scanLengthMax);
  const isFast = keys.isFast && isFastNow;
  // It may be a scanner, so that Space must not press a button.
  return reading({ ...keys, burst, isFast, lastAtMs: atMs }, { swallow: isFastNow });
}

/** Enter arrived. */
export function readEnter(keys: Keystrokes, atMs: number, rule: EntryRule): KeyReading {
  const quiet = { ...keys, burst: "" };
  const isLong = keys.burst.length >= scanLengthMin && !isCode(keys.burst, rule);
  const isForeign = beginsForeign(keys.burst, rule);
  if (isLong && (keys.isFast || isForeign)) {
    return reading({ ...quiet, lastScanAtMs: atMs }, { scan: keys.burst, swallow: true });
  }
  if (keys.burst === "" && atMs - keys.lastScanAtMs <= lateEnterMs) {
    return reading(quiet, { swallow: true });
  }
  const swallow = keys.burst.length > 1 && keys.isFast;
  return reading(quiet, { typed: keys.burst, enter: true, swallow });
}

/** Time went by. */
export function readSilence(keys: Keystrokes, atMs: number, rule: EntryRule): KeyReading {
  if (keys.burst === "" || atMs - keys.lastAtMs < burstSettleMs) return reading(keys, {});
  const quiet = { ...keys, burst: "" };
  const isLong = keys.burst.length >= scanLengthMin && !isCode(keys.burst, rule);
  if (isLong && keys.isFast) {
    return reading({ ...quiet, lastScanAtMs: atMs }, { scan: keys.burst });
  }
  // A scan that broke off is noise; its digits are nobody's code.
  return reading(quiet, { typed: isLong && beginsForeign(keys.burst, rule) ? "" : keys.burst });
}

/** The person did something else: what waits was theirs. */
export function readInterruption(keys: Keystrokes): KeyReading {
  return reading({ ...keys, burst: "" }, { typed: keys.burst });
}

/** A letter at the beginning is a scanner's; one among the digits is a slip of the finger. */
function beginsForeign(burst: string, rule: EntryRule): boolean {
  return !rule.takesLetters && /^[^0-9]/.test(burst);
}

function isCode(burst: string, rule: EntryRule): boolean {
  return burst.length <= rule.codeDigitsMax && /^[0-9]+$/.test(burst);
}

function reading(keys: Keystrokes, found: Partial<Omit<KeyReading, "keys">>): KeyReading {
  return { keys, typed: "", scan: null, enter: false, swallow: false, ...found };
}
