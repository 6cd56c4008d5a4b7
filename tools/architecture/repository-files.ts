import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export const repositoryDir = path.join(import.meta.dirname, "..", "..");

/** Folders that hold nothing anybody wrote. */
const MADE_BY_MACHINES = new Set([
  ".git",
  ".pigeonhole",
  ".tsbuild",
  "coverage",
  "dist",
  "generated",
  "node_modules",
]);

/** Every file somebody wrote below the folder, as paths from the top of the repository. */
export function writtenFiles(folder = ""): string[] {
  return readdirSync(path.join(repositoryDir, folder), { withFileTypes: true }).flatMap((entry) => {
    if (MADE_BY_MACHINES.has(entry.name)) return [];
    const file = path.posix.join(folder, entry.name);
    return entry.isDirectory() ? writtenFiles(file) : [file];
  });
}

export function readText(file: string): string {
  return readFileSync(path.join(repositoryDir, file), "utf8");
}

/** Tests, and what they need beside them (`test-kiosk.ts`). */
export function isTestFile(file: string): boolean {
  return /\.(test|suite)\.tsx?$|\/tests\/|\/test-[^/]+\.tsx?$/.test(file);
}

/** The line of a place in a text, counted from 1, for messages an editor can open. */
export function lineOf(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}
