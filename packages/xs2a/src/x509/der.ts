import { CertificateError } from "./certificate-error.ts";

/**
 * A reader for the strict encoding rules (X.690, section 10 and 11) that certificates follow. What it does not know it
 * refuses: indefinite and overlong lengths, tags over 30, trailing bytes, more than 16 levels, more than 16 kB.
 */
export interface DerNode {
  /** Identifier octet: class, constructed bit and tag number. */
  readonly tag: number;
  readonly content: Uint8Array;
  readonly depth: number;
}

export const maxDerBytes = 16 * 1024;
const maxDepth = 16;

export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  ia5String: 0x16,
  sequence: 0x30,
  set: 0x31,
  /** Context-specific and constructed, `[n]` explicit. */
  explicit: (number: number): number => 0xa0 | number,
} as const;

function refuse(text: string): never {
  throw new CertificateError("der", text);
}

/** The one value that `bytes` encode. */
export function readDer(bytes: Uint8Array, depth = 1): DerNode {
  if (bytes.length > maxDerBytes) throw new CertificateError("too_large", `${bytes.length} bytes`);
  const { node, next } = readAt(bytes, 0, depth);
  return next === bytes.length ? node : refuse("bytes follow the value");
}

function readAt(bytes: Uint8Array, offset: number, depth: number): { node: DerNode; next: number } {
  if (depth > maxDepth) refuse("too deep");
  const tag = bytes[offset];
  const first = bytes[offset + 1];
  if (tag === undefined || first === undefined) return refuse("ends within a header");
  if ((tag & 0x1f) === 0x1f) refuse("tag number over 30");
  let start = offset + 2;
  let length = first;
  if (first >= 0x80) {
    const octets = first & 0x7f;
    // Two octets count up to 65,535, which is over the limit of the whole value already.
    if (octets === 0 || octets > 2) refuse("length is indefinite or too long");
    length = 0;
    for (const octet of bytes.subarray(start, start + octets)) length = length * 256 + octet;
    start += octets;
    if (length < 0x80 || (octets === 2 && length < 0x100)) refuse("length is not in its shortest form");
  }
  const next = start + length;
  if (next > bytes.length) refuse("ends within a value");
  return { node: { tag, content: bytes.subarray(start, next), depth }, next };
}

/** The values inside a constructed one, in order. */
export function childrenOf(node: DerNode): DerNode[] {
  if ((node.tag & 0x20) === 0) refuse("not a constructed value");
  const children: DerNode[] = [];
  for (let offset = 0; offset < node.content.length;) {
    const { node: child, next } = readAt(node.content, offset, node.depth + 1);
    children.push(child);
    offset = next;
  }
  return children;
}

/** The same node, once its tag is the expected one. */
export function expectTag(node: DerNode | undefined, tag: number): DerNode {
  return node?.tag === tag
    ? node
    : refuse(`expected tag ${tag.toString(16)}, found ${node?.tag.toString(16) ?? "none"}`);
}

export function sequenceOf(node: DerNode | undefined): DerNode[] {
  return childrenOf(expectTag(node, tags.sequence));
}

const maxOidBytes = 32;

/** Dotted text of an object identifier. */
export function readOid(node: DerNode | undefined): string {
  const { content } = expectTag(node, tags.objectIdentifier);
  if (content.length === 0 || content.length > maxOidBytes) refuse("object identifier of a strange length");
  const arcs: number[] = [];
  let arc = 0;
  let within = false;
  for (const octet of content) {
    if (!within && octet === 0x80) refuse("object identifier is not in its shortest form");
    arc = arc * 128 + (octet & 0x7f);
    if (arc > 0xffff_ffff) refuse("object identifier with a huge arc");
    within = octet >= 0x80;
    if (within) continue;
    arcs.push(arc);
    arc = 0;
  }
  if (within) refuse("ends within an object identifier");
  const [head = 0, ...rest] = arcs;
  const root = Math.min(2, Math.floor(head / 40));
  return [root, head - root * 40, ...rest].join(".");
}

/** DER knows two booleans only. */
export function readBoolean(node: DerNode): boolean {
  const { content } = expectTag(node, tags.boolean);
  if (content.length !== 1 || (content[0] !== 0 && content[0] !== 0xff)) refuse("no boolean");
  return content[0] === 0xff;
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const printable = /^[A-Za-z0-9 '()+,\-./:=?]*$/;

/** The text of a UTF8String, PrintableString or IA5String; undefined for anything else and for broken text. */
export function readText(node: DerNode | undefined): string | undefined {
  if (node === undefined) return undefined;
  const isUtf8 = node.tag === tags.utf8String;
  if (!isUtf8 && node.tag !== tags.printableString && node.tag !== tags.ia5String) return undefined;
  let text: string;
  try {
    text = decoder.decode(node.content);
  } catch {
    return undefined;
  }
  if (node.tag === tags.printableString && !printable.test(text)) return undefined;
  return !isUtf8 && text.length !== node.content.length ? undefined : text;
}
