import path from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the clone, wherever the command was given. */
export const repositoryDir = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "..");

/** What set-up finds out once and keeps; goes away with node_modules. */
export const cacheDir = path.join(repositoryDir, "node_modules", ".cache", "pigeonhole");

/** @param {string} line */
export function say(line) {
  console.log(`[set-up] ${line}`);
}

/** Set-up cannot go on; `remedy` is what the person at the keyboard does next. */
export class SetupFailure extends Error {
  /** @param {string} message @param {string} remedy */
  constructor(message, remedy) {
    super(message);
    this.name = "SetupFailure";
    this.code = "setup.failed";
    this.remedy = remedy;
  }
}
