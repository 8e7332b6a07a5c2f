import assert from "node:assert/strict";
import { test } from "node:test";
import { inflateSync } from "node:zlib";
import decodeQR from "qr/decode.js";
import { qrPng, qrSvg } from "./qr.ts";

const address = "http://localhost:4000/pay/Zm9vYmFyYmF6cXV4Zm9vYg";

/** The picture of a one-bit PNG as RGBA. */
function pixelsOf(png: Buffer): { width: number; height: number; data: Uint8Array } {
  assert.equal(png.subarray(0, 8).toString("latin1"), "\x89PNG\r\n\x1a\n");
  const size = png.readUInt32BE(16);
  const start = png.indexOf("IDAT");
  const rows = inflateSync(png.subarray(start + 4, start + 4 + png.readUInt32BE(start - 4)));
  const data = new Uint8Array(size * size * 4).fill(255);
  const rowBytes = Math.ceil(size / 8) + 1;
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const light = (rows[y * rowBytes + 1 + (x >> 3)]! >> (7 - (x & 7))) & 1;
      data.fill(light ? 255 : 0, (y * size + x) * 4, (y * size + x) * 4 + 3);
    }
  }
  return { width: size, height: size, data };
}

test("the PNG holds the address", () => {
  assert.equal(decodeQR(pixelsOf(qrPng(address))), address);
});

test("the SVG holds the same modules, drawn without style or script", () => {
  const svg = qrSvg(address);
  const size = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1]);
  const { width, data } = pixelsOf(qrPng(address, 1));
  assert.equal(width, size);
  const dark = new Set<number>();
  for (const [, x, y, length] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1/g)) {
    for (let step = 0; step < Number(length); step += 1) dark.add(Number(y) * size + Number(x) + step);
  }
  for (let at = 0; at < size * size; at += 1) assert.equal(dark.has(at), data[at * 4] === 0, `module ${at}`);
  assert.doesNotMatch(svg, /<style|<script|style=/);
});
