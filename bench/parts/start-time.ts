import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { startChild } from "@pigeonhole/local-services/programs/child-program";
import { planPorts } from "../../apps/cli/src/start/port-plan.ts";
import { type Figure, median } from "../support/figures.ts";

const rounds = 3;
const basePort = 18_480;
const pollMs = 20;

/** `npm start` in an installed clone: first start with an empty data folder, until `/` answers. */
export async function measureStart(): Promise<Figure[]> {
  const first: number[] = [];
  const second: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const dataDir = await mkdtemp(path.join(tmpdir(), "pigeonhole-start-"));
    first.push(await startOnce(dataDir));
    second.push(await startOnce(dataDir));
    await rm(dataDir, { recursive: true, force: true });
  }
  return [
    {
      name: "npm start → first page usable, first start",
      value: median(first),
      unit: "s",
      target: { atMost: 10 },
      from: { first, second },
    },
  ];
}

async function startOnce(dataDir: string): Promise<number> {
  const beganMs = performance.now();
  const lines: string[] = [];
  let ended: string | undefined;
  const program = startChild(
    {
      name: "npm start",
      script: new URL("../../apps/cli/src/main/main.ts", import.meta.url).pathname,
      args: ["start", "--port", String(basePort), "--data-dir", dataDir],
      env: {},
    },
    {
      onLine: (_, line) => void lines.push(line),
      onEnd: (_, how) => {
        ended = how;
      },
    },
  );
  await firstPage(`http://127.0.0.1:${planPorts(basePort, 0).server}/`, () => {
    if (ended !== undefined) throw new Error(`npm start ended (${ended})\n${lines.join("\n")}`);
  });
  const seconds = (performance.now() - beganMs) / 1_000;
  while (!lines.some((line) => line.startsWith("Ready after"))) await pause(pollMs);
  await program.stop();
  return seconds;
}

async function firstPage(url: string, assertRunning: () => void): Promise<void> {
  for (;;) {
    assertRunning();
    try {
      const answer = await fetch(url);
      if (answer.ok && (await answer.text()).includes("</html>")) return;
    } catch (error) {
      // Nobody listens yet; anything else would never become a page.
      if (!(error instanceof TypeError)) throw error;
    }
    await pause(pollMs);
  }
}
