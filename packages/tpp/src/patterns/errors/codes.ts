import type { BankErrorCode } from "../../client/bank-error.ts";
import type { Explanation } from "./statuses.ts";

/** By code: more precise than the status, hence asked first. One that is not explained does not compile. */
export const codeMap = {
  // What the client itself found.
  network: {
    reason: "There was no connection to the bank, or it broke.",
    advice: "With outcome `not_sent` repeat freely; else only with the same X-Request-ID.",
  },
  certificate: {
    reason: "The TPP's own certificate or key cannot be used, or the bank refuses it; nothing was sent.",
    advice: "See `cause`: expired, not yet valid, another key, or the bank's alert. Renew it, or enrol it at the bank.",
  },
  untrusted_bank: {
    reason: "The bank's own certificate is expired, untrusted or another host's; nothing was sent.",
    advice:
      "See `cause`. Check the base URL and `ca`; an expired one is the bank's to renew. Never turn the check off.",
  },
  timeout: {
    reason: "The bank did not answer in time.",
    advice: "It may have acted: repeat with the same X-Request-ID, or ask for the state.",
  },
  aborted: {
    reason: "The caller's signal ended the call.",
    advice: "With outcome `unknown` the bank may have acted: ask for the state before anything else.",
  },
  unknown: {
    reason: "The bank refused without a code that the standard knows.",
    advice: "Go by the status; `bankCode` and `bankText` have the bank's own words.",
  },
  bad_answer: {
    reason: "The bank's success is not what the standard says; `path` names the member.",
    advice: "It may have acted: ask for the state. A bank that always answers so needs a dialect.",
  },
  answer_too_large: {
    reason: "The bank's answer is larger than the transport may read.",
    advice: "It may have acted: ask for the state. Ask for shorter periods or smaller pages, or raise `maxBytes`.",
  },
  html: {
    reason: "A web page came where an answer was due.",
    advice:
      "Check the base URL; a gateway, a login or a maintenance page stands in front of the bank. It may have acted.",
  },
  bad_input: {
    reason: "The call cannot be made as it was asked for; nothing was sent.",
    advice: "Correct the member in `path`.",
  },
  not_offered: {
    reason: "The bank's dialect has no such operation; nothing was sent.",
    advice: "Take the way that this bank has, or correct its dialect.",
  },
  quota_used: {
    reason: "The consent's reads of the day are used up, by this program's own count; nothing was sent.",
    advice: "Read when the PSU is there, or tomorrow.",
  },
  foreign_link: {
    reason: "A `next` link leads off the bank's own interface; the token was not sent there.",
    advice: "Check the base URL against the bank's documents. Tell the bank; do not follow by hand.",
  },
  page_loop: {
    reason: "A report repeats a link or a page.",
    advice: "Keep what came before, ask for shorter periods, and tell the bank.",
  },
  page_limit: {
    reason: "A report has more pages than the client may read.",
    advice: "Ask for shorter periods or larger pages, or raise `maximumPages`.",
  },

  // What banks say beside a success.
  WARNING: { reason: "Something is worth knowing.", advice: "Log it." },
  FUNDS_NOT_AVAILABLE: {
    reason: "The account does not hold enough money.",
    advice: "Let the payer choose another account, or pay later.",
  },
  BENEFICIARY_WHITELISTING_REQUIRED: {
    reason: "The payee must be among the payer's trusted beneficiaries.",
    advice: "Let the payer add the payee at the bank.",
  },

  // 400
  FORMAT_ERROR: {
    reason: "A member or header is missing, malformed or unknown.",
    advice: "Correct what `path` names.",
  },
  PARAMETER_NOT_CONSISTENT: {
    reason: "Parameters contradict each other, or an X-Request-ID came again with another body.",
    advice: "Correct the query; give every intent an X-Request-ID of its own.",
  },
  PARAMETER_NOT_SUPPORTED: {
    reason: "The bank does not offer this option.",
    advice: "Leave the parameter out; not every bank has deltas or restricted access.",
  },
  SERVICE_INVALID: {
    reason: "The service does not fit this resource, or not any more.",
    advice: "Ask for the state; at some banks this is what a late cancellation gets.",
  },
  RESOURCE_UNKNOWN: {
    reason: "No resource of yours has this id.",
    advice: "Check id and product. Account ids belong to one consent: list the accounts again.",
  },
  RESOURCE_EXPIRED: {
    reason: "The resource has been there and has ended.",
    advice: "Create it anew, or read the report from its beginning.",
  },
  RESOURCE_BLOCKED: { reason: "The resource is blocked, by a signing basket for instance.", advice: "Free it first." },
  TIMESTAMP_INVALID: { reason: "A time is too far from the bank's.", advice: "Set the machine's clock." },
  PERIOD_INVALID: {
    reason: "The period ends before it begins, or goes further back than the bank opens.",
    advice: "Ask for a later `dateFrom`; longer history is open shortly after SCA.",
  },
  SCA_METHOD_UNKNOWN: { reason: "The PSU has no such method.", advice: "Take one of those that the bank named." },
  SCA_INVALID: {
    reason: "The proof or the confirmation code is wrong.",
    advice: "Begin anew; the authorisation has ended.",
  },
  CONSENT_UNKNOWN: {
    reason: "No consent of yours has this id.",
    advice: "Check the id and the environment it comes from; ask for a new consent.",
  },
  PAYMENT_FAILED: {
    reason: "The bank does not carry out this payment.",
    advice: "Show the payer that the bank refused; begin a new payment.",
  },
  EXECUTION_DATE_INVALID: { reason: "The bank cannot pay on that day.", advice: "Ask for a later or nearer day." },
  SESSIONS_NOT_SUPPORTED: {
    reason: "The bank has no combined sessions.",
    advice: "Send `combinedServiceIndicator` false.",
  },
  CARD_INVALID: {
    reason: "The card's number is not known to the bank.",
    advice: "Ask with the account, or for a new consent.",
  },
  NO_PIIS_ACTIVATION: {
    reason: "The account is not open for confirmations of funds.",
    advice: "Let the PSU consent to them first.",
  },
  REFERENCE_MIX_INVALID: { reason: "These do not go into one basket.", advice: "Make a basket per kind." },
  REQUIRED_KYC_MISSING: { reason: "The bank needs to know more of its customer.", advice: "Send the PSU to the bank." },

  // 401
  CERTIFICATE_INVALID: {
    reason: "The certificate is not one that the bank trusts.",
    advice: "Send the whole chain; check the authority, and the kind: QWAC for TLS, QSealC for seals.",
  },
  CERTIFICATE_EXPIRED: { reason: "The certificate has ended.", advice: "Install the renewed one." },
  CERTIFICATE_BLOCKED: { reason: "The bank has blocked this certificate or its TPP.", advice: "Ask the bank." },
  CERTIFICATE_REVOKE: { reason: "The certificate is revoked.", advice: "Install a new one; find out why." },
  CERTIFICATE_MISSING: {
    reason: "The connection showed no certificate.",
    advice: "Use mutual TLS; check that no proxy ends it.",
  },
  ROLE_INVALID: {
    reason: "The certificate lacks the role for this service.",
    advice: "PSP_PI pays, PSP_AI reads, PSP_IC confirms funds: ask your authority.",
  },
  SIGNATURE_INVALID: {
    reason: "The seal does not fit the request.",
    advice: "Check headers, hash and certificate form of the dialect.",
  },
  SIGNATURE_MISSING: {
    reason: "The bank wants requests sealed.",
    advice: "Sign with the QSealC, as the dialect says.",
  },
  CORPORATE_ID_INVALID: { reason: "The company's id is not known.", advice: "Ask the PSU again." },
  PSU_CREDENTIALS_INVALID: { reason: "The PSU could not be identified.", advice: "Let the PSU try again at the bank." },
  CONSENT_INVALID: {
    reason: "The consent does not allow this read: not authorised, ended, or for other accounts.",
    advice: "Ask for its status; ask for a new consent where it has ended.",
  },
  CONSENT_EXPIRED: { reason: "The consent has ended.", advice: "Renew it; the PSU authorises the new one." },
  TOKEN_UNKNOWN: { reason: "The bank has not issued this token.", advice: "Check the environment; authorize again." },
  TOKEN_INVALID: {
    reason: "The token is not for this, for this certificate, or ended with its consent.",
    advice: "Take the token of this consent or payment, over the certificate that got it; else authorize again.",
  },
  TOKEN_EXPIRED: { reason: "The token has ended.", advice: "Refresh it and repeat." },
  KID_MISSING: { reason: "The key's id is missing from the signature.", advice: "Sign with it." },

  // 403 and the rest
  SERVICE_BLOCKED: {
    reason: "The bank has blocked this service for the TPP or the PSU.",
    advice: "Ask the bank; do not repeat.",
  },
  PRODUCT_INVALID: { reason: "The product is not open to this account.", advice: "Take another product or account." },
  PRODUCT_UNKNOWN: {
    reason: "The bank has no such product.",
    advice: "Set `product`, or `defaultProduct` of its dialect.",
  },
  CANCELLATION_INVALID: {
    reason: "The payment can no longer be cancelled.",
    advice: "Ask for its status; ask the payee for the money.",
  },
  REQUESTED_FORMATS_INVALID: {
    reason: "The bank has not this form of report.",
    advice: "Ask for JSON: `accept` of the dialect.",
  },
  STATUS_INVALID: {
    reason: "It is in another state than the request needs.",
    advice: "Ask for the state; a running request may be repeated later with the same X-Request-ID.",
  },
  REFERENCE_STATUS_INVALID: {
    reason: "Something in the basket is in another state.",
    advice: "Ask for the state of each.",
  },
  CONSENT_CONFLICT: {
    reason: "Another consent stands in the way.",
    advice: "Ask for the status of the older one; this bank keeps one.",
  },
  ACCESS_EXCEEDED: {
    reason: "Too many requests, or the consent's reads of the day are used up.",
    advice: "Wait for `retryAfterSeconds`, or until tomorrow; read when the PSU is there.",
  },
} as const satisfies Record<BankErrorCode, Explanation>;
