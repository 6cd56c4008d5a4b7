import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A program of the installation in a process of its own. */
export type ChildProgram = {
  readonly name: string;
  readonly pid: number;
  /** Asks it to end, waits, and ends it by force when it does not. */
  stop(): Promise<void>;
};

export type ChildPlan = {
  readonly name: string;
  readonly script: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
};

export type ChildWatch = {
  /** Every line the program prints. */
  readonly onLine: (name: string, line: string) => void;
  /** The program ended although nobody asked it to. */
  readonly onEnd: (name: string, how: string) => void;
};

const stopWaitMs = 10_000;
const endWithStarter = new URL("end-with-starter.ts", import.meta.url).href;

/** Starts a program under this very Node, in a process group of its own so that Ctrl-C reaches only us. */
export function startChild(plan: ChildPlan, watch: ChildWatch): ChildProgram {
  const args = ["--import", endWithStarter, plan.script, ...plan.args];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...plan.env },
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  const ended = new Promise<string>((resolve) => {
    child.once("exit", (status, signal) => resolve(signal ?? `status ${status}`));
    child.once("error", (error) => resolve(error.message));
  });
  let asked = false;
  void ended.then((how) => {
    if (!asked) watch.onEnd(plan.name, how);
  });
  // The program may be gone before its end of the pipe is closed.
  child.stdin.on("error", () => undefined);
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => watch.onLine(plan.name, line));
  }
  return {
    name: plan.name,
    pid: child.pid ?? 0,
    async stop() {
      asked = true;
      await stopChild(child, ended);
    },
  };
}

async function stopChild(child: ChildProcess, ended: Promise<string>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  const force = setTimeout(() => child.kill("SIGKILL"), stopWaitMs);
  await ended;
  clearTimeout(force);
}
