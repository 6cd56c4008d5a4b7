import { execFileSync } from "node:child_process";
import { appendFile, mkdir } from "node:fs/promises";
import { cpus } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { describeFigure, type Figure, reached } from "./support/figures.ts";

/**
 * `npm run bench` measures what the project promises and prints ratios. Each part starts what it
 * needs and ends it. The results of every run are kept as one JSON line each.
 */
type Part = { readonly about: string; readonly load: () => Promise<() => Promise<Figure[]>> };

const parts: Readonly<Record<string, Part>> = {
  start: {
    about: "npm start until the first page is usable",
    load: async () => (await import("./parts/start-time.ts")).measureStart,
  },
  unlock: {
    about: "code typed until the unlock bytes are on the wire",
    load: async () => (await import("./parts/kiosk-unlock.ts")).measureUnlock,
  },
  announce: {
    about: "announcements through HTTP against TPC-B",
    load: async () => (await import("./parts/announcements.ts")).measureAnnouncements,
  },
  facts: {
    about: "durable facts through the device link against TPC-B",
    load: async () => (await import("./parts/facts.ts")).measureFacts,
  },
  reconnect: {
    about: "5,000 devices, 1,000 dropping at once",
    load: async () => (await import("./parts/reconnect.ts")).measureReconnect,
  },
  memory: {
    about: "resident memory after a story",
    load: async () => (await import("./parts/memory.ts")).measureMemory,
  },
};

const resultsFolder = ".bench";

async function bench(): Promise<void> {
  const { values } = parseArgs({
    options: { only: { type: "string", multiple: true }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) return help();
  const names = values.only ?? Object.keys(parts);
  const figures: Figure[] = [];
  for (const name of names) {
    const part = parts[name];
    if (part === undefined) throw new Error(`there is no part "${name}"; try --help`);
    process.stdout.write(`\n${name}: ${part.about} …\n`);
    const measure = await part.load();
    for (const figure of await measure()) {
      figures.push(figure);
      process.stdout.write(`  ${describeFigure(figure)}\n  ${JSON.stringify(figure.from)}\n`);
    }
  }
  await keep(figures);
  const missed = figures.filter((figure) => !reached(figure)).length;
  process.stdout.write(`\n${figures.length - missed} of ${figures.length} figures reached.\n`);
}

function help(): void {
  const list = Object.entries(parts).map(([name, { about }]) => `  ${name.padEnd(10)} ${about}`);
  process.stdout.write(
    `npm run bench                     every part\nnpm run bench -- --only facts     one part\n\n${list.join("\n")}\n`,
  );
}

async function keep(figures: readonly Figure[]): Promise<void> {
  const line = {
    at: Temporal.Now.instant().toString(),
    commit: execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim(),
    node: process.version,
    processors: cpus().map(({ model }) => model),
    figures,
  };
  await mkdir(resultsFolder, { recursive: true });
  const file = path.join(resultsFolder, "results.jsonl");
  await appendFile(file, `${JSON.stringify(line)}\n`);
  process.stdout.write(`\nKept in ${file}\n`);
}

await bench();
// Libraries may keep handles open; everything measured has ended.
process.exit();
