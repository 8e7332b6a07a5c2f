import { parsePsd2Certificate, type Psd2Role } from "@tallystick/xs2a";
import { systemClock, type Clock } from "../patterns/time.ts";
import { TppCertificateError } from "./certificate-error.ts";
import { openIdentity, readChain, requireInForce } from "./identity.ts";

/** From how many days before the end on a certificate should be renewed: authorities take weeks for an eIDAS one. */
export const renewalNoticeDays = 30;
const dayMs = 86_400_000;

/** What a TPP's certificate says of it (ETSI TS 119 495), and how long it still does. */
export interface CertificateReport {
  /** `PSDLT-BOL-123456`, which is also the OAuth client id at banks. */
  readonly organizationIdentifier: string;
  readonly organizationName: string | undefined;
  readonly commonName: string | undefined;
  /** Which services banks will grant: PSP_AI accounts, PSP_PI payments, PSP_IC funds confirmation, PSP_AS a bank's own. */
  readonly roles: readonly Psd2Role[];
  readonly ncaName: string;
  /** `LT-BOL` */
  readonly ncaId: string;
  /** `web` authenticates connections (QWAC), `seal` seals requests (QSealC); `sign` is a person's. */
  readonly qcType: "web" | "seal" | "sign" | undefined;
  /** Hexadecimal. */
  readonly serialNumber: string;
  /** SHA-256, hexadecimal in lower case without colons: what access tokens are bound to and rate limits keyed by. */
  readonly fingerprint: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Whole days until `notAfter`. */
  readonly daysLeft: number;
  /** A sentence for operators when fewer than 31 days are left. */
  readonly warning: string | undefined;
}

export interface ReportOptions {
  /** Its private key, to know that the two belong together. */
  readonly key?: string;
  readonly clock?: Clock;
}

/** Reads the leaf of a PEM chain. Throws TppCertificateError for whatever a bank would refuse. */
export function reportOnCertificate(pem: string, options: ReportOptions = {}): CertificateReport {
  const { key, clock = systemClock } = options;
  const [leaf] = key === undefined ? readChain(pem) : openIdentity({ cert: pem, key }).chain;
  const now = clock.now();
  requireInForce(leaf!, now);
  const { organizationIdentifier, organizationName, commonName, roles, ncaName, ncaId, qcType } = psd2PartOf(leaf!.raw);
  return {
    organizationIdentifier: organizationIdentifier.text,
    organizationName,
    commonName,
    roles,
    ncaName,
    ncaId,
    qcType,
    serialNumber: leaf!.serialNumber,
    fingerprint: leaf!.fingerprint256.replaceAll(":", "").toLowerCase(),
    notBefore: leaf!.validFromDate,
    notAfter: leaf!.validToDate,
    daysLeft: daysUntil(leaf!.validToDate, now),
    warning: warningOf(leaf!.validToDate, now),
  };
}

function psd2PartOf(der: Uint8Array): ReturnType<typeof parsePsd2Certificate> {
  try {
    return parsePsd2Certificate(der);
  } catch (cause) {
    throw new TppCertificateError("no_tpp", `no TPP's certificate: ${(cause as Error).message}`, { cause });
  }
}

/** The warning of a certificate that ends soon; undefined before that. */
export function warningOf(notAfter: Date, now: Date): string | undefined {
  const daysLeft = daysUntil(notAfter, now);
  if (daysLeft > renewalNoticeDays) return undefined;
  return `the certificate ends in ${daysLeft} days, at ${notAfter.toISOString()}: renew it now`;
}

function daysUntil(notAfter: Date, now: Date): number {
  return Math.floor((notAfter.getTime() - now.getTime()) / dayMs);
}
