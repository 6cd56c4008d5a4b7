import { z } from "zod";
import { compartmentId, massGrams, sizeClass, sizeMm, text } from "./primitives.ts";

/**
 * A locker's layout is data: what the wall looks like and which lock of which board moves which
 * door. The same layout draws the picture of the wall, feeds allocation and wires the kiosk.
 */
export const lockAddress = z
  .strictObject({
    bus: text(40).describe("Name of the bus, as the kiosk's own settings call it."),
    board: z.int().min(0).max(255).describe("Address of the lock board on the bus."),
    channel: z.int().min(1).max(64).describe("Lock on that board, counted from 1."),
  })
  .describe("Where a lock is wired.");

const compartmentShape = {
  label: text(12).describe("What is written on the door."),
  sizeClass,
  innerMm: sizeMm,
  massMaxGrams: massGrams,
  floorHeightMm: z.int().min(0).max(3_000).describe("Height of the floor above ground, in mm."),
  row: z.int().min(0).max(99).describe("Place in its module, counted from the bottom from 0."),
  lock: lockAddress,
};

export const compartmentPlan = z.strictObject(compartmentShape);
export const compartmentLayout = z.strictObject({ compartmentId, ...compartmentShape });

function modules<Compartment extends z.ZodType>(compartment: Compartment) {
  return z.strictObject({
    widthMm: z.int().min(50).max(3_000),
    heightMm: z.int().min(50).max(3_000),
    compartments: z.array(compartment).max(64),
  });
}

function layoutOf<Compartment extends z.ZodType>(compartment: Compartment) {
  return z.strictObject({
    modules: z
      .array(modules(compartment))
      .min(1)
      .max(32)
      .describe("Cabinets from left to right as one stands before them."),
    kiosk: z
      .strictObject({
        afterModule: z.int().min(-1).max(31).describe("The module left of the screen; -1: none."),
        screenHeightMm: z.int().min(300).max(2_200),
      })
      .describe("Where the screen hangs."),
  });
}

/** What an operator sends: compartments have no ids yet. */
export const layoutPlan = layoutOf(compartmentPlan);
/** What the network knows: every compartment has its id. */
export const layout = layoutOf(compartmentLayout);

export type LockAddress = z.infer<typeof lockAddress>;
export type CompartmentLayout = z.infer<typeof compartmentLayout>;
export type LayoutPlan = z.infer<typeof layoutPlan>;
export type Layout = z.infer<typeof layout>;
