import type { WallDoor } from "./wall-geometry.ts";
import type { WallDoorState } from "./wall-layout.ts";

type WallDoorShapeProps = {
  readonly door: WallDoor;
  readonly isLit: boolean;
  readonly state: WallDoorState;
  /** Width of the whole drawing: what a label is measured against. */
  readonly widthMm: number;
};

/** One door. The lit one carries its label as large as it allows. */
export function WallDoorShape({ door, isLit, state, widthMm }: WallDoorShapeProps) {
  const { x, y, width, height } = door;
  const classes = ["ph-wall-door", `ph-wall-door-${state}`, isLit ? "ph-wall-door-lit" : ""];
  const leaf = state === "open" ? leafWidthMm(width) : 0;
  return (
    <g className={classes.join(" ").trim()}>
      <rect className="ph-wall-opening" x={x} y={y} width={width} height={height} rx={6} />
      {state === "open" && <path className="ph-wall-leaf" d={openLeaf(door, leaf)} />}
      <text
        className="ph-wall-label"
        x={x + leaf + (width - leaf) / 2}
        y={y + height / 2}
        fontSize={labelSizeMm(door, width - leaf, isLit ? widthMm * 0.075 : widthMm * 0.024)}
        textAnchor="middle"
        dominantBaseline="central"
      >
        {state === "unknown" ? `${door.label} ?` : door.label}
      </text>
    </g>
  );
}

/** Seen from the front, a leaf that stands open is a narrow strip at its hinge. */
function leafWidthMm(doorWidthMm: number): number {
  return doorWidthMm * 0.16;
}

function openLeaf({ x, y, height }: WallDoor, leaf: number): string {
  const slant = Math.min(leaf * 0.4, height * 0.2);
  return `M${x} ${y}L${x + leaf} ${y + slant}V${y + height + slant}L${x} ${y + height}Z`;
}

/** A digit of Inter is about 0.62 of its size wide. */
const digitWidth = 0.62;

function labelSizeMm(door: WallDoor, roomMm: number, wishedMm: number): number {
  const characters = Math.max(door.label.length, 2);
  return Math.min(wishedMm, door.height * 0.72, (roomMm * 0.8) / (characters * digitWidth));
}
