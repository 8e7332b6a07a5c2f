import type { CodeProfile } from "@tallystick/xs2a";

/** Everything in which one bank differs from another, as data: no feature asks which bank it serves. */
export interface BankProfile {
  /** Names the bank in paths and in the database schema, for example "rzb_ro". */
  readonly providerId: string;
  readonly name: string;
  readonly country: string;
  readonly bic: string;
  readonly standard: "berlin-1.3";
  readonly products: readonly string[];
  readonly defaultProduct: string;
  /** At a redirect bank a payment needs TPP-Redirect-URI; at an OAuth bank the OAuth redirect may stand for it. */
  readonly approach: "redirect" | "oauth";
  /** Whether creation also answers `scaOAuth`. */
  readonly scaOAuth: boolean;
  /** The error body unless `Accept` asks for the other: NextGenPSD2 `tppMessages`, or flat `{title, detail, code}`. */
  readonly errorForm: "tppMessages" | "flat";
  readonly revokedSpelling: "CERTIFICATE_REVOKE" | "CERTIFICATE_REVOKED";
  /** The 405 code for a payment that can no longer be cancelled. */
  readonly cancellationCode: "CANCELLATION_INVALID" | "SERVICE_INVALID";
  /** Whose table of HTTP statuses the message codes follow; default the standard's. */
  readonly codeProfile?: CodeProfile;
  readonly tolerates: {
    /** An absent X-Request-ID is made up and returned; such a call is not idempotent. */
    readonly missingRequestId: boolean;
    readonly missingPsuIpAddress: boolean;
  };
  /** GET of a payment also carries `paymentId` and, once known, `expectedExecutionDate`. */
  readonly statusAnswerExtras: boolean;
  /** IBANs of published samples that fail mod 97 and are accepted all the same; empty outside a sandbox. */
  readonly sampleIbans: readonly string[];
  readonly paymentAuthorisationMinutes: number;
  readonly brand: Brand;
}

/** How the bank's pages look. */
export interface Brand {
  readonly colour: string;
  readonly accent: string;
  readonly font: "serif" | "sans";
  readonly tagline: string;
  /** An SVG path, or initials. */
  readonly mark: string;
}
