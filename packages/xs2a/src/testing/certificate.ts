/** An encoder of just enough DER to build certificates with one fault each. They are not signed. */
export function der(tag: number, ...parts: readonly (Uint8Array | readonly number[] | string)[]): Uint8Array {
  const bytes = parts.map((part) =>
    typeof part === "string" ? new TextEncoder().encode(part) : Uint8Array.from(part),
  );
  const length = bytes.reduce((sum, part) => sum + part.length, 0);
  const header =
    length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff];
  const result = new Uint8Array(header.length + length);
  result.set(header);
  let offset = header.length;
  for (const part of bytes) {
    result.set(part, offset);
    offset += part.length;
  }
  return result;
}

export const sequence = (...parts: readonly Uint8Array[]): Uint8Array => der(0x30, ...parts);
const set = (...parts: readonly Uint8Array[]): Uint8Array => der(0x31, ...parts);
export const utf8 = (text: string): Uint8Array => der(0x0c, text);

export function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return der(
    0x06,
    [first * 40 + second, ...rest].flatMap((arc) => {
      const octets = [arc & 0x7f];
      for (let left = arc >>> 7; left > 0; left >>>= 7) octets.unshift((left & 0x7f) | 0x80);
      return octets;
    }),
  );
}

export interface CertificateParts {
  version?: Uint8Array;
  serial?: readonly number[];
  /** Attribute type and value. */
  subject?: readonly (readonly [type: string, value: Uint8Array])[];
  /** Statement id and information. */
  statements?: readonly (readonly [id: string, info?: Uint8Array])[];
  /** Overrides the whole value of the qcStatements extension. */
  qcStatements?: Uint8Array;
  critical?: boolean;
  moreExtensions?: readonly Uint8Array[];
  roles?: readonly (readonly [id: string, name: string])[];
  ncaName?: Uint8Array;
  ncaId?: Uint8Array;
}

export const role = {
  PSP_AS: ["0.4.0.19495.1.1", "PSP_AS"],
  PSP_PI: ["0.4.0.19495.1.2", "PSP_PI"],
  PSP_AI: ["0.4.0.19495.1.3", "PSP_AI"],
  PSP_IC: ["0.4.0.19495.1.4", "PSP_IC"],
} as const;

export const subject = {
  commonName: "2.5.4.3",
  organizationName: "2.5.4.10",
  organizationIdentifier: "2.5.4.97",
} as const;

export function psd2Statement(parts: CertificateParts = {}): Uint8Array {
  const roles = (parts.roles ?? [role.PSP_PI, role.PSP_AI]).map(([id, name]) => sequence(oid(id), utf8(name)));
  return sequence(sequence(...roles), parts.ncaName ?? utf8("Bank of Lithuania"), parts.ncaId ?? utf8("LT-BOL"));
}

export function extension(id: string, value: Uint8Array, critical?: boolean): Uint8Array {
  return sequence(oid(id), ...(critical === undefined ? [] : [der(0x01, [critical ? 0xff : 0])]), der(0x04, value));
}

/** A TPP's certificate in DER, good unless a part says otherwise. */
export function buildCertificate(parts: CertificateParts = {}): Uint8Array {
  const statements = parts.statements ?? [
    ["0.4.0.1862.1.1"],
    ["0.4.0.1862.1.6", sequence(oid("0.4.0.1862.1.6.3"))],
    ["0.4.0.19495.2", psd2Statement(parts)],
  ];
  const qcStatements =
    parts.qcStatements ??
    sequence(...statements.map(([id, info]) => sequence(oid(id), ...(info === undefined ? [] : [info]))));
  const attributes = parts.subject ?? [
    ["2.5.4.6", der(0x13, "LT")],
    [subject.organizationName, utf8("Example Payments UAB")],
    [subject.organizationIdentifier, utf8("PSDLT-BOL-123456")],
    [subject.commonName, utf8("tpp.example")],
  ];
  const empty = sequence();
  return sequence(
    sequence(
      parts.version ?? der(0xa0, der(0x02, [2])),
      der(0x02, parts.serial ?? [1]),
      empty,
      empty,
      empty,
      sequence(...attributes.map(([type, value]) => set(sequence(oid(type), value)))),
      empty,
      der(
        0xa3,
        sequence(
          extension("2.5.29.19", empty, true),
          extension("1.3.6.1.5.5.7.1.3", qcStatements, parts.critical),
          ...(parts.moreExtensions ?? []),
        ),
      ),
    ),
    empty,
    der(0x03, [0]),
  );
}
