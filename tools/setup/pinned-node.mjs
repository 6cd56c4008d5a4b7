import { spawnSync } from "node:child_process";
import path from "node:path";
import process from "node:process";
import { repositoryDir, SetupFailure, say } from "./setup-steps.mjs";

/** npm puts this folder first in the PATH of every script, so `node` there means this one. */
export const pinnedNode = path.join(repositoryDir, "node_modules", ".bin", "node");

const PINNED_MAJOR = 26;

/**
 * The package `node` fetches its binary by an install script. Where a setting of the machine
 * blocks scripts in spite of the committed `allowScripts`, that one script is run here.
 */
export async function requirePinnedNode() {
  if (pinnedMajor() === PINNED_MAJOR) return;
  say(`Fetching Node ${PINNED_MAJOR}, which this project runs on.`);
  spawnSync(process.execPath, ["installArchSpecificPackage"], {
    cwd: path.join(repositoryDir, "node_modules", "node"),
    stdio: "inherit",
  });
  if (pinnedMajor() === PINNED_MAJOR) return;
  throw new SetupFailure(
    `node_modules/.bin/node is not Node ${PINNED_MAJOR}.`,
    "Run `npm rebuild node --ignore-scripts=false`, or put Node 26 first on your PATH.",
  );
}

/** A newer Node of the machine serves too, where the pinned one does not exist for its platform. */
function pinnedMajor() {
  const asked = spawnSync(pinnedNode, ["--version"], { encoding: "utf8" });
  return Number(/^v(\d+)\./.exec(asked.stdout ?? "")?.[1]);
}
