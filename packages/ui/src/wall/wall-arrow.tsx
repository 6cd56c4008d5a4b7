import type { DoorDirection } from "./describe-compartment.ts";
import { centreOf, type Rectangle, type WallDoor, type WallGeometry } from "./wall-geometry.ts";
import type { WallLanguage } from "./wall-layout.ts";

type WallArrowProps = {
  readonly door: WallDoor;
  readonly direction: DoorDirection | null;
  readonly frame: Rectangle;
  readonly geometry: WallGeometry;
  readonly language: WallLanguage;
  readonly personOn: "left" | "right";
};

/** The way from the screen to the door, how far to the side (below) and how high (at the person). */
export function WallArrow({ door, direction, frame, geometry, ...rest }: WallArrowProps) {
  if (direction === null) return null;
  const metres = metresIn(rest.language);
  return (
    <>
      <Pointer door={door} screen={geometry.screen} sizeMm={frame.width * 0.026} />
      <Sideways
        fromX={centreOf(geometry.kiosk).x}
        toX={centreOf(door).x}
        frame={frame}
        text={sidewaysText(direction, metres)}
      />
      <Level door={door} frame={frame} side={rest.personOn} text={metres(direction.heightMm)} />
    </>
  );
}

type PointerProps = {
  readonly door: WallDoor;
  readonly screen: Rectangle;
  readonly sizeMm: number;
};

/** From the edge of the screen straight to the nearest edge of the door. */
function Pointer({ door, screen, sizeMm }: PointerProps) {
  const from = centreOf(screen);
  const isLeft = centreOf(door).x < from.x;
  const startX = isLeft ? screen.x : screen.x + screen.width;
  const tipX = isLeft ? door.x + door.width : door.x;
  const tipY = centreOf(door).y;
  const angle = Math.atan2(tipY - from.y, tipX - startX);
  const backX = tipX - Math.cos(angle) * sizeMm * 1.4;
  const backY = tipY - Math.sin(angle) * sizeMm * 1.4;
  const acrossX = Math.sin(angle) * sizeMm;
  const acrossY = -Math.cos(angle) * sizeMm;
  const shaft = `M${startX} ${from.y}L${backX} ${backY}`;
  const head = `M${tipX} ${tipY}L${backX + acrossX} ${backY + acrossY}L${backX - acrossX} ${backY - acrossY}Z`;
  return (
    <>
      <path className="ph-wall-halo" d={`${shaft}${head}`} />
      <path className="ph-wall-shaft" d={shaft} />
      <path className="ph-wall-head" d={head} />
    </>
  );
}

type SidewaysProps = {
  readonly fromX: number;
  readonly toX: number;
  readonly frame: Rectangle;
  readonly text: string;
};

/** A measure below the ground from under the screen to under the door. */
function Sideways({ fromX, toX, frame, text }: SidewaysProps) {
  const y = frame.width * 0.02;
  const tick = frame.width * 0.008;
  const room = frame.width * 0.09;
  const middle = (fromX + toX) / 2;
  const textX = Math.min(Math.max(middle, frame.x + room), frame.x + frame.width - room);
  return (
    <>
      <path
        className="ph-wall-measure"
        d={`M${fromX} ${y - tick}V${y + tick}M${fromX} ${y}H${toX}M${toX} ${y - tick}V${y + tick}`}
      />
      <text className="ph-wall-figure" x={textX} y={frame.width * 0.072} textAnchor="middle">
        {text}
      </text>
    </>
  );
}

type LevelProps = {
  readonly door: WallDoor;
  readonly frame: Rectangle;
  readonly side: "left" | "right";
  readonly text: string;
};

/** A dashed level line from the door through the person: knee, hip or head. */
function Level({ door, frame, side, text }: LevelProps) {
  const { y } = centreOf(door);
  const edge = side === "left" ? frame.x : frame.x + frame.width;
  const inner = side === "left" ? door.x : door.x + door.width;
  return (
    <>
      <line className="ph-wall-level" x1={inner} x2={edge} y1={y} y2={y} />
      <text
        className="ph-wall-figure ph-wall-height"
        x={edge}
        y={y - frame.width * 0.01}
        textAnchor={side === "left" ? "start" : "end"}
      >
        {text}
      </text>
    </>
  );
}

function sidewaysText(direction: DoorDirection, metres: (mm: number) => string): string {
  const distance = metres(direction.distanceMm);
  return direction.side === "left" ? `← ${distance}` : `${distance} →`;
}

function metresIn(language: WallLanguage): (mm: number) => string {
  const format = new Intl.NumberFormat(language, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  return (mm) => `${format.format(mm / 1_000)} m`;
}
