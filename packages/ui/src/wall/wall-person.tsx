import type { Rectangle } from "./wall-geometry.ts";

type WallPersonProps = { readonly frame: Rectangle; readonly side: "left" | "right" };

/** Distance of the person's middle from the edge of the drawing. */
const fromEdgeMm = 330;

/** An adult of 1.70 m, so that the height of a door can be felt and not only read. */
export function WallPerson({ frame, side }: WallPersonProps) {
  const x = side === "left" ? frame.x + fromEdgeMm : frame.x + frame.width - fromEdgeMm;
  return (
    <g className="ph-wall-person" transform={`translate(${x} 0)`}>
      <circle cx={0} cy={-1_580} r={115} />
      <path d="M-190 -1290Q-190 -1430 -60 -1430H60Q190 -1430 190 -1290V-830Q190 -770 140 -770H115V-40Q115 0 75 0H-75Q-115 0 -115 -40V-770H-140Q-190 -770 -190 -830Z" />
    </g>
  );
}
