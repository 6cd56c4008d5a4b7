import { defineConfig } from "vitest/config";

/** Starts one PostgreSQL per run, when a test first asks for a database. */
const testDatabase = "packages/local-services/src/test-database/vitest-global-setup.ts";

// Three kinds of test, told apart by their file names (docs/guides/tests.md): pure ones beside the
// code, `.int.test.ts` with real parts, and `e2e/` with a real browser. They run one kind after the
// other: a browser that shares two cores with everything else waits longer than people do.
export default defineConfig({
  test: {
    // The report is counted by .ci/run.
    reporters: [
      "default",
      ["json", { outputFile: "node_modules/.cache/pigeonhole/test-report.json" }],
    ],
    projects: [
      {
        test: {
          name: "unit",
          sequence: { groupOrder: 0 },
          include: ["{packages,apps,tools}/**/*.test.{ts,tsx}"],
          exclude: ["**/*.int.test.ts", "**/node_modules/**", "apps/*/tests/**"],
        },
      },
      {
        test: {
          name: "int",
          sequence: { groupOrder: 1 },
          globalSetup: [testDatabase],
          include: ["{packages,apps,tools}/**/*.int.test.ts", "apps/*/tests/**/*.test.ts"],
          exclude: ["**/node_modules/**"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: "e2e",
          sequence: { groupOrder: 2 },
          globalSetup: [testDatabase],
          include: ["e2e/**/*.test.ts"],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
