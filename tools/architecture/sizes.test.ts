import { expect, test } from "vitest";
import { isTestFile, readText, writtenFiles } from "./repository-files.ts";

/** Biome holds TypeScript to the same figure; this covers styles, queries and plain scripts too. */
const LINES_MAX = 400;

/** A folder with more files than this is a list nobody reads; it has parts that want names. */
const FILES_IN_FOLDER_MAX = 30;

const files = ["packages", "apps", "tools", "bench", "e2e"].flatMap((folder) =>
  writtenFiles(folder),
);

/** Files that may name a switched-off test, because it stands for a part this machine lacks. */
const MAY_SKIP = new Set([
  "packages/testing/src/suites/lock-board-driver-serial.int.test.ts",
  "tools/architecture/sizes.test.ts",
]);

test("no file is longer than one can keep in mind", () => {
  const long = files
    .filter((file) => /\.(ts|tsx|mjs|js|css|sql)$/.test(file) && !isTestFile(file))
    .map((file) => ({ file, lines: readText(file).split("\n").length }))
    .filter(({ lines }) => lines > LINES_MAX + 1);
  expect(long).toEqual([]);
});

test("no folder holds more files than one can look over", () => {
  const filesByFolder = Map.groupBy(files, (file) => file.slice(0, file.lastIndexOf("/")));
  const crowded = [...filesByFolder].filter(([, inside]) => inside.length > FILES_IN_FOLDER_MAX);
  expect(crowded.map(([folder, inside]) => `${folder}: ${inside.length} files`)).toEqual([]);
});

test("every test runs: none is switched off, none runs alone", () => {
  // `skipIf` and `runIf` name their condition and stay; what has no condition is forgotten.
  const off = /\b(test|it|describe)\.(only|skip|todo|fails)\b(?!If)/;
  const left = files.filter((file) => /\.test\.tsx?$/.test(file) && off.test(readText(file)));
  expect(left.filter((file) => !MAY_SKIP.has(file))).toEqual([]);
});
