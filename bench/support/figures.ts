/** One figure of the bench: what was measured, what is to be reached, and whether it was. */
export type Figure = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly target: { readonly atLeast: number } | { readonly atMost: number };
  /** Numbers the figure was made from, to judge it by. */
  readonly from: Readonly<Record<string, unknown>>;
};

export function reached(figure: Figure): boolean {
  return "atLeast" in figure.target
    ? figure.value >= figure.target.atLeast
    : figure.value <= figure.target.atMost;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The value below which `share` (0 to 1) of all values lie. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function describeFigure(figure: Figure): string {
  const sign = "atLeast" in figure.target ? "≥" : "≤";
  const target = "atLeast" in figure.target ? figure.target.atLeast : figure.target.atMost;
  const mark = reached(figure) ? "reached" : "MISSED ";
  const value = figure.value.toLocaleString("en", { maximumFractionDigits: 2 });
  return `${mark}  ${figure.name}: ${value} ${figure.unit} (to reach ${sign} ${target})`;
}
