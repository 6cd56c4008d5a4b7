// Builds the browser apps whose sources are newer than their pages. `npm run build` runs it by hand.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { repositoryDir, say } from "./setup-steps.mjs";

/** Packages whose sources end up in pages. */
const PACKAGES_IN_PAGES = ["contract", "domain", "sdk", "ui"];

const STAMP_FILE = "built-from.txt";

function browserApps() {
  const appsDir = path.join(repositoryDir, "apps");
  return readdirSync(appsDir)
    .sort()
    .map((name) => path.join(appsDir, name))
    .filter((app) => existsSync(path.join(app, "vite.config.ts")));
}

/** A hash of contents, because a clone or a branch switch gives every file a new time. @param {string} app */
function hashOfSources(app) {
  const roots = PACKAGES_IN_PAGES.map((name) => path.join(repositoryDir, "packages", name, "src"));
  const files = [app, ...roots].filter((root) => existsSync(root)).flatMap(filesUnder);
  const hash = createHash("sha256");
  for (const file of [...files, path.join(repositoryDir, "package-lock.json")]) {
    hash.update(path.relative(repositoryDir, file)).update("\0").update(readFileSync(file));
  }
  return hash.digest("hex");
}

/** @param {string} folder @returns {string[]} */
function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (["node_modules", "dist", ".tsbuild"].includes(entry.name)) return [];
      if (/\.test\.tsx?$/.test(entry.name)) return [];
      const place = path.join(folder, entry.name);
      return entry.isDirectory() ? filesUnder(place) : [place];
    });
}

/** @param {string} app */
function buildApp(app) {
  const manifest = JSON.parse(readFileSync(path.join(app, "package.json"), "utf8"));
  const vite = path.join(repositoryDir, "node_modules", "vite", "bin", "vite.js");
  const hasBuild = manifest.scripts?.build !== undefined;
  const [command, ...args] = hasBuild
    ? ["npm", "run", "--silent", "build"]
    : [process.execPath, vite, "build", "--logLevel", "warn"];
  const binDir = path.join(repositoryDir, "node_modules", ".bin");
  const env = { ...process.env, PATH: `${binDir}${path.delimiter}${process.env.PATH ?? ""}` };
  return spawnSync(command, args, { cwd: app, env, stdio: "inherit" }).status === 0;
}

for (const app of browserApps()) {
  const hash = hashOfSources(app);
  const stamp = path.join(app, "dist", STAMP_FILE);
  if (existsSync(stamp) && readFileSync(stamp, "utf8").trim() === hash) continue;
  say(`Building the pages of ${path.relative(repositoryDir, app)}.`);
  if (!buildApp(app)) {
    process.exitCode = 1;
    break;
  }
  writeFileSync(stamp, `${hash}\n`);
}
