// How banks differ, as data. One object per bank, merged over the standard; `banks.ts` has those of known groups.
import type { BookingStatus, MessageCode, OperationId } from "@tallystick/xs2a";
import type { DateForm } from "./dates.ts";
import type { PagingStyle } from "./paging.ts";
import type { QuotaRule } from "./quota.ts";
import type { ScopeForm } from "./scope.ts";
import type { SignatureRules } from "./signature-rules.ts";

/**
 * What one bank does otherwise than the standard. Header names are in lower case. Members of answers are named by dotted
 * paths, `amount.value`; a map of names goes from the bank's to the standard's.
 */
export interface Dialect {
  /** Path from the base URL to `/v1`; not repeated when the base URL already ends in it. */
  readonly basePath: string;
  /** Value of `Accept`; some banks refuse anything but their own. */
  readonly accept: string;
  /** Header names that this bank refuses; they are not sent. */
  readonly dropHeaders: readonly string[];
  /** The same for single operations: a bank may refuse on a consent what it wants on a payment. */
  readonly dropHeadersOf: Readonly<Partial<Record<OperationId, readonly string[]>>>;
  /** PSU headers that this bank wants to see even when there is nothing to say: then they are sent empty. */
  readonly emptyHeaders: readonly string[];
  /** Headers without which this bank refuses; a call that lacks one is not sent (`bad_input`). */
  readonly requiredHeaders: readonly string[];
  /** Headers that this bank wants on every call, an API key for instance. */
  readonly extraHeaders: Readonly<Record<string, string>>;
  /** Send `Date`, which some banks demand or sign. */
  readonly dateHeader: boolean;
  /** `PSU-IP-Address` on reads of accounts: what a present PSU has (the standard), never, or not without one. */
  readonly psuIpOnReads: "when-present" | "never" | "required";
  /** Send `Digest` of each body; its hash is that of `signature`. */
  readonly digest: boolean;
  /** Which requests are signed, and how. */
  readonly signature: SignatureRules;
  /** OpenSSL cipher list for the connection, where the bank has suites of its own; see `MutualTlsOptions.ciphers`. */
  readonly tlsCiphers: string | undefined;

  /** Product that the shorthand `/v1/payments` of older guides means. */
  readonly defaultProduct: string;
  /**
   * How an authorisation begins. `implicit`: with the resource, or apart from it when the TPP asks. `implicit-only`: never
   * apart. `explicit`: always apart, and the client does it in the same call. `put-on-parent`: as before version 1.2, by a
   * PUT on the payment or consent, without a sub-resource.
   */
  readonly authorisationStart: "implicit" | "implicit-only" | "explicit" | "put-on-parent";
  /** Query parameter that carries the authorisation's id where it has no path (`put-on-parent`). */
  readonly authorisationIdParameter: string | undefined;
  /** The bank's name of a link, to the standard's. */
  readonly linkNames: Readonly<Record<string, string>>;

  /** The access token that creates a consent comes from the client credentials grant. */
  readonly clientCredentialsFirst: boolean;
  /** The PSU logs in before anything is created, so that creation already needs an access token. */
  readonly oauthPreStep: boolean;
  /** What the scopes of this bank look like. */
  readonly scopeForm: ScopeForm;

  /** Forced on every consent; undefined: as the caller says. */
  readonly recurringIndicator: boolean | undefined;
  /** How far from today `validUntil` of a request may lie, in days; a later one is cut, since the bank would refuse. */
  readonly validUntilMaximumDays: number | undefined;
  /** How long a consent lives at most from its authorisation, in days, whatever `validUntil` says. */
  readonly consentCapDays: number | undefined;
  /** How unattended reads are counted; kept where the client has a `readQuota`. */
  readonly quota: QuotaRule;

  /** What `bookingStatus` this bank takes. The first is the default unless `both` is among them. */
  readonly bookingStatuses: readonly BookingStatus[];
  readonly paging: PagingStyle;
  /** How dates are written in answers and in queries. */
  readonly dates: DateForm;
  readonly accountMembers: Readonly<Record<string, string>>;
  readonly balanceMembers: Readonly<Record<string, string>>;
  readonly transactionMembers: Readonly<Record<string, string>>;

  /** The bank's own message codes, to the standard's. */
  readonly errorCodes: Readonly<Record<string, MessageCode>>;
  /**
   * Where the bank's error body has its code and text, when it is of neither standard form; each the path of a member.
   * The standard's two forms are understood in any case.
   */
  readonly errorMembers: { readonly code: string; readonly text: string } | undefined;
}

/** The standard itself (NextGenPSD2 1.3), which each bank's differences are merged over. */
export const berlinGroup: Dialect = {
  basePath: "",
  accept: "application/json",
  dropHeaders: [],
  dropHeadersOf: {},
  emptyHeaders: [],
  requiredHeaders: [],
  extraHeaders: {},
  dateHeader: false,
  psuIpOnReads: "when-present",
  digest: true,
  signature: {
    when: "never",
    form: "http-signature",
    headers: ["digest", "x-request-id", "psu-id", "psu-corporate-id", "tpp-redirect-uri"],
    hash: "SHA-256",
    certificateEncoding: "base64-der",
  },
  tlsCiphers: undefined,
  defaultProduct: "sepa-credit-transfers",
  authorisationStart: "implicit",
  authorisationIdParameter: undefined,
  linkNames: {},
  clientCredentialsFirst: false,
  oauthPreStep: false,
  scopeForm: { consent: "AIS:{id}", payment: "PIS:{id}", fundsConsent: "PIIS:{id}", preStep: undefined },
  recurringIndicator: undefined,
  validUntilMaximumDays: undefined,
  consentCapDays: undefined,
  quota: { perDay: 4, unit: "endpoint-and-account", window: "calendar-day" },
  bookingStatuses: ["booked", "pending", "both", "information", "all"],
  paging: { style: "links", repeatParameters: true, itemsParameter: "itemsPerPage" },
  dates: { form: "YYYY-MM-DD" },
  accountMembers: {},
  balanceMembers: {},
  transactionMembers: {},
  errorCodes: {},
  errorMembers: undefined,
};

/** The differences over the standard, member by member: a list or map that is given replaces the standard's. */
export function dialectOf(differences: Partial<Dialect> = {}): Dialect {
  return { ...berlinGroup, ...differences };
}
