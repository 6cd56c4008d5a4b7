import { describe, expect, it } from "vitest";
import { readTrackingNumber } from "./tracking-form.tsx";

describe("a tracking number as people type it", () => {
  it("is forgiven its spaces and small letters", () => {
    expect(readTrackingNumber(" phaa 04106 1050s 0 ")).toEqual({
      ok: true,
      value: "PHAA041061050S0",
    });
  });

  it("is told from one with a typing error before anybody is asked", () => {
    expect(readTrackingNumber("PHAA041061050S1")).toEqual({ ok: false, error: "home.typingError" });
  });

  it("may be another carrier's", () => {
    expect(readTrackingNumber("JD01 4600 0067")).toEqual({ ok: true, value: "JD0146000067" });
  });

  it("is asked for when nothing was typed", () => {
    expect(readTrackingNumber("  ")).toEqual({ ok: false, error: "home.empty" });
  });
});
