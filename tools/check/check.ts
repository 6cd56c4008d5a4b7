import { spawn } from "node:child_process";
import path from "node:path";

const repositoryDir = path.join(import.meta.dirname, "..", "..");

interface Step {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** What to do when it fails, where the output alone does not say. */
  readonly remedy: string;
}

/** The cheapest and most often broken first; the first failure ends the run. */
const STEPS: readonly Step[] = [
  {
    name: "format and lint",
    command: [
      "biome",
      "ci",
      "--colors=off",
      "--diagnostic-level=error",
      "--max-diagnostics=50",
      ".",
    ],
    remedy: "`npm run format` repairs what can be repaired.",
  },
  { name: "types", command: ["tsc", "-b"], remedy: "Correct the types named above." },
  {
    name: "boundaries, words, documents, generated files",
    command: ["vitest", "run", "--project", "unit", "--reporter=dot", "tools"],
    remedy:
      "docs/architecture.md and docs/glossary.md hold the rules; `npm run generate` renews files.",
  },
  {
    name: "dead code",
    command: ["knip", "--no-progress"],
    remedy: "Remove what nobody uses, or name its user in knip.jsonc.",
  },
];

interface Outcome {
  readonly exitCode: number | null;
  readonly output: string;
}

/** npm has put node_modules/.bin first in the PATH, so the tools are those of the lock file. */
function runStep([command, ...args]: Step["command"]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: repositoryDir,
      env: { ...process.env, NO_COLOR: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    child.once("error", reject).once("close", (exitCode) => resolve({ exitCode, output }));
  });
}

for (const { name, command, remedy } of STEPS) {
  const startedAt = performance.now();
  const { exitCode, output } = await runStep(command);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${exitCode === 0 ? "ok    " : "FAILED"} ${seconds.padStart(5)} s  ${name}`);
  if (exitCode === 0) continue;
  console.log(
    `\n${output.trim()}\n\n${name}: ${command.join(" ")} ended with ${exitCode}. ${remedy}`,
  );
  process.exitCode = 1;
  break;
}
