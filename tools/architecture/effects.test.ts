import { expect, test } from "vitest";
import { isTestFile, lineOf, readText, writtenFiles } from "./repository-files.ts";

/** What makes a run depend on more than its inputs, and how to get it instead. */
const EFFECTS = [
  { pattern: /\bTemporal\.Now\b/g, instead: "take `now()` from deps" },
  { pattern: /\bDate\.now\(|\bnew Date\(\)/g, instead: "take `now()` from deps" },
  { pattern: /\bMath\.random\(/g, instead: "take `random(bytes)` from deps" },
  {
    pattern:
      /\brandom(Bytes|UUID|Int)\b[^;"]*from "node:crypto"|\bcrypto\.(random|getRandom)\w+\(/g,
    instead: "take `random(bytes)` from deps",
  },
  { pattern: /(?<![.\w])set(Timeout|Interval|Immediate)\(/g, instead: "take timers from deps" },
  { pattern: /\bprocess\.env\b/g, instead: "read the environment in main/ and pass it on" },
];

/**
 * Product code that a virtual clock drives one day. Browser apps, ui and sdk live by the clock of whoever runs them, and
 * local-services starts real processes of this machine, which no virtual clock can reach.
 */
const RULED = /^(packages\/(domain|contract|boards)|apps\/(server|kiosk|simulated-wall))\/src\//;

/** Wiring, and the adapters that stand between us and the machine. */
const PLACES_FOR_EFFECTS = /^apps\/[^/]+\/src\/(main|platform)\/|^packages\/boards\/src\/ports\//;

test("time, chance, timers and the environment come in through deps", () => {
  const files = writtenFiles("packages").concat(writtenFiles("apps")).filter(isRuled);
  expect(files.length).toBeGreaterThan(20);
  expect(files.flatMap(effectsIn)).toEqual([]);
});

test("the environment is read in main/ alone, not by adapters either", () => {
  const files = writtenFiles("apps").filter(
    (file) =>
      /^apps\/(server|kiosk|simulated-wall)\/src\/(?!main\/)/.test(file) && !isTestFile(file),
  );
  expect(files.length).toBeGreaterThan(20);
  expect(files.filter((file) => withoutComments(readText(file)).includes("process.env"))).toEqual(
    [],
  );
});

test("every one of those is found where it stands", () => {
  const sample = [
    "Temporal.Now.instant()",
    "Date.now()",
    "Math.random()",
    "crypto.randomUUID()",
    'import { createHash, randomBytes } from "node:crypto";',
    "setTimeout(stop, 5)",
    "process.env['PORT']",
  ];
  for (const line of sample) expect(findEffects("a.ts", line), line).toHaveLength(1);
  const passedIn = "timers.setTimeout(stop, 5); deps.randomBytes(8);";
  expect(findEffects("a.ts", passedIn)).toEqual([]);
});

function isRuled(file: string): boolean {
  const isSource = /\.tsx?$/.test(file) && !isTestFile(file);
  return isSource && RULED.test(file) && !PLACES_FOR_EFFECTS.test(file);
}

function effectsIn(file: string): string[] {
  return findEffects(file, readText(file));
}

function findEffects(file: string, text: string): string[] {
  const code = withoutComments(text);
  return EFFECTS.flatMap(({ pattern, instead }) =>
    [...code.matchAll(pattern)].map(
      (match) => `${file}:${lineOf(code, match.index)}: ${match[0]}: ${instead}`,
    ),
  );
}

/** Comments may name what code may not do; their line breaks stay, so that lines keep their numbers. */
function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, (comment) =>
    comment.replaceAll(/[^\n]/g, ""),
  );
}
