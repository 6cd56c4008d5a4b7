// The figures of tokens.css for code that has no style sheet: mails, pictures, tests.

/** Names of the colours; each is a CSS variable `--ph-<name>`. */
export type ColourName =
  | "ink"
  | "paper"
  | "raised"
  | "line"
  | "quiet"
  | "signal"
  | "on-signal"
  | "action"
  | "on-action"
  | "good"
  | "warn"
  | "bad";

export type Palette = Readonly<Record<ColourName, `#${string}`>>;

/** By day. `signal` means "your door" and nothing else, and is always outlined in ink. */
export const lightPalette: Palette = {
  ink: "#16202e",
  paper: "#fbfaf7",
  raised: "#ffffff",
  line: "#d9d5cb",
  quiet: "#5b6472",
  signal: "#f2a900",
  "on-signal": "#16202e",
  action: "#0b5fff",
  "on-action": "#ffffff",
  good: "#1b7f4b",
  warn: "#9a5b00",
  bad: "#b3261e",
};

/** By night. */
export const darkPalette: Palette = {
  ink: "#f2f0ea",
  paper: "#10161f",
  raised: "#18202c",
  line: "#2c3644",
  quiet: "#a7afbb",
  signal: "#ffc233",
  "on-signal": "#10161f",
  action: "#7aa7ff",
  "on-action": "#10161f",
  good: "#63d39a",
  warn: "#f0b35a",
  bad: "#ff8a80",
};

/** For who asks for high contrast: text pairs reach 7:1 (WCAG AAA). */
export const highContrastPalette: Palette = {
  ink: "#000000",
  paper: "#ffffff",
  raised: "#ffffff",
  line: "#000000",
  quiet: "#000000",
  signal: "#ffc233",
  "on-signal": "#000000",
  action: "#0033a0",
  "on-action": "#ffffff",
  good: "#00542b",
  warn: "#5c3300",
  bad: "#8c0f08",
};

/** Ratio between two neighbouring type sizes. */
export const typeScaleRatio = 1.25;

/** Type size of a step in rem; step 0 is the base, step -1 the smallest that is used. */
export function typeSizeRem(step: number): number {
  return Math.round(typeScaleRatio ** step * 10_000) / 10_000;
}
