import { crc32, deflateSync, inflateSync } from "node:zlib";

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const most = 256;

/**
 * Writes a PNG of the browser anew with at most 256 colours: the most frequent ones stay as they are, the others, from
 * the edges of letters, become their nearest. A picture has a quarter of its size then.
 */
export function shrink(png: Buffer): Buffer {
  const { width, height, pixels } = decode(png);
  const counts = new Map<number, number>();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const frequent = [...counts].toSorted((a, b) => b[1] - a[1]).slice(0, most);
  const palette = frequent.map(([colour]) => colour);
  const indices = new Map(palette.map((colour, index) => [colour, index]));
  const rows = Buffer.alloc(height * (width + 1));
  for (const [at, pixel] of pixels.entries()) {
    const index = indices.get(pixel) ?? nearest(palette, pixel);
    indices.set(pixel, index);
    rows[at + Math.floor(at / width) + 1] = index;
  }
  return Buffer.concat([
    signature,
    chunk("IHDR", Buffer.concat([uint32(width), uint32(height), Buffer.of(8, 3, 0, 0, 0)])),
    chunk("PLTE", Buffer.from(palette.flatMap(parts))),
    chunk("IDAT", deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

interface Picture {
  readonly width: number;
  readonly height: number;
  /** 0xRRGGBB, row by row. */
  readonly pixels: Uint32Array;
}

/** Reads the form that browsers write: eight bits, RGB or RGBA, not interlaced. */
function decode(png: Buffer): Picture {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const [depth, kind] = [png[24], png[25]];
  if (depth !== 8 || (kind !== 2 && kind !== 6)) throw new Error(`a PNG of depth ${depth} and kind ${kind}`);
  const step = kind === 6 ? 4 : 3;
  const data: Buffer[] = [];
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12) {
    if (png.toString("latin1", at + 4, at + 8) === "IDAT")
      data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const raw = inflateSync(Buffer.concat(data));
  const stride = width * step;
  const pixels = new Uint32Array(width * height);
  let above: Buffer = Buffer.alloc(stride);
  for (let y = 0; y < height; y += 1) {
    const from = y * (stride + 1);
    const row = unfilter(raw[from] ?? 0, raw.subarray(from + 1, from + 1 + stride), above, step);
    for (let x = 0; x < width; x += 1) pixels[y * width + x] = row.readUIntBE(x * step, 3);
    above = row;
  }
  return { width, height, pixels };
}

/** PNG section 9.2. */
function unfilter(filter: number, row: Buffer, above: Buffer, step: number): Buffer {
  for (let x = 0; x < row.length; x += 1) {
    const left = x < step ? 0 : row[x - step]!;
    const up = above[x]!;
    const corner = x < step ? 0 : above[x - step]!;
    const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]!;
    row[x] = row[x]! + guess;
  }
  return row;
}

function paeth(left: number, up: number, corner: number): number {
  const [toLeft, toUp, toCorner] = [up - corner, left - corner, left + up - 2 * corner].map(Math.abs) as [
    number,
    number,
    number,
  ];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

function nearest(palette: readonly number[], pixel: number): number {
  const [red, green, blue] = parts(pixel);
  let best = 0;
  let distance = Infinity;
  for (const [index, colour] of palette.entries()) {
    const [r, g, b] = parts(colour);
    const now = (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2;
    if (now < distance) [best, distance] = [index, now];
  }
  return best;
}

function parts(colour: number): [number, number, number] {
  return [colour >> 16, (colour >> 8) & 0xff, colour & 0xff];
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function chunk(name: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), content]);
  return Buffer.concat([uint32(content.length), body, uint32(crc32(body))]);
}
