import { renderToStaticMarkup } from "react-dom/server";
import { encode } from "uqr";
import { describe, expect, it } from "vitest";
import { QrPicture, qrPath, quietZone } from "./qr-picture.tsx";

const payload = "PH1:9X4TQK2M7RV3WB8CYD5HN6PGZE";

/** Reads the bars of a path back into a picture. */
function pictureOf(path: string, size: number): boolean[][] {
  const picture = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let step = 0; step < Number(width); step += 1) {
      const row = picture[Number(y)];
      if (row !== undefined) row[Number(x) + step] = true;
    }
  }
  return picture;
}

describe("the picture of a QR code", () => {
  it("has every module of the code and no other", () => {
    const { data, size } = encode(payload, { ecc: "M", border: quietZone });
    expect(pictureOf(qrPath(data), size)).toEqual(data);
  });

  it("keeps the white margin that scanners need", () => {
    const markup = renderToStaticMarkup(<QrPicture text={payload} label="opens your door" />);
    const size = Number(/viewBox="0 0 (\d+) /.exec(markup)?.[1]);
    const columns = [...markup.matchAll(/M(\d+) /g)].map((match) => Number(match[1]));
    expect(Math.min(...columns)).toBe(quietZone);
    expect(size).toBeGreaterThanOrEqual(21 + 2 * quietZone);
  });

  it("is small enough to be read from a phone held at arm's length", () => {
    // Version 3 has 29 modules; the payload is meant to fit below.
    expect(encode(payload, { ecc: "M", border: 0 }).size).toBeLessThanOrEqual(29);
  });

  it("does not put the secret into its description", () => {
    const markup = renderToStaticMarkup(<QrPicture text={payload} label="opens your door" />);
    expect(markup).not.toContain(payload);
    expect(markup).toContain('aria-label="opens your door"');
  });
});
