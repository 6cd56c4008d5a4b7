import { describe, expect, it } from "vitest";
import { requestUrl } from "./request-url.ts";

describe("the address of a request", () => {
  it("escapes what a person typed, so that it cannot leave its place in the path", () => {
    const url = requestUrl("https://x.example/", "/v1/tracking/{trackingNumber}", {
      params: { trackingNumber: "../keys?a=1#b" },
    });
    expect(url).toBe("https://x.example/v1/tracking/..%2Fkeys%3Fa%3D1%23b");
  });

  it("keeps the literal colon of the batch address and leaves absent query members out", () => {
    expect(requestUrl("", "/v1/parcels:batch", { query: { limit: 5, cursor: undefined } })).toBe(
      "/v1/parcels:batch?limit=5",
    );
  });

  it("refuses to call an address with a hole in it", () => {
    expect(() => requestUrl("", "/v1/parcels/{parcelId}", {})).toThrow(/parcelId/);
    expect(() => requestUrl("", "/v1/parcels/{parcelId}", { params: { parcelId: "" } })).toThrow();
  });
});
