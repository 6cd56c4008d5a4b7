import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, watch } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { assertPortsFree } from "./free-ports.ts";
import { planPorts, portsWithUses } from "./port-plan.ts";

const port = 22_140;
let place = "";

beforeEach(async () => {
  place = await mkdtemp(path.join(tmpdir(), "pigeonhole-broken-off-"));
});
afterEach(() => rm(place, { recursive: true, force: true }));

function start(dataDir: string): ChildProcess {
  const script = new URL("../main/main.ts", import.meta.url).pathname;
  const args = [script, "start", "--port", String(port), "--data-dir", dataDir, "--no-demo"];
  return spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
}

function listen(child: ChildProcess): () => string {
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (bytes: Buffer) => {
      output += bytes.toString();
    });
  }
  return () => output;
}

test("a start that is broken off stops what it started and leaves every port free", async () => {
  const child = start(place);
  const output = listen(child);
  const ended = once(child, "close");
  const postgresIsBegun = Promise.withResolvers<void>();
  const watcher = watch(place, (_, name) => {
    if (name === "postgres") postgresIsBegun.resolve();
  });
  await Promise.race([postgresIsBegun.promise, ended]);
  watcher.close();
  child.kill("SIGINT");
  expect(await ended).toEqual([130, null]);
  expect(output()).toContain("\nStopped.\n");
  await assertPortsFree(portsWithUses(planPorts(port, 0)));
});

test("a start that is refused for a port leaves no folder behind", async () => {
  const other = createServer().listen(port, "127.0.0.1");
  await once(other, "listening");
  try {
    const dataDir = path.join(place, "network");
    const child = start(dataDir);
    const output = listen(child);
    expect(await once(child, "close")).toEqual([1, null]);
    expect(output()).toContain(`port ${port}`);
    expect(existsSync(dataDir)).toBe(false);
  } finally {
    other.close();
  }
});
