import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { readText, repositoryDir } from "../architecture/repository-files.ts";
import { GENERATED_FOLDER, referenceFiles } from "./reference-files.ts";

test("the generated files are what `npm run generate` writes today", () => {
  const stale = [...referenceFiles()].filter(([file, text]) => textOrNothing(file) !== text);
  expect(stale.map(([file]) => file)).toEqual([]);
});

test("no page is left of an error code that is gone", () => {
  const there = readdirSync(path.join(repositoryDir, GENERATED_FOLDER));
  const made = [...referenceFiles().keys()]
    .filter((file) => file.startsWith(`${GENERATED_FOLDER}/`))
    .map((file) => path.basename(file));
  expect(new Set(there)).toEqual(new Set(made));
});

function textOrNothing(file: string): string {
  try {
    return readText(file);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  }
}
