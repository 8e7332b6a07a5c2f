import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";

export interface TestCertificate {
  /** PEM; the certificate is its own authority. */
  readonly cert: string;
  readonly key: string;
}

/** A self-signed P-256 certificate for tests of TLS itself; certificates with a policy are made by the sandbox. */
export function selfSignedCertificate(
  commonName: string,
  names: readonly { readonly dns?: string; readonly ip?: readonly number[] }[] = [],
): TestCertificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const subject = der(0x30, der(0x31, der(0x30, oid(2, 5, 4, 3), der(0x0c, Buffer.from(commonName)))));
  const algorithm = der(0x30, oid(1, 2, 840, 10045, 4, 3, 2));
  const day = 86_400_000;
  const validity = der(0x30, time(Date.now() - day), time(Date.now() + 30 * day));
  const spki = publicKey.export({ format: "der", type: "spki" });
  const alternatives = names.map(({ dns, ip }) =>
    dns ? der(0x82, Buffer.from(dns)) : der(0x87, Buffer.from(ip ?? [])),
  );
  const extensions = [
    der(0x30, oid(2, 5, 29, 14), der(0x04, der(0x04, createHash("sha1").update(spki).digest()))),
    ...(alternatives.length > 0 ? [der(0x30, oid(2, 5, 29, 17), der(0x04, der(0x30, ...alternatives)))] : []),
  ];
  const serial = Buffer.concat([Buffer.of(0x01), randomBytes(8)]);
  const body = der(
    0x30,
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, serial),
    algorithm,
    subject,
    validity,
    subject,
    spki,
    der(0xa3, der(0x30, ...extensions)),
  );
  const signature = sign("sha256", body, privateKey);
  const whole = der(0x30, body, algorithm, der(0x03, Buffer.of(0), signature));
  const text = whole.toString("base64").replace(/.{64}(?=.)/g, "$&\n");
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
  };
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const header = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...header), content]);
}

function oid(first: number, second: number, ...rest: readonly number[]): Buffer {
  const bytes = rest.flatMap((arc) => {
    const groups = [arc & 0x7f];
    for (let left = arc >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return der(0x06, Buffer.of(first * 40 + second, ...bytes));
}

function time(at: number): Buffer {
  return der(0x17, Buffer.from(`${new Date(at).toISOString().replace(/\D/g, "").slice(2, 14)}Z`));
}
