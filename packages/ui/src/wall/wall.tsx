// The wall: a locker's doors to scale. Plain SVG without state, so that a server can draw it too.
// Colours and sizes that depend on the drawn width live in wall.css.
import type { CSSProperties } from "react";
import { describeCompartment, doorDirection } from "./describe-compartment.ts";
import { WallArrow } from "./wall-arrow.tsx";
import { WallDoorShape } from "./wall-door.tsx";
import { type Rectangle, type WallDoor, type WallGeometry, wallGeometry } from "./wall-geometry.ts";
import type { WallDoorState, WallLanguage, WallLayout } from "./wall-layout.ts";
import { WallPerson } from "./wall-person.tsx";

export type WallProps = {
  readonly layout: WallLayout;
  readonly language: WallLanguage;
  /** The one door this is about: lit, with an arrow to it from the screen. */
  readonly litCompartmentId?: string | null;
  /** Doors that are lit as well, without an arrow: all of one person's parcels. */
  readonly alsoLit?: readonly string[];
  /** What is known of the doors, by compartment id; a door not named is drawn closed. */
  readonly doorStates?: Readonly<Record<string, WallDoorState>>;
  /** Leaves the arrow and the measures away, for lists and overviews. */
  readonly withoutArrow?: boolean;
  /** Spoken instead of "column 3, second door from the bottom, knee height". */
  readonly label?: string;
  /** True when the text beside says the same: screen readers then skip the drawing. */
  readonly decorative?: boolean;
};

/** Where the drawing ends around the wall, in millimetres. */
type Frame = { readonly personOn: "left" | "right"; readonly viewBox: Rectangle };

const personRoomMm = 620;
const marginMm = 60;

/** A locker as one stands before it. Fills the width it is given, from 200 px to 1080 px. */
export function Wall(props: WallProps) {
  const geometry = wallGeometry(props.layout);
  const lit = geometry.doors.find((door) => door.compartmentId === props.litCompartmentId);
  const frame = frameOf(geometry, lit);
  const { x, y, width, height } = frame.viewBox;
  const style = {
    "--wall-unit": `${width / 100}px`,
    "--wall-ratio": width / height,
  } as CSSProperties;
  return (
    <div className="ph-wall" style={style}>
      <svg
        viewBox={`${x} ${y} ${width} ${height}`}
        role="img"
        aria-label={spoken(props, lit)}
        aria-hidden={props.decorative === true}
      >
        <WallBody geometry={geometry} />
        {geometry.doors.map((door) => (
          <WallDoorShape
            key={door.compartmentId}
            door={door}
            isLit={door === lit || (props.alsoLit?.includes(door.compartmentId) ?? false)}
            state={props.doorStates?.[door.compartmentId] ?? "closed"}
            widthMm={width}
          />
        ))}
        <WallPerson frame={frame.viewBox} side={frame.personOn} />
        <line className="ph-wall-ground" x1={x} x2={x + width} y1={0} y2={0} />
        {lit !== undefined && props.withoutArrow !== true && (
          <WallArrow
            door={lit}
            direction={doorDirection(props.layout, lit.compartmentId)}
            frame={frame.viewBox}
            geometry={geometry}
            language={props.language}
            personOn={frame.personOn}
          />
        )}
      </svg>
    </div>
  );
}

function spoken(props: WallProps, lit: WallDoor | undefined): string {
  const described =
    lit === undefined ? null : describeCompartment(props.layout, lit.compartmentId, props.language);
  return props.label ?? described ?? wallWord[props.language];
}

const wallWord: Readonly<Record<WallLanguage, string>> = {
  en: "The doors of the locker",
  de: "Die Türen der Station",
  pl: "Drzwi automatu",
};

/** The person stands on the side of the lit door, so that the level line to it is short. */
function frameOf(geometry: WallGeometry, lit: WallDoor | undefined): Frame {
  const middle = geometry.widthMm / 2;
  const personOn = lit !== undefined && lit.x + lit.width / 2 < middle ? "left" : "right";
  const width = geometry.widthMm + personRoomMm + 2 * marginMm;
  const below = lit === undefined ? marginMm : width * 0.085 + marginMm;
  const height = geometry.heightMm + marginMm + below;
  const x = personOn === "left" ? -personRoomMm - marginMm : -marginMm;
  return { personOn, viewBox: { x, y: -geometry.heightMm - marginMm, width, height } };
}

function WallBody({ geometry }: { readonly geometry: WallGeometry }) {
  return (
    <>
      {[...geometry.cabinets, geometry.kiosk].map((cabinet) => (
        <rect key={cabinet.x} className="ph-wall-cabinet" {...cabinet} />
      ))}
      <rect className="ph-wall-screen" rx={20} {...geometry.screen} />
    </>
  );
}
