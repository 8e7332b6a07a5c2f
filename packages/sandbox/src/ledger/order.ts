/** An order to move money, as the debtor's bank gives it. */
export interface TransferOrder {
  /** Provider id of the debtor's bank. */
  readonly bank: string;
  /** Unique within the bank: the second transfer with it is the first. */
  readonly executionId: string;
  readonly paymentId: string;
  readonly psuId: string;
  /** Minor units, greater than zero. */
  readonly amount: bigint;
  readonly currency: string;
  readonly debtorIban: string;
  readonly creditorIban: string;
  readonly creditorName: string;
  readonly remittance?: string | undefined;
  /** ISO 11649. */
  readonly creditorReference?: string | undefined;
  /** ISO 20022 as the debtor's entry has it, "PMNT-ICDT-ESCT". */
  readonly transactionCode?: string | undefined;
  readonly endToEndId?: string | undefined;
}

/** ISO 20022 external status reasons: no such debtor account of this PSU, no such creditor account, lack of funds. */
export type RefusalReason = "AC02" | "AC03" | "AM04";

export type TransferOutcome = { readonly status: "ACSC" } | { readonly status: "RJCT"; readonly reason: RefusalReason };
