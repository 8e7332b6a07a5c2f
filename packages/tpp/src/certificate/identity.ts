import { createPrivateKey, X509Certificate, type KeyObject } from "node:crypto";
import { readFile } from "node:fs/promises";
import { TppCertificateError, type TppCertificateErrorCode } from "./certificate-error.ts";

/** A certificate with its key, as PEM. */
export interface Identity {
  /** The TPP's certificate, followed by its intermediates. */
  readonly cert: string;
  /** The certificate's private key, without a passphrase. */
  readonly key: string;
}

export interface IdentityFiles {
  readonly certFile: string;
  readonly keyFile: string;
  /** The authorities that the bank's server certificate must come from. */
  readonly caFile: string;
}

/** Certificate, key and authorities out of files. Throws TppCertificateError `file`, which names the file. */
export async function readIdentityFiles({
  certFile,
  keyFile,
  caFile,
}: IdentityFiles): Promise<Identity & { readonly ca: string }> {
  const [cert, key, ca] = await Promise.all([certFile, keyFile, caFile].map(read));
  return { cert: cert!, key: key!, ca: ca! };
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    const { code } = cause as { code?: string };
    throw new TppCertificateError("file", `${file} cannot be read (${code ?? "unknown"})`, { cause });
  }
}

/** An identity taken apart, its key known to be the leaf's. */
export interface OpenIdentity {
  /** The leaf first. */
  readonly chain: readonly X509Certificate[];
  readonly leaf: X509Certificate;
  readonly key: KeyObject;
}

/** Throws TppCertificateError `unreadable`, `key_unreadable` or `key_mismatch`. Says nothing of dates: see `requireInForce`. */
export function openIdentity({ cert, key }: Identity): OpenIdentity {
  const chain = readChain(cert);
  const [leaf] = chain as [X509Certificate];
  const privateKey = attempt("key_unreadable", "the key is no PEM private key, or asks for a passphrase", () =>
    createPrivateKey(key),
  );
  if (!leaf.checkPrivateKey(privateKey)) {
    throw new TppCertificateError("key_mismatch", "the key does not belong to the certificate");
  }
  return { chain, leaf, key: privateKey };
}

/** The certificates of a PEM text, the leaf first. Throws TppCertificateError `unreadable`. */
export function readChain(pem: string): readonly X509Certificate[] {
  const parts = pem.match(/-----BEGIN CERTIFICATE-----[^]+?-----END CERTIFICATE-----/g) ?? [];
  if (parts.length === 0) throw new TppCertificateError("unreadable", "there is no PEM certificate");
  return parts.map((part) =>
    attempt("unreadable", "the PEM certificate cannot be read", () => new X509Certificate(part)),
  );
}

/** Throws TppCertificateError `not_yet_valid` or `expired`; a bank would refuse the connection. */
export function requireInForce({ validFromDate: from, validToDate: to }: X509Certificate, now: Date): void {
  if (now < from)
    throw new TppCertificateError("not_yet_valid", `the certificate is valid from ${from.toISOString()} on`);
  if (now > to) throw new TppCertificateError("expired", `the certificate expired at ${to.toISOString()}`);
}

/** The library's message may quote what it read; only its code goes on. */
function attempt<T>(code: TppCertificateErrorCode, message: string, work: () => T): T {
  try {
    return work();
  } catch {
    throw new TppCertificateError(code, message);
  }
}
