/**
 * The `Signature` header of draft-cavage-http-signatures-10 as the Berlin Group narrows it (guidelines, section 12): what
 * is signed and how the header is written and read. Keys and hashes are the caller's.
 */
export interface HttpSignature {
  readonly keyId: string;
  readonly algorithm: HttpSignatureAlgorithm;
  /** Names in lower case, in the order in which they are signed. */
  readonly headers: readonly string[];
  /** Base64. */
  readonly signature: string;
}

export const httpSignatureAlgorithms = ["rsa-sha256", "rsa-sha512", "ecdsa-sha256"] as const;
export type HttpSignatureAlgorithm = (typeof httpSignatureAlgorithms)[number];

/** A header's value by its name in lower case; undefined when it is not sent. */
export type HeaderOf = (name: string) => string | undefined;

const always = ["digest", "x-request-id"];
const whenSent = ["psu-id", "psu-corporate-id", "tpp-redirect-uri"];

/** The headers that a signature must cover in a request with these headers. */
export function signedHeaders(headerOf: HeaderOf): string[] {
  return [...always, ...whenSent.filter((name) => headerOf(name) !== undefined)];
}

/** One line per header, `name: value`; undefined when one of them is not sent. */
export function signingString(headers: readonly string[], headerOf: HeaderOf): string | undefined {
  const lines: string[] = [];
  for (const name of headers) {
    const value = headerOf(name);
    if (value === undefined) return undefined;
    lines.push(`${name}: ${value.trim()}`);
  }
  return lines.join("\n");
}

export function writeHttpSignature({ keyId, algorithm, headers, signature }: HttpSignature): string {
  return `keyId="${keyId}",algorithm="${algorithm}",headers="${headers.join(" ")}",signature="${signature}"`;
}

/** Parameters of any order, each once and quoted; undefined for anything else. */
export function readHttpSignature(text: string): HttpSignature | undefined {
  const found = new Map<string, string>();
  const parameter = /\s*([A-Za-z]{1,20})="([^"]{0,4096})"\s*(?:,(?=\s*[A-Za-z])|$)/y;
  while (parameter.lastIndex < text.length) {
    const [, name = "", value = ""] = parameter.exec(text) ?? [];
    if (name === "" || found.has(name)) return undefined;
    found.set(name, value);
  }
  const algorithm = httpSignatureAlgorithms.find((known) => known === found.get("algorithm")?.toLowerCase());
  const headers = (found.get("headers") ?? "").toLowerCase().split(" ");
  const [keyId, signature] = [found.get("keyId"), found.get("signature")];
  const areHeaders = new Set(headers).size === headers.length && headers.every((name) => /^[a-z0-9-]+$/.test(name));
  if (!keyId || !signature || algorithm === undefined || !areHeaders) return undefined;
  return { keyId, algorithm, headers, signature };
}

/** `SN=<hexadecimal serial>,CA=<issuer's name>`, as the guidelines write it. */
export function writeKeyId(serial: string, issuer: string): string {
  return `SN=${serial},CA=${issuer}`;
}

/** The serial number as written, and the issuer's name in the long form; the short form is the serial number alone. */
export function readKeyId(keyId: string): { serial: string; issuer: string | undefined } | undefined {
  const [, long, issuer] = /^SN=([0-9A-Fa-f:]{1,62}),\s*CA=(.+)$/.exec(keyId) ?? [];
  const serial = long ?? /^(?:0x)?([0-9A-Fa-f:]{1,62})$/.exec(keyId)?.[1];
  return serial === undefined ? undefined : { serial, issuer };
}

/** Whether a written serial number is this hexadecimal one: colons, zeros in front, case and decimal digits are alike. */
export function isSameSerial(written: string, hexadecimal: string): boolean {
  const plain = (text: string): string =>
    text
      .replaceAll(":", "")
      .toUpperCase()
      .replace(/^0+(?=.)/, "");
  if (plain(written) === plain(hexadecimal)) return true;
  return /^\d+$/.test(written) && BigInt(written) === BigInt(`0x${plain(hexadecimal)}`);
}

const attributeNames: ReadonlyMap<string, string> = new Map([
  ["2.5.4.3", "CN"],
  ["2.5.4.6", "C"],
  ["2.5.4.7", "L"],
  ["2.5.4.8", "ST"],
  ["S", "ST"],
  ["2.5.4.10", "O"],
  ["2.5.4.11", "OU"],
  ["2.5.4.97", "ORGANIZATIONIDENTIFIER"],
]);

/**
 * Whether two texts are the same distinguished name. Order, blanks, case, the separator (comma, slash, line) and the
 * spelling of attribute types differ between the tools that write them.
 */
export function isSameName(one: string, other: string): boolean {
  const [left, right] = [attributesOf(one), attributesOf(other)];
  return left.length > 0 && left.length === right.length && left.every((attribute, at) => attribute === right[at]);
}

function attributesOf(name: string): string[] {
  return name
    .split(/(?:[,/+]|\n)(?=\s*(?:OID\.)?[A-Za-z0-9.]+\s*=)/i)
    .flatMap((part) => {
      const [, type = "", value = ""] = /^\s*(?:OID\.)?([A-Za-z0-9.]+)\s*=\s*(.*?)\s*$/is.exec(part) ?? [];
      const upper = type.toUpperCase();
      const plain = value.replaceAll(/^"|"$|\\/g, "").replaceAll(/\s+/g, " ");
      return type === "" ? [] : [`${attributeNames.get(upper) ?? upper}=${plain.toLowerCase()}`];
    })
    .toSorted();
}
