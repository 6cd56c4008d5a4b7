// Tells a scanner from a person. A wedge scanner is a keyboard that types a whole code within
// milliseconds and ends with Enter; a person needs a tenth of a second per key. Characters wait
// until it is clear who typed them; nothing a scanner types ever reaches the keypad or a button.

/**
 * Characters closer together than this belong to one burst. Scanners type every 1 to 40 ms; the rest
 * is room for a busy machine. Quick fingers come near it too, but what they type is a code.
 */
export const burstGapMs = 100;

/** After this long without a character a burst is over; some scanners send no Enter. */
export const burstSettleMs = 150;

/** A shorter burst is a person's fingers rolling over the keys. Our shortest QR text has 30. */
export const scanLengthMin = 6;

/** A scanner's Enter that comes late must not press a button. */
export const lateEnterMs = 500;

/** More than this is no code; what follows is dropped. Limit of the contract's `scan`. */
export const scanLengthMax = 300;

export type Keystrokes = {
  /** Characters of which it is not yet known who typed them. */
  readonly burst: string;
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

/** Up to so many digits and nothing else is a code however fast it came; 0: there is no keypad. */
export type CodeRule = { readonly codeDigitsMax: number };

export const noKeystrokes: Keystrokes = {
  burst: "",
  lastAtMs: Number.NEGATIVE_INFINITY,
  lastScanAtMs: Number.NEGATIVE_INFINITY,
};

/** A printable character arrived. */
export function readCharacter(keys: Keystrokes, character: string, atMs: number): KeyReading {
  if (atMs - keys.lastAtMs <= burstGapMs) {
    const burst = (keys.burst + character).slice(0, scanLengthMax);
    // From the second character on it may be a scanner, so that Space must not press a button.
    return reading({ ...keys, burst, lastAtMs: atMs }, { swallow: true });
  }
  const typed = keys.burst;
  return reading({ ...keys, burst: character, lastAtMs: atMs }, { typed });
}

/** Enter arrived. */
export function readEnter(keys: Keystrokes, atMs: number, rule: CodeRule): KeyReading {
  const settled = settle(keys, rule, atMs);
  if (settled.scan !== null) return { ...settled, swallow: true };
  const isLate = keys.burst === "" && atMs - keys.lastScanAtMs <= lateEnterMs;
  if (isLate) return reading(settled.keys, { swallow: true });
  const wasBurst = keys.burst.length > 1;
  return { ...settled, enter: true, swallow: wasBurst };
}

/** Time went by. Call it at `settlesAtMs` at the latest. */
export function readSilence(keys: Keystrokes, atMs: number, rule: CodeRule): KeyReading {
  const isOver = atMs - keys.lastAtMs >= burstSettleMs;
  return isOver ? settle(keys, rule, atMs) : reading(keys, {});
}

/** When the burst is over by itself; null when nothing waits. */
export function settlesAtMs(keys: Keystrokes): number | null {
  return keys.burst === "" ? null : keys.lastAtMs + burstSettleMs;
}

function settle(keys: Keystrokes, rule: CodeRule, atMs: number): KeyReading {
  const { burst } = keys;
  const quiet = { ...keys, burst: "" };
  const isCode = burst.length <= rule.codeDigitsMax && /^[0-9]+$/.test(burst);
  if (burst.length >= scanLengthMin && !isCode) {
    return reading({ ...quiet, lastScanAtMs: atMs }, { scan: burst });
  }
  return reading(quiet, { typed: burst });
}

function reading(keys: Keystrokes, found: Partial<Omit<KeyReading, "keys">>): KeyReading {
  return { keys, typed: "", scan: null, enter: false, swallow: false, ...found };
}
