import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

const repositoryDir = path.join(import.meta.dirname, "..");
const chromiumFile = path.join(
  repositoryDir,
  "node_modules",
  ".cache",
  "pigeonhole",
  "chromium.json",
);

/** Path of the browser for tests in pages: CHROMIUM_PATH, else what the set-up of `npm test` found. */
export function findChromium(): string {
  const given = process.env["CHROMIUM_PATH"];
  if (given !== undefined && given !== "") return given;
  if (existsSync(chromiumFile)) {
    const found: { path: string } = JSON.parse(readFileSync(chromiumFile, "utf8"));
    return found.path;
  }
  throw new Error("No Chromium is known yet: run `node tools/setup/setup.mjs test` first.");
}
