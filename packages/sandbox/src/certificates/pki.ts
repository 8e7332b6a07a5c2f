import { X509Certificate, createPrivateKey } from "node:crypto";
import { chmod, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { systemClock, type Clock } from "@tallystick/kit";
import { issueCertificate, type Authority, type IssueOptions } from "./issue.ts";
import { filePrefix, keepAuthority, readOwn, writeOwn, type SandboxStandard } from "./kept-authority.ts";

/** One party's certificate: PEM texts, and the files they are kept in. `cert` is the leaf, then the issuing CA. */
export interface PartyCertificate {
  readonly cert: string;
  readonly key: string;
  readonly certFile: string;
  readonly keyFile: string;
}

export interface SandboxPki {
  /** PEM of the root and of the issuing CA: what a bank trusts. */
  readonly anchors: readonly string[];
  /** PEM of the root: what clients of the sandbox trust. */
  readonly ca: string;
  readonly caFile: string;
  /** For every TLS listener: localhost, 127.0.0.1 and ::1. */
  readonly server: PartyCertificate;
  /** The hub's QWAC. */
  readonly hub: PartyCertificate;
  /** The QWAC of a developer who calls the banks directly. */
  readonly tpp: PartyCertificate;
  readonly georgia: GeorgianPki;
  /** For those who issue or answer for one. */
  readonly authorities: Readonly<Record<SandboxStandard, Authority>>;
}

/** What is trusted and used at banks of the Georgian standard, and nowhere else. */
export interface GeorgianPki {
  readonly anchors: readonly string[];
  /** The developer's QWAC and QSealC. */
  readonly tpp: PartyCertificate;
  readonly seal: PartyCertificate;
  /** The QSealC with which a bank signs its answers. */
  readonly bankSeal: PartyCertificate;
}

const dayMs = 86_400_000;
// The sandbox's clock may be moved ahead of the one by which leaves are made.
const renewLeafBeforeMs = 100 * dayMs;

const georgian = { country: "GE", ncaId: "GE-NBG", ncaName: "National Bank of Georgia" } as const;
const georgianTpp = {
  ...georgian,
  organizationName: "Developer's Own TPP",
  organizationIdentifier: "PSDGE-NBG-123456",
  roles: ["PSP_PI", "PSP_AI"],
} as const;

const parties = {
  server: { commonName: "localhost", organizationName: "Tallystick Sandbox", sans: ["localhost", "127.0.0.1", "::1"] },
  hub: {
    commonName: "hub.tallystick.example",
    organizationName: "Tallystick Hub",
    organizationIdentifier: "PSDLT-BOL-100001",
    country: "LT",
    roles: ["PSP_PI", "PSP_AI"],
    sans: ["hub.tallystick.example", "localhost"],
  },
  tpp: {
    commonName: "tpp.example",
    organizationName: "Developer's Own TPP",
    organizationIdentifier: "PSDLT-BOL-123456",
    country: "LT",
    roles: ["PSP_PI", "PSP_AI"],
    sans: ["tpp.example", "localhost"],
  },
  "georgia-tpp": { ...georgianTpp, commonName: "tpp.example", sans: ["tpp.example", "localhost"] },
  "georgia-seal": { ...georgianTpp, commonName: "Developer's Own TPP", qcType: "seal", eku: null },
  "georgia-bank-seal": {
    ...georgian,
    commonName: "Paysera Georgia (sandbox)",
    organizationName: "Paysera Georgia (sandbox)",
    organizationIdentifier: "PSDGE-NBG-100002",
    roles: ["PSP_AS"],
    qcType: "seal",
    eku: null,
  },
} as const satisfies Record<string, IssueOptions>;

/**
 * The sandbox's certificates in `dir`, made on the first call and kept: later calls return the same ones until a leaf
 * has less than 100 days left (the leaf is renewed) or the CA has too little left to sign another year (all are).
 */
export async function makeSandboxPki(dir: string, options: { readonly clock?: Clock } = {}): Promise<SandboxPki> {
  const now = (options.clock ?? systemClock).now();
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await chmod(dir, 0o700);
  const authorities = {
    berlin: await keepAuthority(dir, "berlin", now),
    georgia: await keepAuthority(dir, "georgia", now),
  };
  const { berlin, georgia } = authorities;
  const party = (name: keyof typeof parties) => {
    return keptParty(dir, name, name.startsWith(filePrefix("georgia")) ? georgia : berlin, now);
  };
  const [server, hub, tpp] = await Promise.all([party("server"), party("hub"), party("tpp")]);
  return {
    anchors: anchorsOf(berlin),
    ca: berlin.root,
    caFile: join(dir, "root.pem"),
    server,
    hub,
    tpp,
    georgia: {
      anchors: anchorsOf(georgia),
      tpp: await party("georgia-tpp"),
      seal: await party("georgia-seal"),
      bankSeal: await party("georgia-bank-seal"),
    },
    authorities,
  };
}

function anchorsOf({ root, certificate }: Authority): readonly string[] {
  return [root, certificate];
}

async function keptParty(
  dir: string,
  name: keyof typeof parties,
  authority: Authority,
  now: Date,
): Promise<PartyCertificate> {
  const files = { certFile: join(dir, `${name}.pem`), keyFile: join(dir, `${name}.key`) };
  const [cert, key] = await Promise.all([readOwn(files.certFile), readOwn(files.keyFile)]);
  if (cert && key && leafIsUsable(cert, key, authority, now)) return { cert, key, ...files };
  const made = await issueCertificate(authority, {
    ...parties[name],
    notBefore: new Date(now.getTime() - 3_600_000),
    notAfter: new Date(now.getTime() + 365 * dayMs),
  });
  await writeOwn(files.keyFile, made.key);
  await writeOwn(files.certFile, made.chain);
  return { cert: made.chain, key: made.key, ...files };
}

function leafIsUsable(cert: string, key: string, authority: Authority, now: Date): boolean {
  try {
    const leaf = new X509Certificate(cert);
    return (
      leaf.verify(new X509Certificate(authority.certificate).publicKey) &&
      leaf.checkPrivateKey(createPrivateKey(key)) &&
      leaf.validFromDate <= now &&
      leaf.validToDate.getTime() - now.getTime() > renewLeafBeforeMs
    );
  } catch {
    return false;
  }
}
