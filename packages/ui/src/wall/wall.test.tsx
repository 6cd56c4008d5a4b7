import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { sampleWallLayout } from "./sample-layout.ts";
import { Wall } from "./wall.tsx";
import { wallGeometry } from "./wall-geometry.ts";

const layout = sampleWallLayout();

describe("the drawing of a wall", () => {
  it("can be drawn by a server and lights exactly the one door", () => {
    const html = renderToStaticMarkup(
      <Wall layout={layout} language="en" litCompartmentId="cmp_15" />,
    );
    expect(html.match(/ph-wall-door-lit/g)).toHaveLength(1);
    expect(html.match(/class="ph-wall-opening"/g)).toHaveLength(19);
    expect(html).toContain('aria-label="column 3, second door from the bottom, hip height"');
  });

  it("says how far and how high in the manner of the language", () => {
    const html = renderToStaticMarkup(
      <Wall layout={layout} language="de" litCompartmentId="cmp_1" />,
    );
    expect(html).toContain("← 0,9 m");
    expect(html).toContain("0,3 m");
  });

  it("lights several doors of one person without an arrow", () => {
    const html = renderToStaticMarkup(
      <Wall layout={layout} language="en" alsoLit={["cmp_1", "cmp_9"]} />,
    );
    expect(html.match(/ph-wall-door-lit/g)).toHaveLength(2);
    expect(html).not.toContain("ph-wall-head");
  });

  it("draws no arrow where no door is meant", () => {
    const html = renderToStaticMarkup(<Wall layout={layout} language="pl" />);
    expect(html).not.toContain("ph-wall-head");
    expect(html).toContain('aria-label="Drzwi automatu"');
  });

  it("draws an open door open and marks a door of unknown state with a sign", () => {
    const html = renderToStaticMarkup(
      <Wall layout={layout} language="en" doorStates={{ cmp_1: "open", cmp_2: "unknown" }} />,
    );
    expect(html.match(/ph-wall-leaf/g)).toHaveLength(1);
    expect(html).toContain(">2 ?<");
  });
});

describe("the measures of a wall", () => {
  const geometry = wallGeometry(layout);

  it("keeps every door inside its cabinet and off its neighbours", () => {
    for (const door of geometry.doors) {
      const above = geometry.doors.find(
        (other) => other.column === door.column && other.fromBottom === door.fromBottom + 1,
      );
      expect(door.y).toBeGreaterThanOrEqual(-geometry.heightMm);
      expect(door.y + door.height).toBeLessThanOrEqual(0);
      if (above !== undefined) expect(above.y + above.height).toBeLessThanOrEqual(door.y);
    }
  });

  it("makes room for the screen between the modules", () => {
    expect(geometry.widthMm).toBe(4 * 450 + geometry.kiosk.width);
    expect(geometry.kiosk.x).toBe(900);
  });

  it("grows with compartments that stand higher than the module says", () => {
    const low = {
      ...layout,
      modules: layout.modules.map((module) => ({ ...module, heightMm: 50 })),
    };
    expect(wallGeometry(low).heightMm).toBeGreaterThan(1_900);
  });
});
