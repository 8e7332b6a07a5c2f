/** Just enough DER to write a QcStatements extension: definite lengths, no sorting of sets, no negative numbers. */

const tag = {
  ia5String: 0x16,
  objectIdentifier: 0x06,
  printableString: 0x13,
  sequence: 0x30,
  utf8String: 0x0c,
} as const;

export function derSequence(...members: readonly Uint8Array[]): Uint8Array {
  return tagged(tag.sequence, Buffer.concat(members));
}

/** `1.3.6.1` and so on; the first two arcs share one byte. */
export function derObjectIdentifier(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return tagged(tag.objectIdentifier, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

export function derUtf8String(text: string): Uint8Array {
  return tagged(tag.utf8String, Buffer.from(text, "utf8"));
}

export function derIa5String(text: string): Uint8Array {
  return tagged(tag.ia5String, Buffer.from(text, "latin1"));
}

export function derPrintableString(text: string): Uint8Array {
  return tagged(tag.printableString, Buffer.from(text, "latin1"));
}

function tagged(type: number, content: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from([type, ...lengthOf(content.length)]), content]);
}

function lengthOf(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return [0x80 | bytes.length, ...bytes];
}

function base128(arc: number): number[] {
  const bytes = [arc % 128];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) bytes.unshift(0x80 | (rest % 128));
  return bytes;
}
