import { generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";
import { bits, der, explicit, integer, octets, oid, sequence, setOf, time, utf8, yes } from "./der.ts";

/** Certificates for tests, each with the one fault that the test names. */
export interface TestAuthority {
  readonly name: string;
  readonly privateKey: KeyObject;
  readonly pem: string;
}

export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
  readonly der: Buffer;
}

export interface LeafOptions {
  /** Undefined leaves it out. */
  readonly organizationIdentifier?: string | undefined;
  readonly organizationName?: string;
  readonly commonName?: string;
  readonly roles?: readonly string[];
  readonly ncaId?: string;
  readonly qcType?: "web" | "seal" | "sign";
  readonly withoutQcStatements?: boolean;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly ca?: boolean;
  /** Extended key usages; empty leaves the extension out. */
  readonly usages?: readonly string[];
  readonly hosts?: readonly string[];
  readonly keys?: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
  readonly hash?: "sha256" | "sha1";
}

const day = 86_400_000;
export const usage = {
  serverAuth: "1.3.6.1.5.5.7.3.1",
  clientAuth: "1.3.6.1.5.5.7.3.2",
  codeSigning: "1.3.6.1.5.5.7.3.3",
  timeStamping: "1.3.6.1.5.5.7.3.8",
  ocspSigning: "1.3.6.1.5.5.7.3.9",
} as const;

const roleOids: Readonly<Record<string, string>> = {
  PSP_AS: "0.4.0.19495.1.1",
  PSP_PI: "0.4.0.19495.1.2",
  PSP_AI: "0.4.0.19495.1.3",
  PSP_IC: "0.4.0.19495.1.4",
};
const qcTypes = { sign: "0.4.0.1862.1.6.1", seal: "0.4.0.1862.1.6.2", web: "0.4.0.1862.1.6.3" } as const;

export const ecKeys = (namedCurve = "P-256") => generateKeyPairSync("ec", { namedCurve });

export function makeAuthority(name = "Test QTSP", keys = ecKeys()): TestAuthority {
  const now = Date.now();
  const built = build({
    issuer: [["2.5.4.3", name]],
    subject: [["2.5.4.3", name]],
    notBefore: new Date(now - 400 * day),
    notAfter: new Date(now + 4_000 * day),
    publicKey: keys.publicKey,
    signWith: keys.privateKey,
    hash: "sha256",
    extensions: [basicConstraints(true)],
  });
  return { name, privateKey: keys.privateKey, pem: built.cert };
}

/** A QWAC of that authority, correct but for what `options` says. */
export function issue(authority: TestAuthority, options: LeafOptions = {}): TestCertificate {
  const { organizationName = "Test TPP", commonName = "tpp.example", usages, hosts = ["tpp.example"] } = options;
  const organizationIdentifier =
    "organizationIdentifier" in options ? options.organizationIdentifier : "PSDLT-BOL-123456";
  const keys = options.keys ?? ecKeys();
  const now = Date.now();
  const built = build({
    issuer: [["2.5.4.3", authority.name]],
    subject: [
      ["2.5.4.10", organizationName],
      ...(organizationIdentifier === undefined ? [] : [["2.5.4.97", organizationIdentifier] as const]),
      ["2.5.4.3", commonName],
    ],
    notBefore: options.notBefore ?? new Date(now - day),
    notAfter: options.notAfter ?? new Date(now + 300 * day),
    publicKey: keys.publicKey,
    signWith: authority.privateKey,
    hash: options.hash ?? "sha256",
    extensions: [
      basicConstraints(options.ca ?? false),
      ...extendedKeyUsage(usages ?? [usage.clientAuth, usage.serverAuth]),
      extension("2.5.29.17", sequence(...hosts.map((host) => der(0x82, Buffer.from(host, "latin1"))))),
      ...(options.withoutQcStatements === true ? [] : [qcStatements(options)]),
    ],
  });
  return { ...built, key: keys.privateKey.export({ type: "pkcs8", format: "pem" }) as string };
}

function qcStatements({ roles = ["PSP_PI", "PSP_AI"], ncaId = "LT-BOL", qcType = "web" }: LeafOptions): Buffer {
  const value = sequence(
    sequence(oid("0.4.0.1862.1.1")),
    sequence(oid("0.4.0.1862.1.6"), sequence(oid(qcTypes[qcType]))),
    sequence(
      oid("0.4.0.19495.2"),
      sequence(
        sequence(...roles.map((role) => sequence(oid(roleOids[role] ?? "0.4.0.19495.1.9"), utf8(role)))),
        utf8("Bank of Lithuania"),
        utf8(ncaId),
      ),
    ),
  );
  return extension("1.3.6.1.5.5.7.1.3", value);
}

function basicConstraints(ca: boolean): Buffer {
  return extension("2.5.29.19", sequence(...(ca ? [yes] : [])), true);
}

function extendedKeyUsage(usages: readonly string[]): Buffer[] {
  return usages.length === 0 ? [] : [extension("2.5.29.37", sequence(...usages.map(oid)))];
}

function extension(id: string, value: Buffer, critical = false): Buffer {
  return sequence(oid(id), ...(critical ? [yes] : []), octets(value));
}

type Name = readonly (readonly [type: string, value: string])[];

interface Blueprint {
  readonly issuer: Name;
  readonly subject: Name;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly publicKey: KeyObject;
  readonly signWith: KeyObject;
  readonly hash: "sha256" | "sha1";
  readonly extensions: readonly Buffer[];
}

function build(plan: Blueprint): { cert: string; der: Buffer } {
  const isRsa = plan.signWith.asymmetricKeyType === "rsa";
  const algorithm = isRsa
    ? sequence(oid(plan.hash === "sha1" ? "1.2.840.113549.1.1.5" : "1.2.840.113549.1.1.11"), der(0x05))
    : sequence(oid(plan.hash === "sha1" ? "1.2.840.10045.4.1" : "1.2.840.10045.4.3.2"));
  const toBeSigned = sequence(
    explicit(0, integer([2])),
    integer([1, ...randomBytes(8)]),
    algorithm,
    nameOf(plan.issuer),
    sequence(time(plan.notBefore), time(plan.notAfter)),
    nameOf(plan.subject),
    plan.publicKey.export({ type: "spki", format: "der" }),
    explicit(3, sequence(...plan.extensions)),
  );
  const whole = sequence(toBeSigned, algorithm, bits(sign(plan.hash, toBeSigned, plan.signWith)));
  const base64 = whole.toString("base64").replace(/(.{64})(?=.)/g, "$1\n");
  return { cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`, der: whole };
}

function nameOf(name: Name): Buffer {
  return sequence(...name.map(([type, value]) => setOf(sequence(oid(type), utf8(value)))));
}
