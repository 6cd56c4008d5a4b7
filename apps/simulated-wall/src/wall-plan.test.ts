import { describe, expect, test } from "vitest";
import { wallFile } from "../tests/a-wall.ts";
import { parseWallPlan } from "./wall-plan.ts";

const read = (file: unknown) => parseWallPlan(JSON.stringify(file));
const faults = (file: unknown) => {
  const result = read(file);
  return result.ok ? [] : result.refusal.map(({ path, problem }) => `${path}: ${problem}`);
};

describe("the file of a wall", () => {
  test("describes buses by a profile or by a kiosk's options", () => {
    const result = read(wallFile);
    expect(result).toMatchObject({
      ok: true,
      value: {
        name: "TST01",
        buses: [
          { name: "left", profile: { dialect: "8a-xor", feedback: "open-short" } },
          { name: "right", profile: { dialect: "kerong-ncu", feedback: "open-short" } },
        ],
      },
    });
  });

  test("may name its only bus by the word bus", () => {
    const { buses, layout, name } = wallFile;
    const [left] = layout.modules;
    const [bus] = buses;
    const only = { modules: [left], kiosk: layout.kiosk };
    expect(read({ name, bus, layout: only }).ok).toBe(true);
  });

  test("is refused when a door hangs on no board", () => {
    const [left] = wallFile.buses;
    expect(faults({ ...wallFile, buses: [left] })).toEqual([
      "compartment B1: no board has the lock right/0/1",
      "compartment B2: no board has the lock right/0/2",
    ]);
  });

  test("is refused when a label stands on two doors", () => {
    const [left, right] = wallFile.layout.modules;
    const layout = { ...wallFile.layout, modules: [left, right, left] };
    expect(faults({ ...wallFile, layout })).toEqual([
      "compartment A1: its label stands on another door, too",
      "compartment A2: its label stands on another door, too",
    ]);
  });

  test.each([
    ["no JSON", "{"],
    ["no buses", JSON.stringify({ name: "A", layout: wallFile.layout })],
    ["an unknown dialect", JSON.stringify({ ...wallFile, buses: [{ dialect: "x", options: {} }] })],
    ["an unknown field", JSON.stringify({ ...wallFile, colour: "red" })],
  ])("is refused with %s", (_, text) => {
    expect(parseWallPlan(text).ok).toBe(false);
  });
});
