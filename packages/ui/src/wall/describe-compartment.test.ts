import { describe, expect, it } from "vitest";
import { describeCompartment, describeDirection, doorDirection } from "./describe-compartment.ts";
import { sampleWallLayout } from "./sample-layout.ts";

const layout = sampleWallLayout();

describe("a door in words", () => {
  it("says the column, the place counted from the nearer end and the height on the body", () => {
    expect(describeCompartment(layout, "cmp_15", "en")).toBe(
      "column 3, second door from the bottom, hip height",
    );
    expect(describeCompartment(layout, "cmp_2", "en")).toBe(
      "column 1, second door from the bottom, knee height",
    );
    expect(describeCompartment(layout, "cmp_12", "en")).toBe(
      "column 2, second door from the top, chest height",
    );
  });

  it("names the lowest and the highest door as such", () => {
    expect(describeCompartment(layout, "cmp_1", "en")).toBe("column 1, lowest door, ankle height");
    expect(describeCompartment(layout, "cmp_13", "en")).toBe("column 2, highest door, head height");
  });

  it("speaks German and Polish", () => {
    expect(describeCompartment(layout, "cmp_2", "de")).toBe(
      "Spalte 1, zweite Tür von unten, Kniehöhe",
    );
    expect(describeCompartment(layout, "cmp_2", "pl")).toBe(
      "kolumna 1, drugie drzwi od dołu, na wysokości kolan",
    );
  });

  it("does not invent a place for a compartment that the layout lacks", () => {
    expect(describeCompartment(layout, "cmp_99", "en")).toBeNull();
    expect(describeDirection(layout, "cmp_99", "en")).toBeNull();
  });

  it("does not count a module without doors as a column", () => {
    const [first, ...others] = layout.modules;
    const widened = {
      ...layout,
      modules: [
        { widthMm: 300, heightMm: 2_000, compartments: [] },
        ...(first ? [first] : []),
        ...others,
      ],
    };
    expect(describeCompartment(widened, "cmp_2", "en")).toBe(
      "column 1, second door from the bottom, knee height",
    );
  });

  it("counts in figures where a word would be hard to follow", () => {
    const compartments = Array.from({ length: 24 }, (_, index) => ({
      compartmentId: `cmp_${index + 1}`,
      label: String(index + 1),
      innerMm: { heightMm: 70 },
      floorHeightMm: 80 * index,
    }));
    const tall = {
      modules: [{ widthMm: 400, heightMm: 2_000, compartments }],
      kiosk: layout.kiosk,
    };
    expect(describeCompartment(tall, "cmp_11", "en")).toContain("11th door from the bottom");
    expect(describeCompartment(tall, "cmp_11", "de")).toContain("11. Tür von unten");
    expect(describeCompartment(tall, "cmp_14", "pl")).toContain("11. drzwi od góry");
  });
});

describe("the way from the screen", () => {
  it("counts the columns to walk past on either side", () => {
    expect(describeDirection(layout, "cmp_2", "en")).toBe("second column left of the screen");
    expect(describeDirection(layout, "cmp_14", "de")).toBe("erste Spalte rechts vom Bildschirm");
    expect(describeDirection(layout, "cmp_19", "pl")).toBe("druga kolumna na prawo od ekranu");
  });

  it("measures to the middle of the door", () => {
    expect(doorDirection(layout, "cmp_1")).toEqual({
      side: "left",
      distanceMm: 885,
      columns: 2,
      heightMm: 294,
    });
  });

  it("works where the screen is at the end of the wall", () => {
    const first = { ...layout, kiosk: { ...layout.kiosk, afterModule: -1 } };
    expect(describeDirection(first, "cmp_17", "en")).toBe("fourth column right of the screen");
    const last = { ...layout, kiosk: { ...layout.kiosk, afterModule: 31 } };
    expect(describeDirection(last, "cmp_17", "en")).toBe("first column left of the screen");
  });
});
