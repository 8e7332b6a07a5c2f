import type { LimitRules } from "@tallystick/kit";
import type { CodeProfile } from "@tallystick/xs2a";
import type { StandardChoices } from "./standard/rules-of.ts";

/** Everything in which one bank differs from another, as data: no feature asks which bank it serves. */
export interface BankProfile extends StandardChoices {
  /** Names the bank in paths and in the database schema, for example "rzb_ro". */
  readonly providerId: string;
  readonly name: string;
  readonly country: string;
  readonly bic: string;
  readonly defaultProduct: string;
  /** IANA name, "Europe/Vilnius": whose midnight begins a day of execution and ends a validity. Default UTC. */
  readonly timeZone?: string;
  /**
   * At a redirect bank creation needs TPP-Redirect-URI, and reads of accounts need the certificate and Consent-ID alone.
   * At an OAuth bank the OAuth redirect may stand for it, and reads need a bearer token bound to the consent.
   */
  readonly approach: "redirect" | "oauth";
  /** Creation needs a bearer token already: the TPP has sent the PSU to the authorization server before (OAuth pre-step). */
  readonly preStep?: boolean;
  /** The TPP has to confirm, with a code that comes with the redirect, before an authorisation counts (rule 35). */
  readonly confirmationCode?: boolean;
  /** Whether PSU-IP-Address says that the PSU is there although it is no address of the public internet; for a sandbox. */
  readonly localPsuIsPresent?: boolean;
  /** Whether the PSU has to authorise the cancellation of a payment that is authorised but not executed. */
  readonly cancellationNeedsPsu?: boolean;
  /** Whether creation also answers `scaOAuth`. */
  readonly scaOAuth: boolean;
  /** The error body unless `Accept` asks for the other: NextGenPSD2 `tppMessages`, or flat `{title, detail, code}`. */
  readonly errorForm: "tppMessages" | "flat";
  readonly revokedSpelling: "CERTIFICATE_REVOKE" | "CERTIFICATE_REVOKED";
  /** The 405 code for a payment that can no longer be cancelled. */
  readonly cancellationCode: "CANCELLATION_INVALID" | "SERVICE_INVALID";
  /** Whose table of HTTP statuses the message codes follow; default the standard's. */
  readonly codeProfile?: CodeProfile;
  /**
   * Where a `Signature` of the TPP's seal must be sent: on changes of payments, or on every request. Default "never"; one
   * that is sent is verified all the same.
   */
  readonly requireSignature?: "never" | "payments" | "always";
  /** Every request and every answer carries `x-jws-signature`, as in Georgia. Default false. */
  readonly jwsSignature?: boolean;
  readonly tolerates: {
    /** An absent X-Request-ID is made up and returned; such a call is not idempotent. */
    readonly missingRequestId: boolean;
    readonly missingPsuIpAddress: boolean;
  };
  /** GET of a payment also carries `paymentId` and, once known, `expectedExecutionDate`. */
  readonly statusAnswerExtras: boolean;
  /** IBANs of published samples that fail mod 97 and are accepted all the same; empty outside a sandbox. */
  readonly sampleIbans: readonly string[];
  /**
   * Requests of one TPP, over all processes of the bank: in a second, in an hour, and answered at a time. Left out,
   * nothing is limited and no `X-RateLimit-` header is sent.
   */
  readonly limits?: LimitRules;
  /** Payments and consents of one TPP that wait for their PSU, together; default 1,000, `Infinity` counts none. */
  readonly maximumOpen?: number;
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
