import type { LockBoardDriver } from "@pigeonhole/boards/driver/lock-board-driver";
import { afterEach, beforeEach, expect, test } from "vitest";
import { standBeforeWall } from "./a-wall.ts";

let place: Awaited<ReturnType<typeof standBeforeWall>>;

beforeEach(async () => {
  place = await standBeforeWall();
});

afterEach(() => place.leave());

async function read(driver: LockBoardDriver, channel: number) {
  const readings = await driver.readDoors();
  return readings.find(({ lock }) => lock.channel === channel);
}

async function stateOf(label: string) {
  const answer = await fetch(new URL("state", place.simulated.pageUrl));
  const state = (await answer.json()) as { compartments: { label: string }[] };
  return state.compartments.find((compartment) => compartment.label === label);
}

test("a pulse over TCP opens the door that is drawn, once", async () => {
  expect(await place.left.unlock({ board: 1, channel: 2 })).toBe("acknowledged");
  expect(await stateOf("A2")).toMatchObject({ door: "open", pulses: 1 });
  expect(await stateOf("A1")).toMatchObject({ door: "closed", pulses: 0 });
});

test("what hands do is what the driver reads", async () => {
  await place.right.unlock({ board: 0, channel: 1 });
  expect((await read(place.right, 1))?.door).toBe("open");
  expect((await place.post("doors/B1/put")).status).toBe(200);
  expect(await read(place.right, 1)).toMatchObject({ door: "open", goods: "present" });
  expect((await place.post("doors/B1/close")).status).toBe(200);
  expect(await read(place.right, 1)).toMatchObject({ door: "closed", goods: "present" });
  await place.right.unlock({ board: 0, channel: 1 });
  expect((await place.post("doors/B1/take")).status).toBe(200);
  expect(await read(place.right, 1)).toMatchObject({ door: "open", goods: "absent" });
});

test("a hand opens no locked door, but force does, and the driver sees it", async () => {
  const refused = await place.post("doors/A1/pull");
  expect(refused.status).toBe(409);
  expect(refused.headers.get("content-type")).toContain("application/problem+json");
  expect(await refused.json()).toMatchObject({ code: "door-is-locked" });
  expect((await read(place.left, 1))?.door).toBe("closed");
  expect((await place.post("doors/A1/force")).status).toBe(200);
  expect((await read(place.left, 1))?.door).toBe("open");
});

test.each([
  ["doors/A1/put", 409, "door-is-closed"],
  ["doors/A1/close", 409, "door-is-closed"],
  ["doors/Z9/force", 404, "no-such-door"],
  ["doors/A1/kick", 404, "no-such-action"],
  ["boards/9/restart", 404, "no-such-board"],
  ["boards/one/restart", 404, "no-such-board"],
])("%s is answered with %i and %s", async (path, status, code) => {
  const answer = await place.post(path);
  expect(answer.status).toBe(status);
  expect(await answer.json()).toMatchObject({ code });
});

test("faults come and go by board", async () => {
  expect((await place.post("boards/1/faults", { faults: ["silent"] })).status).toBe(200);
  expect((await read(place.left, 1))?.door).toBe("unknown");
  expect(await place.right.unlock({ board: 0, channel: 2 })).toBe("unknown");
  expect(await stateOf("B2")).toMatchObject({ door: "open" });
  expect((await place.post("boards/1/faults?bus=right", { faults: [] })).status).toBe(404);
  expect((await place.post("boards/1/faults", { faults: ["on-fire"] })).status).toBe(400);
  expect((await place.post("boards/1/faults", { faults: [] })).status).toBe(200);
});

test("watchers hear the state at once and every change after it", async () => {
  const answer = await fetch(new URL("events", place.simulated.pageUrl));
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) throw new Error("no events");
  let heard = "";
  const hearUntil = async (wanted: string) => {
    while (!heard.includes(wanted)) {
      const { value, done } = await reader.read();
      if (done) throw new Error(`the stream ended before ${wanted}`);
      heard += value;
    }
  };
  await hearUntil('"name":"TST01"');
  await place.post("doors/B2/force");
  await hearUntil('{"what":"forced","label":"B2","board":0}');
  await reader.cancel();
});

test("the page and its parts are served", async () => {
  for (const path of [
    "",
    "wall-page.js",
    "wall-drawing.js",
    "wall-page.css",
    "tokens.css",
    "mark.svg",
  ]) {
    const answer = await fetch(new URL(path, place.simulated.pageUrl));
    expect(answer.status, path).toBe(200);
  }
});
