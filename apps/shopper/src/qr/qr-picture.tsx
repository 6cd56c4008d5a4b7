import { encode } from "uqr";

type QrPictureProps = {
  /** The text inside. */
  readonly text: string;
  /** What it is for, for who does not see it. */
  readonly label: string;
};

/** Modules of white around the code that scanners rely on (ISO/IEC 18004). */
export const quietZone = 4;

/** A QR code as one path, dark on white in every colour scheme, because scanners expect it so. */
export function QrPicture({ text, label }: QrPictureProps) {
  const { data, size } = encode(text, { ecc: "M", border: quietZone });
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <rect className="qr-ground" width={size} height={size} />
      <path className="qr-modules" d={qrPath(data)} />
    </svg>
  );
}

/** One horizontal bar for each run of dark modules of a row. */
export function qrPath(rows: readonly (readonly boolean[])[]): string {
  return rows.map((row, y) => barsOfRow(row, y)).join("");
}

function barsOfRow(row: readonly boolean[], y: number): string {
  let bars = "";
  for (let x = 0; x < row.length; x += 1) {
    const from = x;
    while (row[x] === true) x += 1;
    if (x > from) bars += `M${from} ${y}h${x - from}v1h-${x - from}z`;
  }
  return bars;
}
