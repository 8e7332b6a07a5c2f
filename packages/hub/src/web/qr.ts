import { crc32, deflateSync } from "node:zlib";
import encodeQR from "qr";

/** Light modules around the code, which readers need. */
const quietZone = 4;

/** A QR code as SVG: black on white whatever the page's colours, and sharp at any size. */
export function qrSvg(text: string): string {
  const modules = modulesOf(text);
  const size = modules.length;
  const dark = modules
    .flatMap((row, y) => runsOf(row).map(([x, length]) => `M${x} ${y}h${length}v1h-${length}z`))
    .join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${dark}"/></svg>`;
}

/** A QR code as PNG: one bit a pixel, `scale` pixels a module. */
export function qrPng(text: string, scale = 8): Buffer {
  const modules = modulesOf(text);
  const size = modules.length * scale;
  const rowBytes = Math.ceil(size / 8);
  const pixels = Buffer.alloc((rowBytes + 1) * size, 0xff);
  for (let y = 0; y < size; y += 1) {
    const start = y * (rowBytes + 1);
    // Filter 0: the row as it is.
    pixels[start] = 0;
    const row = modules[Math.floor(y / scale)]!;
    for (let x = 0; x < size; x += 1) {
      if (row[Math.floor(x / scale)]) pixels[start + 1 + (x >> 3)]! &= ~(0x80 >> (x & 7));
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  // One bit, grey scale, deflate, no filter beyond the row's, not interlaced.
  header[8] = 1;
  const signature = Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(pixels)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function modulesOf(text: string): boolean[][] {
  return encodeQR(text, "raw", { ecc: "medium", border: quietZone });
}

function runsOf(row: readonly boolean[]): [start: number, length: number][] {
  const runs: [number, number][] = [];
  row.forEach((dark, x) => {
    const last = runs.at(-1);
    if (!dark) return;
    if (last !== undefined && last[0] + last[1] === x) last[1] += 1;
    else runs.push([x, 1]);
  });
  return runs;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
