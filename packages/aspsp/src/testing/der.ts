/** As much DER as a certificate takes; definite lengths only. */
type Bytes = Uint8Array | readonly number[];

export function der(tag: number, ...parts: readonly Bytes[]): Buffer {
  const content = Buffer.concat(parts.map((part) => Uint8Array.from(part)));
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Uint8Array.from([tag, ...size]), content]);
}

export const sequence = (...parts: readonly Bytes[]): Buffer => der(0x30, ...parts);
export const setOf = (...parts: readonly Bytes[]): Buffer => der(0x31, ...parts);
export const utf8 = (text: string): Buffer => der(0x0c, Buffer.from(text, "utf8"));
export const octets = (content: Bytes): Buffer => der(0x04, content);
export const bits = (content: Bytes, unused = 0): Buffer => der(0x03, [unused], content);
export const yes = der(0x01, [0xff]);

export function integer(bytes: Bytes): Buffer {
  const content = Uint8Array.from(bytes);
  return der(0x02, content[0]! >= 0x80 ? [0, ...content] : content);
}

export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const arcs = [first * 40 + second, ...rest].flatMap((arc) => {
    const octetsOfArc = [arc & 0x7f];
    for (let left = arc >>> 7; left > 0; left >>>= 7) octetsOfArc.unshift((left & 0x7f) | 0x80);
    return octetsOfArc;
  });
  return der(0x06, arcs);
}

/** GeneralizedTime, so that every century has the same form. */
export function time(instant: Date): Buffer {
  return der(0x18, Buffer.from(`${instant.toISOString().slice(0, 19).replaceAll(/[-:T]/g, "")}Z`, "latin1"));
}

export function explicit(number: number, ...parts: readonly Bytes[]): Buffer {
  return der(0xa0 + number, ...parts);
}
