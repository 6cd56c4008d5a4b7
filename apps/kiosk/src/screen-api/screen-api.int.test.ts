import { request } from "node:http";
import { createSystemTimers } from "@pigeonhole/boards/ports/system-timers";
import { afterEach, expect, test } from "vitest";
import type { KioskScreen } from "../create-kiosk.ts";
import { createIdleScreen } from "../idle-screen.ts";
import { type ScreenApi, serveScreen } from "./screen-api.ts";

let api: ScreenApi | undefined;
afterEach(async () => {
  await api?.close();
  api = undefined;
});

async function serve() {
  const idle = createIdleScreen(
    { now: () => Temporal.Instant.from("2026-11-02T08:00:00Z") },
    { reason: "not_enrolled", fingerprint: null },
  ).screen;
  const listeners = new Set<() => void>();
  const acted: unknown[] = [];
  const screen: KioskScreen = {
    ...idle,
    act(action) {
      acted.push(action);
      return idle.act(action);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const pagesFolder = new URL(".", import.meta.url).pathname;
  api = await serveScreen({ screen, timers: createSystemTimers(), pagesFolder }, 0);
  const change = () => {
    for (const listener of listeners) listener();
  };
  return { url: `http://127.0.0.1:${api.port}`, acted, change };
}

type Asked = {
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly path?: string;
};

/** `fetch` does not let a caller forge the headers that a strange page would bring. */
function ask(url: string, asked: Asked): Promise<{ status: number; text: string }> {
  const { headers = {}, body, path = "/screen/actions" } = asked;
  return new Promise((resolve, reject) => {
    const method = body === undefined ? "GET" : "POST";
    const type = { "content-type": "application/json" };
    const sent = request(
      `${url}${path}`,
      { method, headers: { ...type, ...headers } },
      (answer) => {
        let text = "";
        answer.on("data", (chunk) => {
          text += String(chunk);
        });
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text }));
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

const finish = JSON.stringify({ action: "finish" });

test("the screen acts and is told the new state", async () => {
  const { url, acted } = await serve();
  const answer = await ask(url, { body: finish, headers: { origin: url } });
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.text)).toMatchObject({ refusal: "out_of_service" });
  expect(acted).toEqual([{ action: "finish" }]);
});

test("a page from elsewhere presses no button, whatever it calls this machine", async () => {
  const { url, acted } = await serve();
  const port = new URL(url).port;
  const strange = [
    { origin: "https://evil.example" },
    { origin: "null" },
    { host: `evil.example:${port}`, origin: `http://evil.example:${port}` },
    { host: "evil.example" },
  ];
  for (const headers of strange) {
    expect((await ask(url, { body: finish, headers })).status).toBe(403);
  }
  expect(acted).toEqual([]);
});

test("what is no action is refused: unknown, extra fields, too long, no JSON", async () => {
  const { url, acted } = await serve();
  const bodies = [
    "{",
    "[]",
    JSON.stringify({ action: "open_all" }),
    JSON.stringify({ action: "finish", more: 1 }),
    JSON.stringify({ action: "enter_code", code: "1".repeat(41) }),
  ];
  for (const body of bodies) expect((await ask(url, { body })).status).toBe(400);
  const huge = JSON.stringify({ action: "scan", text: "x".repeat(5_000) });
  expect((await ask(url, { body: huge })).status).toBe(413);
  const form = { "content-type": "application/x-www-form-urlencoded" };
  expect((await ask(url, { body: "action=finish", headers: form })).status).toBe(415);
  expect(acted).toEqual([]);
});

test("setting, state and the screen's own page are served", async () => {
  const { url } = await serve();
  expect(JSON.parse((await ask(url, { path: "/screen/setting" })).text)).toMatchObject({
    online: false,
  });
  expect(JSON.parse((await ask(url, { path: "/screen/state" })).text)).toMatchObject({
    screen: { step: "out_of_service" },
  });
  expect((await ask(url, { path: "/screen-api.ts" })).text).toContain("loopback");
  expect((await ask(url, { path: "/../main/main.ts" })).status).toBe(404);
});

test("every change is told to every screen, and no more than sixteen listen", async () => {
  const { url, change } = await serve();
  const readers = await Promise.all(
    Array.from({ length: 16 }, async () => {
      const response = await fetch(`${url}/screen/events`);
      return response.body?.getReader();
    }),
  );
  expect((await fetch(`${url}/screen/events`)).status).toBe(503);
  change();
  for (const reader of readers) {
    let text = "";
    while (text.split("event: state").length < 3) {
      text += Buffer.from((await reader?.read())?.value ?? []).toString();
    }
    await reader?.cancel();
  }
});
