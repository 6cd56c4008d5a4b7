import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeDataFolder } from "./data-folder.ts";

let place = "";
beforeEach(async () => {
  place = await mkdtemp(path.join(tmpdir(), "pigeonhole-folder-"));
});
afterEach(() => rm(place, { recursive: true, force: true }));

test("a data folder is made with all that lies above it, and found again", async () => {
  const folder = path.join(place, "network", "kept");
  await makeDataFolder(folder);
  await makeDataFolder(folder);
  expect((await stat(folder)).isDirectory()).toBe(true);
});

test("a file given as the data folder is refused in words", async () => {
  const file = path.join(place, "README.md");
  await writeFile(file, "text");
  await expect(makeDataFolder(file)).rejects.toThrow("README.md is a file; give a folder.");
  await expect(makeDataFolder(path.join(file, "below"))).rejects.toThrow("is a file");
});

test.runIf(process.platform === "linux")(
  "a place that takes no folders is refused in words, at once",
  async () => {
    await expect(makeDataFolder("/proc/nope")).rejects.toThrow("/proc/nope cannot be made");
  },
);
