// Runs before `npm start`, `npm test` and `npm run check`, on the Node that the machine happens to
// have (20 or newer) and with nothing installed: plain JavaScript, Node's own modules only.

import { spawnSync } from "node:child_process";
import path from "node:path";
import process from "node:process";
import { installPackages } from "./install-packages.mjs";
import { pinnedNode, requirePinnedNode } from "./pinned-node.mjs";
import { provideChromium } from "./provide-chromium.mjs";
import { repositoryDir, SetupFailure, say } from "./setup-steps.mjs";

const OLDEST_NODE_MAJOR = 20;

/** What each command needs before it can run. @type {Record<string, (() => Promise<void>)[]>} */
const stepsByCommand = {
  start: [installPackages, requirePinnedNode, buildPages],
  test: [installPackages, requirePinnedNode, buildPages, provideChromium],
  check: [installPackages, requirePinnedNode],
};

/** Vite wants a newer Node than the machine may have, so it runs under the pinned one. */
async function buildPages() {
  const script = path.join(repositoryDir, "tools", "setup", "build-pages.mjs");
  const { status } = spawnSync(pinnedNode, [script], { cwd: repositoryDir, stdio: "inherit" });
  if (status !== 0) {
    throw new SetupFailure(
      "The pages could not be built.",
      "Read the lines above, then try again.",
    );
  }
}

async function main() {
  const steps = stepsByCommand[process.argv[2] ?? ""];
  if (steps === undefined) {
    throw new SetupFailure(
      `Set-up does not know "${process.argv[2] ?? ""}".`,
      `Use one of: ${Object.keys(stepsByCommand).join(", ")}.`,
    );
  }
  if (Number(process.versions.node.split(".")[0]) < OLDEST_NODE_MAJOR) {
    throw new SetupFailure(
      `Node ${process.versions.node} is too old to set Pigeonhole up.`,
      `Install Node ${OLDEST_NODE_MAJOR} or newer.`,
    );
  }
  for (const step of steps) await step();
}

main().catch((error) => {
  if (error instanceof SetupFailure) say(`${error.message}\n  What to do: ${error.remedy}`);
  else console.error(error);
  process.exitCode = 1;
});
