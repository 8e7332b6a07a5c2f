import type { Exchange, Violation } from "./exchange.ts";

/** One way in which our answers differ from the file on purpose. */
export interface Deviation {
  readonly file: string;
  readonly ours: string;
  /** Where that is decided: a ruling by its number, or the contract of the bank's interface by C number or section. */
  readonly decision: string;
  /** The violations that it explains; none where a schema cannot show it. */
  readonly explains: readonly Explanation[];
}

/** Every part that is given must fit. */
interface Explanation {
  readonly kind: Violation["kind"];
  readonly operations?: readonly string[];
  readonly statuses?: readonly number[];
  readonly at?: RegExp;
  readonly found?: RegExp;
  /** Only at banks whose codes follow that table. */
  readonly codeProfile?: "paysera";
}

/** The extended service with a file of its own. */
const fundsConsents = [
  "createConsentConfirmationOfFunds",
  "getConsentConfirmationOfFunds",
  "getConsentConfirmationOfFundsStatus",
  "deleteConsentConfirmationOfFunds",
];

/** `docs/standard-deviations.md` is this table; each row is provoked by a test, so that none outlives its cause. */
export const deviations = {
  bodyTooLarge: {
    file: "no operation answers 413",
    ours: "413 without a body for a request body over the limit",
    decision: "ruling 26",
    explains: [{ kind: "status", statuses: [413] }],
  },
  headTooLong: {
    file: "no operation answers 414 or 431",
    ours: "414 without a body for an address, 431 for headers, over the limit",
    decision: "threat row I7",
    explains: [{ kind: "status", statuses: [414, 431] }],
  },
  flatForm: {
    file: "`{type, title, detail, code}` is `application/problem+json`, and `type` is required",
    ours: "`{title, detail, code}` as `application/json` at a bank that writes errors flat, or where `Accept` asks for `form=flat`",
    decision: "C2",
    explains: [
      { kind: "type", at: /^content-type$/, found: /^application\/json$/ },
      { kind: "missing", at: /^type$/, found: /^\{"title":/ },
    ],
  },
  flatWithoutCode: {
    file: "406 outside account information, 408, 415, 500 and 503 have no body",
    ours: "the flat form sends `title` and `detail` there, and no `code`",
    decision: "section 6.2",
    explains: [{ kind: "body", found: /^\{("type":"about:blank",)?"title":/ }],
  },
  debtorLeftOpen: {
    file: "`debtorAccount` is required in a payment and when it is read",
    ours: "a payment may leave it out; reading shows it once the PSU, who chooses it at the bank, has authorised the payment",
    decision: "ruling 26",
    explains: [{ kind: "missing", operations: ["getPaymentInformation"], at: /^debtorAccount$/ }],
  },
  paymentMembers: {
    file: "reading a payment shows the members that every product has; the others are marked as the bank's choice",
    ours: "reading a payment shows every member with which it was initiated",
    decision: "section 5.2",
    explains: [
      {
        kind: "member",
        operations: ["getPaymentInformation"],
        at: /^(payments\.\d+\.)?(instructionIdentification|debtorName|ultimateDebtor|creditorAgentName|creditorId|ultimateCreditor|purposeCode|chargeBearer|remittanceInformation(Unstructured|Structured)(Array)?|requestedExecution(Date|Time)|monthsOfExecution)$/,
      },
    ],
  },
  paymentExtras: {
    file: "reading a payment shows neither its id nor the day of its execution",
    ours: "`paymentId` and `expectedExecutionDate`, where the profile adds them for the sake of published samples",
    decision: "ruling 34",
    explains: [{ kind: "member", operations: ["getPaymentInformation"], at: /^(paymentId|expectedExecutionDate)$/ }],
  },
  statusMessages: {
    file: "messages beside a payment's status are the member `tppMessage`",
    ours: "`tppMessages`, as in every other answer and in the guidelines' text",
    decision: "section 1.2",
    explains: [{ kind: "member", operations: ["getPaymentInitiationStatus"], at: /^tppMessages$/ }],
  },
  tokenForbidden: {
    file: "TOKEN_UNKNOWN, TOKEN_INVALID, TOKEN_EXPIRED and CONSENT_EXPIRED are 401",
    ours: "403 at a bank whose codes follow the Paysera table",
    decision: "ruling 24, section 6.1",
    explains: [
      {
        kind: "code",
        statuses: [403],
        found: /^(TOKEN_(UNKNOWN|INVALID|EXPIRED)|CONSENT_EXPIRED)$/,
        codeProfile: "paysera",
      },
    ],
  },
  limitedEverywhere: {
    file: "429 has a body, ACCESS_EXCEEDED, for account information alone",
    ours: "429 ACCESS_EXCEEDED from every operation that is called over the TPP's limits",
    decision: "section 6.3",
    explains: [
      { kind: "body", statuses: [429] },
      { kind: "code", statuses: [429], found: /^ACCESS_EXCEEDED$/ },
    ],
  },
  limitHeaders: {
    file: "no answer has `X-RateLimit-Limit`, `X-RateLimit-Remaining` or `X-RateLimit-Reset`",
    ours: "every answer to a TPP that has limits carries them",
    decision: "section 6.3, ruling 18",
    explains: [{ kind: "header", at: /^x-ratelimit-(limit|remaining|reset)$/ }],
  },
  revokedSpelling: {
    file: "the code of a revoked certificate is CERTIFICATE_REVOKE",
    ours: "CERTIFICATE_REVOKED, as the guidelines' text has it, at a bank whose profile spells it so",
    decision: "ruling 24",
    explains: [{ kind: "code", statuses: [401], found: /^CERTIFICATE_REVOKED$/ }],
  },
  sealedAnswers: {
    file: "no answer has `digest` or `x-jws-signature`",
    ours: "every answer of a bank of the Georgian kind carries both",
    decision: "Georgia v0.8",
    explains: [{ kind: "header", at: /^(digest|x-jws-signature)$/ }],
  },
  fundsCodes: {
    file: "400 of a funds confirmation is that of account information, which lacks its two codes",
    ours: "400 CARD_INVALID for a card that is not the account's, NO_PIIS_ACTIVATION without a consent of its PSU",
    decision: "section 3",
    explains: [
      {
        kind: "code",
        operations: ["checkAvailabilityOfFunds"],
        statuses: [400],
        found: /^(CARD_INVALID|NO_PIIS_ACTIVATION)$/,
      },
    ],
  },
  fundsConsentRole: {
    file: "401 of the consent to funds confirmations does not list ROLE_INVALID",
    ours: "401 ROLE_INVALID without the role PSP_IC, as everywhere else",
    decision: "rule 41",
    explains: [{ kind: "code", operations: fundsConsents, statuses: [401], found: /^ROLE_INVALID$/ }],
  },
  otherBodySameId: {
    file: "PARAMETER_NOT_CONSISTENT is for query parameters, and a repeated X-Request-ID means nothing",
    ours: "400 PARAMETER_NOT_CONSISTENT for an X-Request-ID that comes again with another body",
    decision: "ruling 25, C17",
    explains: [],
  },
  multipleConsents: {
    file: "creating a consent answers no `ASPSP-Multiple-Consent-Support`",
    ours: "`true` at a bank that takes several recurring consents at a time",
    decision: "rule 24, ruling 17",
    explains: [{ kind: "header", operations: ["createConsent"], at: /^aspsp-multiple-consent-support$/ }],
  },
  consentWarnings: {
    file: "creating a consent answers no `tppMessages`",
    ours: "a warning there, as with payments, when a redirect is not of a host that the certificate names",
    decision: "section 4 (1.2)",
    explains: [{ kind: "member", operations: ["createConsent"], at: /^tppMessages$/ }],
  },
  unknownInPath: {
    file: "an unknown payment in the path is 403 RESOURCE_UNKNOWN",
    ours: "404 RESOURCE_UNKNOWN for an unknown payment or authorisation and for another TPP's alike",
    decision: "ruling 24",
    explains: [],
  },
} as const satisfies Record<string, Deviation>;

export type DeviationName = keyof typeof deviations;

const rows = Object.entries(deviations) as [DeviationName, Deviation][];

/** The decided deviation that explains a violation, if any. */
export function deviationOf(violation: Violation, { profile }: Exchange): DeviationName | undefined {
  const fits = ({ kind, operations, statuses, at, found, codeProfile }: Explanation): boolean =>
    kind === violation.kind &&
    (operations?.includes(violation.operation) ?? true) &&
    (statuses?.includes(violation.status) ?? true) &&
    (at?.test(violation.at) ?? true) &&
    (found?.test(violation.found) ?? true) &&
    (codeProfile === undefined || codeProfile === profile.codeProfile);
  return rows.find(([, { explains }]) => explains.some(fits))?.[0];
}
