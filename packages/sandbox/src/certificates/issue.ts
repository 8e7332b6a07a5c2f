import "reflect-metadata";
import { webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";
import { after, systemClock } from "@tallystick/kit";
import type { Psd2Role } from "@tallystick/xs2a";
import { encodeQcStatements, qcStatementsOid, type Psd2Statement } from "./qc-statements.ts";

x509.cryptoProvider.set(webcrypto as unknown as Crypto);

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** A certificate with its private key, all PEM. */
export interface Issued {
  /** The leaf alone. */
  readonly certificate: string;
  /** Leaf, then the issuing CA: what a TLS party sends. */
  readonly chain: string;
  /** PKCS #8. */
  readonly key: string;
}

/** A CA that can issue. `root` is what others trust; `certificate` is the CA below it that signs leaves. */
export interface Authority {
  readonly root: string;
  readonly certificate: string;
  readonly key: string;
}

export interface IssueOptions {
  readonly commonName?: string;
  readonly organizationName?: string;
  /** `PSDLT-BOL-123456`; absent from the subject when left out. */
  readonly organizationIdentifier?: string;
  readonly country?: string;
  /** With roles the certificate carries QcStatements; an empty list writes an empty one. */
  readonly roles?: readonly Psd2Role[];
  readonly ncaName?: string;
  readonly ncaId?: string;
  readonly qcType?: Psd2Statement["qcType"];
  /** DER that replaces the QcStatements, for malformed ones. */
  readonly qcStatements?: Uint8Array;
  /** Host names and IP addresses. */
  readonly sans?: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  /** A leaf that says CA:TRUE. */
  readonly ca?: boolean;
  /** keyCertSign in the key usage; as `ca` says by default. Without it Node's `X509Certificate.ca` is false all the same. */
  readonly certSign?: boolean;
  /** OIDs of the extended key usage; null leaves the extension out. Default clientAuth and serverAuth. */
  readonly eku?: readonly string[] | null;
  /** Signed by its own key instead of the authority's. */
  readonly selfSigned?: boolean;
  /** An RSA key of that many bits instead of P-256. */
  readonly keyBits?: number;
  readonly curve?: "P-256" | "P-384";
  /** Of the authority's signature. */
  readonly hash?: "SHA-1" | "SHA-256" | "SHA-384";
}

/** OIDs for `eku`. */
export const extendedKeyUsages = {
  serverAuth: "1.3.6.1.5.5.7.3.1",
  clientAuth: "1.3.6.1.5.5.7.3.2",
  codeSigning: "1.3.6.1.5.5.7.3.3",
  timeStamping: "1.3.6.1.5.5.7.3.8",
  ocspSigning: "1.3.6.1.5.5.7.3.9",
} as const;

/** Issues any leaf, correct ones and, for tests of others' policies, wrong ones. Defaults to one year from an hour ago. */
export async function issueCertificate(authority: Authority, options: IssueOptions = {}): Promise<Issued> {
  const keys = await generateKeys(options);
  const issuer = new x509.X509Certificate(authority.certificate);
  const subject = nameOf(options);
  const now = systemClock.now();
  const leaf = await x509.X509CertificateGenerator.create({
    subject,
    issuer: options.selfSigned ? subject : issuer.subjectName,
    publicKey: keys.publicKey,
    signingKey: options.selfSigned ? keys.privateKey : await importAuthorityKey(authority.key),
    signingAlgorithm: {
      name: options.selfSigned ? keys.privateKey.algorithm.name : "ECDSA",
      hash: options.hash ?? "SHA-256",
    },
    notBefore: options.notBefore ?? after(now, -hourMs),
    notAfter: options.notAfter ?? after(now, 365 * dayMs),
    extensions: await leafExtensions(options, keys.publicKey, options.selfSigned ? keys.publicKey : issuer.publicKey),
  });
  const certificate = pem(leaf);
  return {
    certificate,
    chain: certificate + (options.selfSigned ? "" : authority.certificate),
    key: await exportKey(keys),
  };
}

export interface AuthorityOptions {
  readonly name?: string;
  readonly country?: string;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

/** A root and an issuing CA below it, P-384 and P-256. The root's key is not kept: a new root is cheaper than a leak. */
export async function createAuthority(options: AuthorityOptions = {}): Promise<Authority> {
  const { name = "Tallystick Sandbox", country = "LT" } = options;
  const notBefore = options.notBefore ?? after(systemClock.now(), -hourMs);
  const notAfter = options.notAfter ?? after(notBefore, 3_650 * dayMs);
  const rootKeys = await generateKeys({ curve: "P-384" });
  const issuingKeys = await generateKeys({});
  const rootName = nameOf({ commonName: `${name} Root CA`, organizationName: name, country });
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    name: rootName,
    keys: rootKeys,
    signingAlgorithm: { name: "ECDSA", hash: "SHA-384" },
    notBefore,
    notAfter,
    extensions: await authorityExtensions(rootKeys.publicKey, rootKeys.publicKey, 1),
  });
  const issuing = await x509.X509CertificateGenerator.create({
    subject: nameOf({ commonName: `${name} Issuing CA`, organizationName: name, country }),
    issuer: rootName,
    publicKey: issuingKeys.publicKey,
    signingKey: rootKeys.privateKey,
    signingAlgorithm: { name: "ECDSA", hash: "SHA-384" },
    notBefore,
    notAfter,
    extensions: await authorityExtensions(issuingKeys.publicKey, rootKeys.publicKey, 0),
  });
  return { root: pem(root), certificate: pem(issuing), key: await exportKey(issuingKeys) };
}

async function authorityExtensions(own: CryptoKey, issuer: CryptoKey, pathLength: number): Promise<x509.Extension[]> {
  return [
    new x509.BasicConstraintsExtension(true, pathLength, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    await x509.SubjectKeyIdentifierExtension.create(own),
    await x509.AuthorityKeyIdentifierExtension.create(issuer),
  ];
}

async function leafExtensions(
  options: IssueOptions,
  own: CryptoKey,
  issuer: x509.PublicKeyType,
): Promise<x509.Extension[]> {
  const usages = options.eku === undefined ? [extendedKeyUsages.clientAuth, extendedKeyUsages.serverAuth] : options.eku;
  const extensions: x509.Extension[] = [
    new x509.BasicConstraintsExtension(options.ca ?? false, undefined, true),
    new x509.KeyUsagesExtension(keyUsageOf(options), true),
    await x509.SubjectKeyIdentifierExtension.create(own),
    await x509.AuthorityKeyIdentifierExtension.create(issuer),
  ];
  if (usages !== null) extensions.push(new x509.ExtendedKeyUsageExtension([...usages]));
  if (options.sans !== undefined) {
    extensions.push(
      new x509.SubjectAlternativeNameExtension(
        options.sans.map((value) => ({ type: /^[\d.]+$|:/.test(value) ? ("ip" as const) : ("dns" as const), value })),
      ),
    );
  }
  const statements = qcStatementsOf(options);
  if (statements !== undefined) {
    // Of a QWAC: QCP-w of EN 319 411-2 and the PSD2 policy of TS 119 495; of a seal: QCP-l.
    const policies = options.qcType === "seal" ? ["0.4.0.194112.1.1"] : ["0.4.0.194112.1.4", "0.4.0.19495.3.1"];
    extensions.push(new x509.CertificatePolicyExtension(policies));
    extensions.push(new x509.Extension(qcStatementsOid, false, new Uint8Array(statements)));
  }
  return extensions;
}

function keyUsageOf({ ca = false, certSign = ca }: IssueOptions): x509.KeyUsageFlags {
  return x509.KeyUsageFlags.digitalSignature | (certSign ? x509.KeyUsageFlags.keyCertSign : 0);
}

function qcStatementsOf(options: IssueOptions): Uint8Array | undefined {
  if (options.qcStatements !== undefined) return options.qcStatements;
  if (options.roles === undefined) return undefined;
  const { roles, ncaName = "Bank of Lithuania", ncaId = "LT-BOL", qcType = "web" } = options;
  return encodeQcStatements({ roles, ncaName, ncaId, qcType });
}

function nameOf(options: IssueOptions): x509.Name {
  const { commonName, country, organizationName, organizationIdentifier } = options;
  const parts: [string, x509.JsonAttributeObject][] = [];
  if (country !== undefined) parts.push(["2.5.4.6", { printableString: country }]);
  if (organizationName !== undefined) parts.push(["2.5.4.10", { utf8String: organizationName }]);
  if (organizationIdentifier !== undefined) parts.push(["2.5.4.97", { utf8String: organizationIdentifier }]);
  parts.push(["2.5.4.3", { utf8String: commonName ?? "leaf.example" }]);
  return new x509.Name(parts.map(([oid, value]) => ({ [oid]: [value] })));
}

async function generateKeys(options: Pick<IssueOptions, "keyBits" | "curve">): Promise<webcrypto.CryptoKeyPair> {
  const algorithm = options.keyBits
    ? {
        name: "RSASSA-PKCS1-v1_5",
        hash: "SHA-256",
        modulusLength: options.keyBits,
        publicExponent: new Uint8Array([1, 0, 1]),
      }
    : { name: "ECDSA", namedCurve: options.curve ?? "P-256" };
  return (await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as webcrypto.CryptoKeyPair;
}

/** The private key of an authority, for signing. */
export async function importAuthorityKey(key: string): Promise<CryptoKey> {
  const pkcs8 = x509.PemConverter.decodeFirst(key);
  return webcrypto.subtle.importKey("pkcs8", pkcs8, { name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]);
}

async function exportKey(keys: webcrypto.CryptoKeyPair): Promise<string> {
  return `${x509.PemConverter.encode(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey), "PRIVATE KEY")}\n`;
}

function pem(certificate: x509.X509Certificate): string {
  return `${certificate.toString("pem")}\n`;
}
