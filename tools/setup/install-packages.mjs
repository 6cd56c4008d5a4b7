import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { repositoryDir, SetupFailure, say } from "./setup-steps.mjs";

const SIGN_OF_LIFE_EVERY_MS = 15_000;

/** Runs `npm ci`, unless every package of the lock file is already there in its version. */
export async function installPackages() {
  if (isInstalled()) return;
  say("Installing packages from package-lock.json; the first time this takes a minute or two.");
  const startedAt = process.hrtime.bigint();
  const seconds = () => Number((process.hrtime.bigint() - startedAt) / 1_000_000_000n);
  const sign = setInterval(() => say(`Still installing (${seconds()} s) …`), SIGN_OF_LIFE_EVERY_MS);
  const exitCode = await runNpmCi().finally(() => clearInterval(sign));
  if (exitCode !== 0) {
    throw new SetupFailure(
      `npm ci ended with ${exitCode}.`,
      "Read npm's lines above; it needs the package registry and about 1 GB of disk.",
    );
  }
  say(`Packages are installed (${seconds()} s).`);
}

/**
 * npm writes node_modules/.package-lock.json last of all, so a cut-short install has none; a lock
 * file that moved on differs from it. Optional packages are of other platforms or may be missing.
 */
function isInstalled() {
  const installedFile = path.join(repositoryDir, "node_modules", ".package-lock.json");
  if (!existsSync(installedFile)) return false;
  const wanted = readPackages(path.join(repositoryDir, "package-lock.json"));
  const installed = readPackages(installedFile);
  return Object.entries(wanted).every(([place, { version, link, optional }]) => {
    if (!place.startsWith("node_modules/") || optional) return true;
    if (link) return existsSync(path.join(repositoryDir, place));
    return installed[place]?.version === version;
  });
}

/** @param {string} file @returns {Record<string, {version?: string, link?: boolean, optional?: boolean}>} */
function readPackages(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages;
}

/** @returns {Promise<number | null>} */
function runNpmCi() {
  const npm = process.env.npm_execpath;
  const args = ["ci", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"];
  const [command, ...rest] =
    npm === undefined ? ["npm", ...args] : [process.execPath, npm, ...args];
  return new Promise((resolve, reject) => {
    spawn(command, rest, { cwd: repositoryDir, stdio: "inherit" })
      .once("error", reject)
      .once("close", resolve);
  });
}
