import { crc32, deflateSync } from "node:zlib";
import { encode } from "uqr";

/** Mail programs show PNG everywhere and SVG almost nowhere. */
const pixelsPerModule = 8;
/** Quiet zone that scanners need (ISO/IEC 18004: four modules). */
const borderModules = 4;

/** A QR code as PNG: one bit a pixel, black on white, error correction M. */
export function qrPng(text: string): Uint8Array {
  const { size, data } = encode(text, { ecc: "M", border: borderModules });
  const width = size * pixelsPerModule;
  const rows = data.flatMap((row) => {
    const line = scanline(row, width);
    return Array.from({ length: pixelsPerModule }, () => line);
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(width, 4);
  // Bit depth 1, greyscale; compression, filter and interlace have one or no choice.
  header.set([1, 0, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.concat(rows))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** One line of pixels, its filter byte (none) first; a set bit is white. */
function scanline(modules: readonly boolean[], width: number): Buffer {
  const line = Buffer.alloc(1 + Math.ceil(width / 8));
  for (let x = 0; x < width; x += 1) {
    const isBlack = modules[Math.floor(x / pixelsPerModule)] ?? false;
    const at = 1 + (x >> 3);
    if (!isBlack) line[at] = (line[at] ?? 0) | (0x80 >> (x & 7));
  }
  return line;
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
