import { expect, test } from "vitest";
import { PostgresFailure, toPostgresFailure } from "./postgres-failure.ts";

const failureOf = (error: unknown) => toPostgresFailure(error, "/data/postgres");

test("a full disk is told as such, whoever noticed it", () => {
  const byNode = Object.assign(new Error("write"), { code: "ENOSPC" });
  const byLibc = new Error("could not write file: No space left on device");
  const byServer = new Error(
    "initdb ended with 1: could not extend file: wrote only 4096 of 8192 bytes\nHINT:  Check free disk space.",
  );
  for (const error of [byNode, byLibc, byServer]) {
    expect(failureOf(error)).toMatchObject({ code: "postgres.disk_full", cause: error });
  }
});

test("anything else says where to read on, and keeps its cause", () => {
  const odd = new Error("initdb ended with 3");
  expect(failureOf(odd)).toMatchObject({ code: "postgres.start_failed", cause: odd });
  expect(failureOf(odd).remedy).toContain("postgres.log");
});

test("a failure that already has its words keeps them", () => {
  const known = new PostgresFailure({
    code: "postgres.port_taken",
    message: "taken",
    remedy: "free it",
  });
  expect(failureOf(known)).toBe(known);
});
