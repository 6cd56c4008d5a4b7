import { globSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Cruise, cruiseImports } from "./cruise.ts";
import { importTable } from "./import-table.ts";
import { readText, repositoryDir } from "./repository-files.ts";

/** A cruise that reads next to nothing passes every rule; TypeScript 7 alone makes it so. */
const MODULES_SHARE_MIN = 0.95;

const everyFolder = Object.keys(importTable);
const everyPackage = everyFolder.filter((folder) => folder.startsWith("packages/"));

describe("the import table", () => {
  test("is kept by every file of ours, and every file was read", async () => {
    const { modules, violations } = await cruiseImports(repositoryDir, ["packages", "apps"]);
    const sources = globSync("{packages,apps}/*/{src,tests}/**/*.{ts,tsx}", { cwd: repositoryDir });
    expect(sources.length).toBeGreaterThan(50);
    expect(modules.length).toBeGreaterThan(sources.length * MODULES_SHARE_MIN);
    expect(violations.map(({ rule, from, to }) => `${from} → ${to} breaks ${rule}`)).toEqual([]);
  }, 120_000);

  test("has a row for every folder of packages/ and apps/", async () => {
    const folders = await Promise.all(
      ["packages", "apps"].map(async (parent) =>
        (await readdir(path.join(repositoryDir, parent))).map((name) => `${parent}/${name}`),
      ),
    );
    expect(new Set(folders.flat())).toEqual(new Set(everyFolder));
  });
});

test("docs/architecture.md shows the import table as it is", () => {
  const shown = readText("docs/architecture.md").split("\n| from ↓")[1]?.split("\n\n")[0] ?? "";
  const [head = "", , ...rows] = shown.split("\n");
  const columns = fieldsOf(head).slice(1, -1);
  const names = rows.flatMap((row) => (fieldsOf(row)[0] ?? "").split(", "));
  expect(new Set(names)).toEqual(new Set(everyFolder.map((folder) => path.basename(folder))));
  for (const row of rows) {
    const [folders = "", ...answers] = fieldsOf(row);
    for (const name of folders.split(", ")) {
      const rule = everyFolder.find((folder) => path.basename(folder) === name) ?? "";
      const shownPackages = columns.filter((_column, index) => answers[index] === "yes");
      const ruled = importTable[rule]?.packages.filter((target) => columns.includes(target)) ?? [];
      expect(new Set(shownPackages), name).toEqual(new Set(ruled));
      const node = importTable[rule]?.node;
      expect(answers.at(-1), name).toBe(typeof node === "string" ? node : "its ports only");
    }
  }
});

function fieldsOf(row: string): string[] {
  return row
    .split("|")
    .slice(row.startsWith("|") ? 1 : 0, -1)
    .map((field) => field.trim());
}

describe("the import table bites", () => {
  let plantedDir: string;
  let planted: Cruise;

  beforeAll(async () => {
    plantedDir = await mkdtemp(path.join(os.tmpdir(), "pigeonhole-planted-"));
    for (const folder of everyFolder) await plant(plantedDir, folder);
    planted = await cruiseImports(plantedDir, ["packages", "apps"]);
  }, 60_000);

  afterAll(() => rm(plantedDir, { recursive: true, force: true }));

  const reported = (from: string, to: string) =>
    planted.violations.some((found) => found.from.startsWith(from) && found.to.startsWith(to));

  test.each(everyFolder)(
    "%s: a package outside its row is reported, one in it is not",
    (folder) => {
      const row = importTable[folder];
      for (const target of everyPackage) {
        if (target === folder) continue;
        const isAllowed = row?.packages.includes(path.basename(target)) === true;
        expect(reported(`${folder}/src/to-${path.basename(target)}`, target), target).toBe(
          !isAllowed,
        );
      }
    },
  );

  test.each(everyFolder)("%s: Node's modules are reported where the row says no", (folder) => {
    expect(reported(`${folder}/src/to-node`, "fs")).toBe(importTable[folder]?.node !== "yes");
  });

  test("an app that imports an app is reported, and one that reaches into main", () => {
    expect(reported("apps/kiosk/src/to-app.ts", "apps/server/")).toBe(true);
    expect(reported("apps/server/src/to-main.ts", "apps/server/src/main/")).toBe(true);
  });

  test("a test may use the builders, product code may not", () => {
    expect(reported("apps/server/src/to-testing.ts", "packages/testing/")).toBe(true);
    expect(reported("apps/server/src/planted.test.ts", "packages/testing/")).toBe(false);
  });

  test("an import by type only counts too", () => {
    expect(reported("packages/domain/src/to-type.ts", "packages/contract/")).toBe(true);
  });
});

/** One file for each import the table speaks of, by package name as real code writes it. */
async function plant(root: string, folder: string): Promise<void> {
  const source = path.join(root, folder, "src");
  await mkdir(path.join(source, "main"), { recursive: true });
  const own = `@pigeonhole/${path.basename(folder)}`;
  const manifest = { name: own, type: "module", exports: { "./*": "./src/*.ts" } };
  await writeFile(path.join(root, folder, "package.json"), JSON.stringify(manifest));
  await mkdir(path.join(root, "node_modules/@pigeonhole"), { recursive: true });
  await symlink(path.join(root, folder), path.join(root, "node_modules", own));
  const files: Record<string, string> = {
    "target.ts": "export const target = 1;\nexport type Target = number;\n",
    "main/main.ts": "export const started = 1;\n",
    "to-node.ts": importing("node:fs"),
    "to-main.ts": importing("./main/main.ts"),
    "to-app.ts": importing("../../server/src/target.ts"),
    "to-type.ts": `import type { Target } from "@pigeonhole/contract/target";\nexport type Mine = Target;\n`,
    "planted.test.ts": importing("@pigeonhole/testing/target"),
  };
  for (const name of everyPackage.map((place) => path.basename(place))) {
    files[`to-${name}.ts`] = importing(`@pigeonhole/${name}/target`);
  }
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(source, name), text);
}

function importing(specifier: string): string {
  return `import * as everything from ${JSON.stringify(specifier)};\nexport const used = everything;\n`;
}
