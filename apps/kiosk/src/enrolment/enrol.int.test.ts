import { createPublicKey, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jwtVerify } from "jose";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fingerprintOf, readIdentity } from "./device-identity.ts";
import { createDeviceTokens } from "./device-token.ts";
import { enrol } from "./enrol.ts";

const lockerId = "lkr_00abcdefghjkmnpqrstv";
let folder = "";
let server: Server;
let url = "";
let answer: { status: number; body: string };
let asked: Record<string, unknown>[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "enrol-"));
  asked = [];
  answer = {
    status: 201,
    body: JSON.stringify({ lockerId, fingerprint: "x", serverTime: "2026-11-02T08:00:00Z" }),
  };
  server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => {
      text += String(chunk);
    });
    request.on("end", () => {
      asked.push(JSON.parse(text) as Record<string, unknown>);
      response.writeHead(answer.status, { "content-type": "application/json" }).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
});
afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = () => enrol({ server: url, code: "ABCD-EFGH", folder, random: randomBytes, fetch });

test("keys are made here and kept for their owner only; the private one never leaves", async () => {
  const enrolled = await run();
  expect(enrolled).toMatchObject({ ok: true, value: { lockerId } });
  const identity = readIdentity(folder);
  expect(identity).toMatchObject({ lockerId });
  expect(statSync(join(folder, "identity.json")).mode & 0o777).toBe(0o600);
  expect(JSON.stringify(asked)).not.toContain(identity?.privateKey.d);
  expect(asked[0]?.["tagKey"]).toBe(identity?.tagKey);
  expect(await run()).toMatchObject({ ok: false, error: { type: "already_enrolled" } });
});

test("an attempt whose answer was lost is repeated with the same keys", async () => {
  answer = { status: 201, body: "cut off" };
  expect(await run()).toMatchObject({ ok: false, error: { type: "server_not_understood" } });
  answer = { status: 403, body: JSON.stringify({ code: "enrolment.refused" }) };
  expect(await run()).toMatchObject({
    ok: false,
    error: { type: "refused", code: "enrolment.refused" },
  });
  expect(asked[0]).toEqual(asked[1]);
  expect(readIdentity(folder)?.lockerId).toBeNull();
});

test("a token is short-lived, for one connection, and signed by the key of the fingerprint", async () => {
  await run();
  const identity = readIdentity(folder);
  if (identity === undefined) throw new Error("not enrolled");
  const tokens = createDeviceTokens({ ...identity, lockerId }, url, randomBytes);
  const at = Temporal.Instant.from("2026-11-02T08:00:00Z");
  const [first, second] = [await tokens.sign(at), await tokens.sign(at)];
  const { kty, crv, x } = identity.privateKey;
  const key = createPublicKey({ key: { kty, crv, x }, format: "jwk" });
  const currentDate = new Date(at.epochMilliseconds);
  const { payload } = await jwtVerify(first, key, {
    subject: lockerId,
    audience: url,
    currentDate,
  });
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBeLessThanOrEqual(300);
  expect(first).not.toBe(second);
  expect(fingerprintOf(identity)).toMatch(/^([0-9a-f]{4} ){7}[0-9a-f]{4}$/);
});
