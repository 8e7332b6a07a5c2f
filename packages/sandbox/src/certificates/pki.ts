import { X509Certificate, createPrivateKey } from "node:crypto";
import { chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { systemClock, type Clock } from "@tallystick/kit";
import { createAuthority, issueCertificate, type Authority, type IssueOptions } from "./issue.ts";

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
}

const dayMs = 86_400_000;
// The sandbox's clock may be moved ahead of the one by which leaves are made.
const renewLeafBeforeMs = 100 * dayMs;
const renewAuthorityBeforeMs = 400 * dayMs;

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
} as const satisfies Record<string, IssueOptions>;

/**
 * The sandbox's certificates in `dir`, made on the first call and kept: later calls return the same ones until a leaf
 * has less than 100 days left (the leaf is renewed) or the CA has too little left to sign another year (all are).
 */
export async function makeSandboxPki(dir: string, options: { readonly clock?: Clock } = {}): Promise<SandboxPki> {
  const now = (options.clock ?? systemClock).now();
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await chmod(dir, 0o700);
  const authority = await keptAuthority(dir, now);
  const party = (name: keyof typeof parties) => keptParty(dir, name, authority, now);
  const [server, hub, tpp] = await Promise.all([party("server"), party("hub"), party("tpp")]);
  const caFile = join(dir, "root.pem");
  return { anchors: [authority.root, authority.certificate], ca: authority.root, caFile, server, hub, tpp };
}

async function keptAuthority(dir: string, now: Date): Promise<Authority> {
  const kept = await readAuthority(dir);
  if (kept !== undefined && isUsable(kept, now)) return kept;
  const made = await createAuthority({ notBefore: new Date(now.getTime() - 3_600_000) });
  // The key goes last: without it the next start makes all three again.
  await write(join(dir, "root.pem"), made.root);
  await write(join(dir, "issuing.pem"), made.certificate);
  await write(join(dir, "issuing.key"), made.key);
  return made;
}

async function readAuthority(dir: string): Promise<Authority | undefined> {
  const [root, certificate, key] = await Promise.all([
    read(join(dir, "root.pem")),
    read(join(dir, "issuing.pem")),
    read(join(dir, "issuing.key")),
  ]);
  return root && certificate && key ? { root, certificate, key } : undefined;
}

function isUsable(kept: Authority, now: Date): boolean {
  try {
    const root = new X509Certificate(kept.root);
    const issuing = new X509Certificate(kept.certificate);
    return (
      issuing.verify(root.publicKey) &&
      issuing.checkPrivateKey(createPrivateKey(kept.key)) &&
      issuing.validToDate.getTime() - now.getTime() > renewAuthorityBeforeMs
    );
  } catch {
    return false;
  }
}

async function keptParty(
  dir: string,
  name: keyof typeof parties,
  authority: Authority,
  now: Date,
): Promise<PartyCertificate> {
  const files = { certFile: join(dir, `${name}.pem`), keyFile: join(dir, `${name}.key`) };
  const [cert, key] = await Promise.all([read(files.certFile), read(files.keyFile)]);
  if (cert && key && leafIsUsable(cert, key, authority, now)) return { cert, key, ...files };
  const made = await issueCertificate(authority, {
    ...parties[name],
    notBefore: new Date(now.getTime() - 3_600_000),
    notAfter: new Date(now.getTime() + 365 * dayMs),
  });
  await write(files.keyFile, made.key);
  await write(files.certFile, made.chain);
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

async function read(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Whole or not at all, readable by the owner only. */
async function write(file: string, text: string): Promise<void> {
  const unfinished = `${file}.${process.pid}.tmp`;
  await writeFile(unfinished, text, { mode: 0o600 });
  await rename(unfinished, file);
}
