import type { WallCompartment, WallLayout, WallModule } from "./wall-layout.ts";

/**
 * A middling wall to draw and test with: four columns of 450 mm, the screen after the second, doors
 * labelled 1 to 19 from the bottom up and left to right, ids `cmp_1` to `cmp_19`.
 */
export function sampleWallLayout(): WallLayout {
  const columns = [
    [400, 300, 200, 200, 300, 400],
    [300, 200, 100, 100, 200, 400, 500],
    [600, 300, 900],
    [450, 450, 900],
  ];
  let next = 1;
  const modules: WallModule[] = columns.map((heights) => {
    let floorHeightMm = 100;
    const compartments: WallCompartment[] = heights.map((heightMm) => {
      const label = String(next);
      next += 1;
      const floor = floorHeightMm;
      floorHeightMm += heightMm;
      return {
        compartmentId: `cmp_${label}`,
        label,
        innerMm: { heightMm: heightMm - 20 },
        floorHeightMm: floor,
      };
    });
    return { widthMm: 450, heightMm: 2_000, compartments };
  });
  return { modules, kiosk: { afterModule: 1, screenHeightMm: 1_350 } };
}
