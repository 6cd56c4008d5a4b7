// Where everything of a wall stands, in millimetres, with the ground at y = 0 and y growing
// downwards as in SVG: a door above the ground has a negative y.
import type { WallCompartment, WallLayout, WallModule } from "./wall-layout.ts";

export type Rectangle = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

export type WallDoor = Rectangle & {
  readonly compartmentId: string;
  readonly label: string;
  /** Column counted from the left from 1; modules without doors do not count. */
  readonly column: number;
  /** Place in its column counted from the bottom from 1. */
  readonly fromBottom: number;
  readonly doorsInColumn: number;
  /** Height of the middle of the door above the ground. */
  readonly centreHeightMm: number;
};

export type WallGeometry = {
  readonly widthMm: number;
  readonly heightMm: number;
  readonly cabinets: readonly Rectangle[];
  readonly doors: readonly WallDoor[];
  /** The column that carries the screen. */
  readonly kiosk: Rectangle;
  readonly screen: Rectangle;
};

/** The layout does not say how wide the column of the screen is; a 21-inch portrait panel needs this. */
const kioskWidthMm = 420;
const screenWidthMm = 280;
const screenTallMm = 420;
const gapMm = 12;
const roofMm = 40;

export function wallGeometry(layout: WallLayout): WallGeometry {
  const heightMm = Math.max(
    layout.kiosk.screenHeightMm + screenTallMm / 2 + roofMm,
    ...layout.modules.map(moduleHeightMm),
  );
  const cabinets: Rectangle[] = [];
  const doors: WallDoor[] = [];
  let kiosk: Rectangle | null = null;
  let x = 0;
  let column = 0;
  const placeKiosk = () => {
    kiosk = { x, y: -heightMm, width: kioskWidthMm, height: heightMm };
    x += kioskWidthMm;
  };
  if (layout.kiosk.afterModule < 0) placeKiosk();
  for (const [index, module] of layout.modules.entries()) {
    const height = moduleHeightMm(module);
    cabinets.push({ x, y: -height, width: module.widthMm, height });
    if (module.compartments.length > 0) {
      column += 1;
      doors.push(...doorsOf(module, x, column));
    }
    x += module.widthMm;
    if (index === layout.kiosk.afterModule) placeKiosk();
  }
  if (kiosk === null) placeKiosk();
  const placed = kiosk ?? { x: 0, y: -heightMm, width: kioskWidthMm, height: heightMm };
  return { widthMm: x, heightMm, cabinets, doors, kiosk: placed, screen: screenIn(placed, layout) };
}

/** The middle of a rectangle. */
export function centreOf(rectangle: Rectangle): { readonly x: number; readonly y: number } {
  return {
    x: rectangle.x + rectangle.width / 2,
    y: rectangle.y + rectangle.height / 2,
  };
}

function screenIn(kiosk: Rectangle, layout: WallLayout): Rectangle {
  return {
    x: kiosk.x + (kiosk.width - screenWidthMm) / 2,
    y: -layout.kiosk.screenHeightMm - screenTallMm / 2,
    width: screenWidthMm,
    height: screenTallMm,
  };
}

function doorsOf(module: WallModule, x: number, column: number): WallDoor[] {
  const upwards = module.compartments.toSorted((a, b) => a.floorHeightMm - b.floorHeightMm);
  return upwards.map((compartment, index) => {
    const heightMm = doorHeightMm(compartment, upwards[index + 1]);
    return {
      compartmentId: compartment.compartmentId,
      label: compartment.label,
      column,
      fromBottom: index + 1,
      doorsInColumn: upwards.length,
      centreHeightMm: compartment.floorHeightMm + heightMm / 2,
      x: x + gapMm,
      y: -compartment.floorHeightMm - heightMm,
      width: Math.max(module.widthMm - 2 * gapMm, gapMm),
      height: heightMm,
    };
  });
}

/** A door covers its compartment and the shelf above it, but never the next door. */
function doorHeightMm(compartment: WallCompartment, above: WallCompartment | undefined): number {
  const own = compartment.innerMm.heightMm + gapMm;
  if (above === undefined) return own;
  const room = above.floorHeightMm - compartment.floorHeightMm - gapMm;
  return room > 0 ? Math.min(own, room) : own;
}

function moduleHeightMm(module: WallModule): number {
  const tops = module.compartments.map(
    (compartment) => compartment.floorHeightMm + compartment.innerMm.heightMm + roofMm,
  );
  return Math.max(module.heightMm, ...tops);
}
