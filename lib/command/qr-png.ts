import { crc32, deflateSync } from "node:zlib";
import { encode } from "uqr";

/** Clear modules around a code: as many as the standard asks for. */
export const quietModules = 4;
const pixelsPerModule = 12;
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A QR code as PNG, black on white with one bit a pixel: for programs that take no SVG. Ours, as it is these few lines. */
export function qrPng(text: string): Uint8Array {
  const { data, size } = encode(text, { ecc: "M", border: quietModules });
  const width = size * pixelsPerModule;
  const rowBytes = Math.ceil(width / 8);
  const pixels = Buffer.alloc(width * (rowBytes + 1));
  for (let y = 0; y < width; y++) {
    const row = data[Math.floor(y / pixelsPerModule)]!;
    // The first byte of a row says that it is not filtered.
    const start = y * (rowBytes + 1) + 1;
    for (let x = 0; x < width; x++)
      if (!row[Math.floor(x / pixelsPerModule)]) pixels[start + (x >> 3)]! |= 0x80 >> (x & 7);
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(width, 4);
  head[8] = 1;
  return Buffer.concat([signature, chunk("IHDR", head), chunk("IDAT", deflateSync(pixels)), chunk("IEND")]);
}

function chunk(type: string, body: Buffer = Buffer.alloc(0)): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), body]);
  const around = Buffer.alloc(8);
  around.writeUInt32BE(body.length, 0);
  around.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([around.subarray(0, 4), named, around.subarray(4)]);
}
