import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { contrastRatio } from "./contrast.ts";
import {
  type ColourName,
  darkPalette,
  highContrastPalette,
  lightPalette,
  typeSizeRem,
} from "./tokens.ts";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");
const palettes = { light: lightPalette, dark: darkPalette, "high contrast": highContrastPalette };

function blockOf(selector: string): string {
  const from = css.indexOf(`${selector} {`);
  expect(from).toBeGreaterThanOrEqual(0);
  return css.slice(from, css.indexOf("}", from));
}

describe("the colours", () => {
  it.each([
    [":root", lightPalette],
    [':root:not([data-theme="light"])', darkPalette],
    [':root[data-theme="dark"]', darkPalette],
    [':root[data-contrast="high"]', highContrastPalette],
  ] as const)("of %s are the same in CSS and in code", (selector, palette) => {
    const block = blockOf(selector);
    for (const [name, colour] of Object.entries(palette)) {
      expect(block).toContain(`--ph-${name}: ${colour};`);
    }
  });

  const textPairs: readonly (readonly [ColourName, ColourName])[] = [
    ["ink", "paper"],
    ["ink", "raised"],
    ["quiet", "paper"],
    ["quiet", "raised"],
    ["action", "paper"],
    ["action", "raised"],
    ["on-action", "action"],
    ["on-signal", "signal"],
    ["good", "paper"],
    ["warn", "paper"],
    ["bad", "paper"],
  ];

  it.each(Object.entries(palettes))("of %s are legible by WCAG 2.2 AA", (_, palette) => {
    for (const [text, ground] of textPairs) {
      expect
        .soft(contrastRatio(palette[text], palette[ground]), `${text} on ${ground}`)
        .toBeGreaterThanOrEqual(4.5);
    }
  });

  it("of high contrast reach 7 to 1", () => {
    for (const [text, ground] of textPairs) {
      expect
        .soft(
          contrastRatio(highContrastPalette[text], highContrastPalette[ground]),
          `${text} on ${ground}`,
        )
        .toBeGreaterThanOrEqual(7);
    }
  });

  it("need the outline in ink round the signal, because paper alone is too close by day", () => {
    expect(contrastRatio(lightPalette.signal, lightPalette.paper)).toBeLessThan(3);
    expect(contrastRatio(lightPalette.ink, lightPalette.paper)).toBeGreaterThanOrEqual(3);
  });
});

describe("the type sizes", () => {
  it("follow one ratio, in CSS as in code", () => {
    expect(css).toContain(`--ph-size-minus-1: ${typeSizeRem(-1)}rem;`);
    for (let step = 0; step <= 6; step += 1) {
      expect(css).toContain(`--ph-size-${step}: ${typeSizeRem(step)}rem;`);
    }
  });
});
