import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import process from "node:process";
import { pinnedNode } from "./pinned-node.mjs";
import { cacheDir, repositoryDir, SetupFailure, say } from "./setup-steps.mjs";

const CHROMIUM_NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const DOWNLOAD_WAIT_MS = 240_000;

/** Read by tools/chromium.ts. */
const chromiumFile = path.join(cacheDir, "chromium.json");

/** Finds a browser for the tests, or brings one, and writes down where it is. */
export async function provideChromium() {
  const found = [process.env.CHROMIUM_PATH, remembered(), ...onPath(), playwrightsOwn()].find(runs);
  const chromium = found ?? fromPlaywright() ?? fromDebian();
  if (chromium === undefined) {
    throw new SetupFailure(
      "The tests need a Chromium, and none could be found or fetched.",
      "Install chromium or Chrome, or set CHROMIUM_PATH to one.",
    );
  }
  mkdirSync(cacheDir, { recursive: true });
  writeFileSync(chromiumFile, `${JSON.stringify({ path: chromium })}\n`);
}

/** A browser that lacks a system library is there and does not run. @param {string | undefined} file */
function runs(file) {
  if (file === undefined || file === "" || !existsSync(file)) return false;
  return spawnSync(file, ["--version"], { stdio: "ignore" }).status === 0;
}

/** @returns {string | undefined} */
function remembered() {
  if (!existsSync(chromiumFile)) return undefined;
  return JSON.parse(readFileSync(chromiumFile, "utf8")).path;
}

function onPath() {
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  return CHROMIUM_NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
}

/** @returns {string} */
function playwrightsOwn() {
  const require = createRequire(path.join(repositoryDir, "package.json"));
  return require("playwright-core").chromium.executablePath();
}

function fromPlaywright() {
  say("No Chromium found; Playwright fetches its own.");
  const cli = path.join(repositoryDir, "node_modules", "playwright-core", "cli.js");
  spawnSync(pinnedNode, [cli, "install", "chromium"], {
    stdio: "inherit",
    timeout: DOWNLOAD_WAIT_MS,
  });
  return [playwrightsOwn()].find(runs);
}

function fromDebian() {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return undefined;
  say("Playwright's Chromium does not run here; installing Debian's.");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const args of [["update"], ["install", "-y", "--no-install-recommends", "chromium"]]) {
    spawnSync("apt-get", args, { env, stdio: "inherit" });
  }
  return ["/usr/bin/chromium"].find(runs);
}
