// The agent as a process of its own, against boards behind TCP and a cloud behind a WebSocket.
import { type ChildProcess, spawn } from "node:child_process";
import { createHash, createHmac } from "node:crypto";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serveBusOverTcp } from "@pigeonhole/boards/ports/serve-tcp";
import { createSystemTimers } from "@pigeonhole/boards/ports/system-timers";
import { boardsOfProfile, createSimulatedBus } from "@pigeonhole/boards/simulation/simulated-bus";
import { canonicalJson } from "@pigeonhole/contract/device/facts";
import type { ScreenState } from "@pigeonhole/contract/kiosk-screen/screen-state";
import { tagMessage } from "@pigeonhole/domain/codes/tag-message";
import type { LockerId } from "@pigeonhole/domain/ids";
import { importJWK, jwtVerify } from "jose";
import { expect, onTestFinished, test } from "vitest";
import { findChainFault } from "../src/journal/fact-chain.ts";
import { aFakeCloud } from "./fake-cloud.ts";
import {
  aConfig,
  aCourierGrant,
  aPickupGrant,
  courierBadge,
  lockerId,
  profile,
} from "./kiosk-bench.ts";

test("a kiosk enrols, takes its layout and list, serves a deposit and a pickup, and tells the cloud", async () => {
  const folder = mkdtempSync(join(tmpdir(), "kiosk-agent-"));
  const hardware = createSimulatedBus(
    "kerong-cu16",
    boardsOfProfile(profile),
    createSystemTimers(),
  );
  const boards = await serveBusOverTcp(hardware, { host: "127.0.0.1", port: 0 });
  const cloud = await aFakeCloud();
  const office = await anEnrolmentOffice(cloud.url);
  const agent = startAgent(office.url, [
    "--data-dir",
    folder,
    "--screen-port",
    "0",
    "--enrol",
    "ABCD-EFGH-JKMN",
    "--bus",
    `main=tcp://127.0.0.1:${boards.port}?dialect=kerong-cu16&boards=1x6`,
  ]);
  onTestFinished(async () => {
    agent.process.kill("SIGKILL");
    await boards.close();
    await office.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const screen = await agent.screenUrl;
  await cloud.until(() => cloud.of("status").length > 0);
  const enrolled = office.enrolled();
  const key = await importJWK(enrolled.publicKey, "EdDSA");
  const { payload } = await jwtVerify(cloud.tokens[0]?.slice(7) ?? "", key, { subject: lockerId });
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBeLessThanOrEqual(300);
  expect(statSync(join(folder, "identity.json")).mode & 0o077).toBe(0);

  const config = aConfig();
  const hash = createHash("sha256").update(canonicalJson(config)).digest("hex");
  cloud.send({ type: "config", version: 3, hash, config });
  const tagKey = Buffer.from(enrolled.tagKey, "base64url");
  const tagOf = (purpose: "pickup" | "courier", secret: string) =>
    createHmac("sha256", tagKey)
      .update(tagMessage(purpose, lockerId as LockerId, secret))
      .digest("hex");
  const valid = { notBefore: "2020-01-01T00:00:00Z", notAfter: "2099-01-01T00:00:00Z" };
  cloud.send({
    type: "grants",
    version: 7,
    base: 0,
    more: false,
    removals: [],
    upserts: [aPickupGrant({ tagOf }, "73915284", valid), aCourierGrant({ tagOf }, valid)],
  });
  await cloud.until(() => {
    const doors = cloud.of("status").at(-1)?.doors ?? [];
    return doors.length === 6 && doors.every((one) => one.door === "closed");
  });
  const idle = await screenShows(screen, (state) => state.screen.step === "idle");
  expect(idle.allowedActions).toEqual(["enter_code", "scan"]);

  await act(screen, { action: "scan", text: courierBadge });
  await act(screen, { action: "scan", text: "TRACK73915284" });
  const door = await doorIsOpen(screen, "deposit_door");
  hardware.board(1).doors.byHand(door, "put");
  await passTime(screen, 2_200);
  hardware.board(1).doors.byHand(door, "close");
  await screenShows(screen, (state) => state.screen.step === "deposit_check");
  await act(screen, { action: "finish" });

  await act(screen, { action: "enter_code", code: "73915284" });
  expect(await doorIsOpen(screen, "pickup_door")).toBe(door);
  hardware.board(1).doors.byHand(door, "take");
  hardware.board(1).doors.byHand(door, "close");
  await screenShows(screen, (state) => state.screen.step === "pickup_done");
  await act(screen, { action: "finish" });
  const types = () => cloud.facts.map((fact) => fact.type);
  await cloud.until(() => types().filter((type) => type === "visit.ended").length === 2);

  expect(types()).toContain("deposit.confirmed");
  expect(types()).toContain("pickup.confirmed");
  expect(findChainFault({ seq: 0, hash: "0".repeat(64) }, cloud.facts)).toBeUndefined();
  const log = agent.output();
  for (const secret of ["73915284", courierBadge, enrolled.tagKey, "ABCD-EFGH-JKMN"]) {
    expect(log).not.toContain(secret);
  }

  agent.process.kill("SIGTERM");
  expect(await agent.exit).toBe(0);
});

/** Enrolment and the device link are at one address, as a server has them. */
async function anEnrolmentOffice(cloudUrl: string) {
  type Enrolment = { publicKey: { kty: "OKP"; crv: "Ed25519"; x: string }; tagKey: string };
  let enrolled: Enrolment | undefined;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      enrolled = JSON.parse(Buffer.concat(chunks).toString()) as Enrolment;
      response.writeHead(201, { "content-type": "application/json" });
      const serverTime = Temporal.Now.instant().toString();
      response.end(JSON.stringify({ lockerId, fingerprint: "shown elsewhere", serverTime }));
    });
  });
  server.on("upgrade", (request, socket, head) => {
    const target = connect(Number(new URL(cloudUrl).port), "127.0.0.1");
    const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`);
    target.write(`GET ${request.url} HTTP/1.1\r\n${headers.join("\r\n")}\r\n\r\n`);
    target.write(head);
    socket.pipe(target).pipe(socket);
    socket.on("error", () => target.destroy());
    target.on("error", () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    enrolled() {
      if (enrolled === undefined) throw new Error("nobody enrolled");
      return enrolled;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function startAgent(server: string, args: readonly string[]) {
  const main = join(import.meta.dirname, "../src/main/main.ts");
  const process_: ChildProcess = spawn(process.execPath, [main, "--server", server, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let found: (url: string) => void = () => {};
  const screenUrl = new Promise<string>((resolve) => {
    found = resolve;
  });
  const read = (chunk: Buffer) => {
    output += chunk.toString();
    const url = /"screen":"(http[^"]+)"/.exec(output)?.[1];
    if (url !== undefined) found(url);
  };
  process_.stdout?.on("data", read);
  process_.stderr?.on("data", read);
  const exit = new Promise<number | null>((resolve) => process_.once("exit", resolve));
  return { process: process_, screenUrl, exit, output: () => output };
}

async function act(screen: string, action: object): Promise<void> {
  const response = await fetch(`${screen}screen/actions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(action),
  });
  const state = (await response.json()) as ScreenState;
  expect(state.refusal).toBeNull();
}

/** Follows the screen's events until a state comes. */
async function screenShows(
  screen: string,
  matches: (state: ScreenState) => boolean,
): Promise<ScreenState> {
  const response = await fetch(`${screen}screen/events`);
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString();
    const lines = text.split("\n");
    text = lines.pop() ?? "";
    for (const line of lines) {
      if (!line.startsWith("data: ")) continue;
      const state = JSON.parse(line.slice(6)) as ScreenState;
      if (matches(state)) return state;
    }
  }
  throw new Error("the screen's events ended");
}

async function doorIsOpen(screen: string, step: string): Promise<number> {
  const state = await screenShows(
    screen,
    (one) => one.screen.step === step && "door" in one.screen && one.screen.door.state === "open",
  );
  return "door" in state.screen ? Number(state.screen.door.label) : 0;
}

/** The agent's own clock tells how long the door stood open. */
async function passTime(screen: string, durationMs: number): Promise<void> {
  const read = async () => {
    const state = (await (await fetch(`${screen}screen/state`)).json()) as ScreenState;
    return Temporal.Instant.from(state.serverNow).epochMilliseconds;
  };
  const untilMs = (await read()) + durationMs;
  while ((await read()) < untilMs);
}
