import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { standBeforeWall } from "./a-wall.ts";

let folder = "";
let stateFile = "";

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "pigeonhole-wall-"));
  stateFile = path.join(folder, "TST01.state.json");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

type Place = Awaited<ReturnType<typeof standBeforeWall>>;

async function beforeWall(work: (place: Place) => Promise<void>): Promise<void> {
  const place = await standBeforeWall({ stateFile });
  try {
    await work(place);
  } finally {
    await place.leave();
  }
}

test("goods and open doors are still there after a restart", async () => {
  await beforeWall(async ({ left, right, post }) => {
    await left.unlock({ board: 1, channel: 2 });
    await post("doors/A2/put");
    await post("doors/A2/close");
    await right.unlock({ board: 0, channel: 1 });
    await post("doors/B1/put");
    await post("boards/1/faults", { faults: ["needs-pull"] });
    await left.unlock({ board: 1, channel: 1 });
  });
  await beforeWall(async ({ simulated, post }) => {
    expect(simulated.wall.state().compartments).toMatchObject([
      { label: "A1", door: "closed", latch: "released", goods: "absent" },
      { label: "A2", door: "closed", latch: "latched", goods: "present" },
      { label: "B1", door: "open", goods: "present" },
      { label: "B2", door: "closed", latch: "latched", goods: "absent" },
    ]);
    await post("doors/B1/take");
    await post("doors/B1/close");
  });
  await beforeWall(async ({ simulated }) => {
    expect(simulated.wall.state().compartments[2]).toMatchObject({
      label: "B1",
      door: "closed",
      goods: "absent",
    });
  });
});

test("a file that tells no state is refused instead of forgetting the parcels", async () => {
  await writeFile(stateFile, "{");
  await expect(standBeforeWall({ stateFile })).rejects.toThrow("does not tell the state");
});
