/** Status codes as the standard spells them (implementation guidelines 1.3.11, sections 14.12, 14.13 and 14.15). */

/** Every code of a payment. RVCM, RVNC and RCVC are those that 1.3.16 adds. */
export const transactionStatuses = [
  "ACCC",
  "ACCP",
  "ACSC",
  "ACSP",
  "ACTC",
  "ACWC",
  "ACWP",
  "RCVD",
  "PDNG",
  "RJCT",
  "CANC",
  "ACFC",
  "PATC",
  "PART",
  "RVCM",
  "RVNC",
  "RCVC",
] as const;
export type TransactionStatus = (typeof transactionStatuses)[number];

/** The codes that exist from version 1.3.16 on; a 1.3.11 client does not know them. */
export const transactionStatusesSince1316 = ["RVCM", "RVNC", "RCVC"] as const satisfies readonly TransactionStatus[];

export const consentStatuses = [
  "received",
  "rejected",
  "valid",
  "revokedByPsu",
  "expired",
  "terminatedByTpp",
  "partiallyAuthorised",
] as const;
export type ConsentStatus = (typeof consentStatuses)[number];

export const scaStatuses = [
  "received",
  "psuIdentified",
  "psuAuthenticated",
  "scaMethodSelected",
  "started",
  "unconfirmed",
  "finalised",
  "failed",
  "exempted",
] as const;
export type ScaStatus = (typeof scaStatuses)[number];

/** How the bank lets the PSU authorise; OAuth counts as REDIRECT. Value of the header `ASPSP-SCA-Approach`. */
export const scaApproaches = ["REDIRECT", "DECOUPLED", "EMBEDDED"] as const;
export type ScaApproach = (typeof scaApproaches)[number];

const finalTransactionStatuses: ReadonlySet<string> = new Set(["ACSC", "ACCC", "RJCT", "CANC"]);

/**
 * True when the bank reports nothing more that a payer would wait for: settled on the debtor's side (ACSC), received
 * by the creditor (ACCC), rejected or cancelled. An ACSC may still become ACCC.
 */
export function isFinalTransactionStatus(status: TransactionStatus): boolean {
  return finalTransactionStatuses.has(status);
}

const finalScaStatuses: ReadonlySet<string> = new Set(["finalised", "failed", "exempted"]);

/** True when an authorisation cannot move any more. */
export function isFinalScaStatus(status: ScaStatus): boolean {
  return finalScaStatuses.has(status);
}

const knownTransactionStatuses: ReadonlySet<unknown> = new Set(transactionStatuses);
const knownScaStatuses: ReadonlySet<unknown> = new Set(scaStatuses);

/** True for a payment status that the standard defines, spelt exactly so. */
export function isTransactionStatus(value: unknown): value is TransactionStatus {
  return knownTransactionStatuses.has(value);
}

/** True for an SCA status that the standard defines, spelt exactly so. */
export function isScaStatus(value: unknown): value is ScaStatus {
  return knownScaStatuses.has(value);
}
