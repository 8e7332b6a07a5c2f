// Known groups of banks, each as its differences from the standard. They hold what is publicly told of these banks and
// nothing else; a bank's own agreement goes over them: `{ ...fiducia, extraHeaders: { … } }`.
import { berlinGroup, type Dialect } from "./dialect.ts";

type Differences = Partial<Dialect>;

/** Authorises as version 1.1 did: a PUT on the payment or consent, whose status it answers. */
export const unicredit: Differences = {
  authorisationStart: "put-on-parent",
  authorisationIdParameter: "authenticationCurrentNumber",
  // The step that follows creation.
  linkNames: { next: "startAuthorisation" },
};

/** The cooperative banks' data centre. Every request is signed, and without `date`. */
export const fiducia: Differences = {
  basePath: "/bg13",
  recurringIndicator: true,
  bookingStatuses: ["booked", "information"],
  signature: { ...berlinGroup.signature, when: "always" },
};

/**
 * Publishing-house platforms. They also want an API key, whose header each of them names itself, in `extraHeaders`, and
 * have TLS suites of their own, for `tlsCiphers`.
 */
export const verlag: Differences = { accept: "application/json" };
/** Their sandboxes, which answer 406 to any `accept` but this one. */
export const verlagSandbox: Differences = { ...verlag, accept: "text/plain" };

/** Wants to know nothing of the PSU when a consent is asked for. */
export const consors: Differences = { dropHeadersOf: { createConsent: ["psu-id"] } };

/** A token of the TPP itself before the consent, and an authorisation that begins with it. */
export const santander: Differences = { clientCredentialsFirst: true, authorisationStart: "implicit-only" };

/** The PSU logs in at the authorization server before anything is created, for a scope that the bank tells its TPPs. */
export const sparda: Differences = { oauthPreStep: true };

/** Redsys serves many banks of Spain, each in a directory of its own. */
export function redsys(directory: string): Differences {
  if (!/^[A-Za-z0-9._-]+$/.test(directory)) throw new RangeError("a bank's directory is one segment of a path");
  return { basePath: `/${directory}`, oauthPreStep: true };
}

/** Also comdirect's. Date and time where a date is due. Their balances and entries are shaped otherwise too, each bank's for itself. */
export const commerzbank: Differences = { dates: { form: "date-time", timeZone: "Europe/Berlin" } };

/** Servers that have not come to version 1.3.4 have `date` in what is signed. */
export const before134: Differences = {
  signature: {
    ...berlinGroup.signature,
    when: "always",
    headers: ["digest", "x-request-id", "date", "psu-id", "tpp-redirect-uri"],
  },
};

/** Servers built on Open Bank Project want to know the device, too. */
export const openBankProject: Differences = {
  dateHeader: true,
  requiredHeaders: ["date", "psu-device-id", "psu-device-name"],
};

const payseraQuota = { perDay: 4, unit: "endpoint-and-account", window: "calendar-day" } as const;

/** As its documentation has it: codes of tokens and expired consents under 403, consents of 180 days. */
export const payseraLt: Differences = {
  basePath: "/xs2a/berlin/1.3",
  defaultProduct: "sepa-credit-transfers",
  consentCapDays: 180,
  quota: payseraQuota,
  errorCodes: { CERTIFICATE_REVOKED: "CERTIFICATE_REVOKE" },
};

/** The Georgian standard: its own path and products, consents of 90 days, and a signature of its own where a bank asks for it. */
export const payseraGe: Differences = {
  ...payseraLt,
  basePath: "/xs2a/georgia/0.8",
  defaultProduct: "domestic",
  consentCapDays: 90,
  signature: { ...berlinGroup.signature, form: "header-jws" },
};
