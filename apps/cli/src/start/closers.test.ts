import { expect, test } from "vitest";
import { createClosers } from "./closers.ts";

test("a part that is still starting when everything ends is ended, too", async () => {
  const closers = createClosers();
  const closed: string[] = [];
  const inbox = Promise.withResolvers<string>();
  const starting = closers.open(
    () => inbox.promise,
    async (part) => void closed.push(part),
  );
  const failing = closers.open(
    () => Promise.reject(new Error("the folder is in use")),
    async () => void closed.push("database"),
  );
  await expect(failing).rejects.toThrow("the folder is in use");
  const ended = closers.closeAll();
  inbox.resolve("inbox");
  await ended;
  await starting;
  expect(closed).toEqual(["inbox"]);
});

test("nothing is started once everything is ending", async () => {
  const closers = createClosers();
  await closers.closeAll();
  let isStarted = false;
  const start = async () => {
    isStarted = true;
  };
  await expect(closers.open(start, async () => undefined)).rejects.toThrow("broken off");
  expect(isStarted).toBe(false);
});

test("parts end in the reverse order, and one that fails holds no other back", async () => {
  const closers = createClosers();
  const closed: string[] = [];
  for (const name of ["database", "server", "kiosk"]) {
    await closers.open(
      async () => name,
      async (part) => {
        closed.push(part);
        if (part === "server") throw new Error("the server does not end");
      },
    );
  }
  await expect(closers.closeAll()).rejects.toThrow("the server does not end");
  expect(closed).toEqual(["kiosk", "server", "database"]);
});
