// Doors and goods outlive the program, as they do in steel: a restart moves no parcel.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { z } from "zod";
import type { CompartmentState, Wall } from "./wall-state.ts";

const remembered = z.object({
  doors: z.record(
    z.string(),
    z.object({
      door: z.enum(["open", "closed"]),
      latch: z.enum(["latched", "released"]),
      goods: z.enum(["present", "absent"]),
    }),
  ),
});
type RememberedDoor = z.infer<typeof remembered>["doors"][string];

/** The file of doors and goods cannot be read; to begin with an empty wall would lose parcels. */
export class WallMemoryError extends Error {
  override readonly name = "WallMemoryError";
  readonly code = "wall_memory";
}

/**
 * Puts the wall into the state that the file tells, and writes the file at every change from then
 * on. A door that the layout has no more is forgotten. To be called before anybody works the wall.
 * @throws WallMemoryError when the file is there but tells no state.
 */
export function rememberDoors(wall: Wall, file: string): void {
  const doors = readDoors(file);
  for (const { label } of wall.state().compartments) {
    const door = doors.get(label);
    if (door !== undefined) restore(wall, label, door);
  }
  wall.onChange(({ label }) => {
    if (label !== undefined) writeDoors(file, wall.state().compartments);
  });
}

function readDoors(file: string): ReadonlyMap<string, RememberedDoor> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return new Map();
    throw error;
  }
  try {
    return new Map(Object.entries(remembered.parse(JSON.parse(text)).doors));
  } catch (error) {
    throw new WallMemoryError(
      `${file} does not tell the state of the doors. Delete it to begin with an empty wall.`,
      { cause: error },
    );
  }
}

/** Done by hand, as goods pass an open door only and shutting a door latches it. */
function restore(wall: Wall, label: string, { door, latch, goods }: RememberedDoor): void {
  if (door === "closed" && latch === "latched" && goods === "absent") return;
  wall.byHand(label, "force");
  if (goods === "present") wall.byHand(label, "put");
  if (door === "closed") wall.byHand(label, "close");
  if (door === "closed" && latch === "released") wall.release(label);
}

/** Whole or not at all, and before the next byte leaves a board: a change is not told unsaved. */
function writeDoors(file: string, compartments: readonly CompartmentState[]): void {
  const doors = Object.fromEntries(
    compartments.map(({ label, door, latch, goods }) => [label, { door, latch, goods }]),
  );
  writeFileSync(`${file}.new`, `${JSON.stringify({ doors }, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}
