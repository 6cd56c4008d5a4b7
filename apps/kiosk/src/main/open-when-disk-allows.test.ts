import { expect, test } from "vitest";
import { openEveryMs, openWhenDiskAllows } from "./open-when-disk-allows.ts";

const log = { info() {}, warn() {}, error() {} };

/** What SQLite throws; 13 is a full disk. */
function sqliteError(errcode: number): Error {
  return Object.assign(new Error("from SQLite"), { errcode });
}

function aFailingDisk(errcodes: number[]) {
  const seen: string[] = [];
  const opened = openWhenDiskAllows({
    log,
    open() {
      const errcode = errcodes.shift();
      if (errcode !== undefined) throw sqliteError(errcode);
      seen.push("opened");
      return "kiosk";
    },
    async showWhy() {
      seen.push("shown");
      return async () => {
        seen.push("hidden");
      };
    },
    async pause(durationMs) {
      seen.push(`waited ${durationMs}`);
    },
  });
  return { opened, seen };
}

test("a kiosk with room on its disk starts at once", async () => {
  const { opened, seen } = aFailingDisk([]);
  expect(await opened).toBe("kiosk");
  expect(seen).toEqual(["opened"]);
});

test("a kiosk that starts on a full disk says so until there is room", async () => {
  const { opened, seen } = aFailingDisk([13, 10]);
  expect(await opened).toBe("kiosk");
  const waited = `waited ${openEveryMs}`;
  expect(seen).toEqual(["shown", waited, waited, "opened", "hidden"]);
});

test("a defect while opening is not waited for", async () => {
  const { opened, seen } = aFailingDisk([1]);
  await expect(opened).rejects.toThrow("from SQLite");
  expect(seen).toEqual([]);
});
