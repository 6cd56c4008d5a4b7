import { readFileSync } from "node:fs";
import path from "node:path";
import react from "@vitejs/plugin-react";
import type { UserConfig } from "vite";
import { defineConfig } from "vite";

// Three builds (see README.md): what browsers load; the worker, alone so that it is one file without
// imports, as every browser takes it; and what the server draws pages with. The last has the names
// of the first's files in it, so that it needs no manifest at run time.
const clientDir = path.join(import.meta.dirname, "dist/client");
const markFile = path.join(import.meta.dirname, "../../packages/ui/src/mark/mark.svg");
const browserEntry = "src/main/browser.tsx";

export default defineConfig(({ isSsrBuild, mode }): UserConfig => {
  if (isSsrBuild === true) return { plugins: [react()], ...serverBuild() };
  return mode === "worker" ? workerBuild() : { plugins: [react()], ...browserBuild() };
});

function browserBuild(): UserConfig {
  return {
    build: {
      outDir: clientDir,
      emptyOutDir: true,
      manifest: true,
      rolldownOptions: { input: browserEntry },
    },
  };
}

function workerBuild(): UserConfig {
  return {
    build: {
      outDir: clientDir,
      emptyOutDir: false,
      rolldownOptions: {
        input: "src/main/offline-worker.ts",
        // A worker is renewed under its old name; everything else gets a new name with new contents.
        output: { entryFileNames: "offline-worker.js" },
      },
    },
  };
}

function serverBuild(): UserConfig {
  return {
    define: {
      __PAGE_ASSETS__: JSON.stringify(readAssets()),
      // Else React would pick its slow development version by the server's environment.
      "process.env.NODE_ENV": JSON.stringify("production"),
    },
    ssr: { noExternal: true },
    build: {
      outDir: "dist/server",
      emptyOutDir: true,
      rolldownOptions: { output: { entryFileNames: "render.js" } },
    },
  };
}

type ManifestEntry = {
  readonly file: string;
  readonly css?: readonly string[];
  readonly imports?: readonly string[];
};

function readAssets() {
  const text = readFileSync(path.join(clientDir, ".vite/manifest.json"), "utf8");
  const manifest: Readonly<Partial<Record<string, ManifestEntry>>> = JSON.parse(text);
  const entry = manifest[browserEntry];
  if (entry === undefined) throw new Error(`the manifest has no ${browserEntry}`);
  const imported = (entry.imports ?? [])
    .map((key) => manifest[key])
    .filter((each) => each !== undefined);
  return {
    script: `/${entry.file}`,
    preloads: imported.map((each) => `/${each.file}`),
    icon: `data:image/svg+xml,${encodeURIComponent(readFileSync(markFile, "utf8"))}`,
    styles: [entry, ...imported].flatMap((each) => each.css ?? []).map((file) => `/${file}`),
  };
}
