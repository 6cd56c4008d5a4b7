import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { createTestDatabase } from "@pigeonhole/local-services/test-database/create-test-database";
import { expect, test } from "vitest";
import { notify } from "./database.ts";
import { createPgDatabase } from "./pg-database.ts";

/** A path to PostgreSQL on which everything that goes through it can be lost without a word. */
async function aPath(url: string) {
  const target = new URL(url);
  const open = new Set<Socket>();
  let forwards = new Set<Socket>();
  const path: Server = createServer((near) => {
    const far = connect(Number(target.port || 5_432), target.hostname);
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on("error", () => {});
    }
    forwards.add(near);
    near.on("data", (bytes) => forwards.has(near) && far.write(bytes));
    far.on("data", (bytes) => forwards.has(near) && near.write(bytes));
    near.on("close", () => far.destroy());
    far.on("close", () => near.destroy());
  });
  await new Promise<void>((resolve) => path.listen(0, "127.0.0.1", resolve));
  const through = new URL(url);
  through.hostname = "127.0.0.1";
  through.port = String((path.address() as AddressInfo).port);
  return {
    url: through.toString(),
    loseAll() {
      forwards = new Set();
    },
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => path.close(resolve));
    },
  };
}

test("a listener whose path went away without a word comes back and hears again", async () => {
  const testDatabase = await createTestDatabase({ template: "empty", migrate: async () => {} });
  await using path = await aPath(testDatabase.url);
  const waits: (() => void)[] = [];
  const options = { connectionsMax: 2, onError: () => {} };
  const wait = () => new Promise<void>((resolve) => waits.push(resolve));
  const database = createPgDatabase({ ...options, url: path.url, wait });
  const direct = createPgDatabase({ ...options, url: testDatabase.url, wait });
  const heard: string[] = [];
  let tell = () => {};
  const next = () => new Promise<void>((resolve) => (tell = resolve));
  await database.listen("doors", (payload) => {
    heard.push(payload);
    tell();
  });
  path.loseAll();
  const back = next();
  const turns = setInterval(() => waits.shift()?.(), 50);
  await back;
  const again = next();
  await direct.network((tx) => notify(tx, "doors", "opened"));
  await again;
  expect(heard).toEqual(["", "opened"]);
  clearInterval(turns);
  await Promise.all([database.close(), direct.close()]);
  await testDatabase.drop();
});
