/**
 * A locker's layout as the drawing needs it. Structurally the contract's `Layout`, so that what came
 * over the wire can be handed in as it is. Lengths are millimetres, heights are above the ground.
 */
export type WallLayout = {
  /** Cabinets from left to right as one stands before them. */
  readonly modules: readonly WallModule[];
  readonly kiosk: {
    /** Index of the module left of the screen; -1 when the screen is the leftmost. */
    readonly afterModule: number;
    readonly screenHeightMm: number;
  };
};

export type WallModule = {
  readonly widthMm: number;
  readonly heightMm: number;
  readonly compartments: readonly WallCompartment[];
};

export type WallCompartment = {
  readonly compartmentId: string;
  /** What is written on the door. */
  readonly label: string;
  readonly innerMm: { readonly heightMm: number };
  readonly floorHeightMm: number;
};

/** `unknown`: the door has no sensor, or its board does not answer. */
export type WallDoorState = "open" | "closed" | "unknown";

export type WallLanguage = "en" | "de" | "pl";
