import type { ColumnType, Generated } from "kysely";

/** int8 comes back as text and goes in as bigint. */
type Minor = ColumnType<string, bigint, bigint>;

interface LedgerAccountTable {
  readonly id: Generated<string>;
  /** Provider id of the bank whose books hold the account. */
  readonly bank: string;
  /** `opening` is where first balances come from; `interbank` and `external` are the bank's clearing accounts. */
  readonly kind: "customer" | "opening" | "interbank" | "external";
  readonly iban: string | null;
  readonly psu_id: string | null;
  readonly name: string;
  readonly owner_name: string;
  readonly currency: string;
  /** Minor units; what the bank owes the holder is positive. */
  readonly balance: Minor;
  /** How far below zero a customer may go; null means without limit (the bank's own accounts). */
  readonly credit_limit: ColumnType<string | null, bigint | null, bigint | null>;
}

interface LedgerTransferTable {
  readonly id: Generated<string>;
  readonly bank: string;
  readonly execution_id: string;
  readonly payment_id: string;
  readonly status: "ACSC" | "RJCT";
  /** ISO 20022 external status reason code of a refusal. */
  readonly reason: string | null;
  readonly amount: Minor;
  readonly currency: string;
  readonly debtor_iban: string;
  readonly creditor_iban: string;
  readonly creditor_name: string;
  readonly remittance: string | null;
  readonly end_to_end_id: string | null;
  readonly booked_at: ColumnType<Date, Date, never>;
}

interface LedgerEntryTable {
  readonly id: Generated<string>;
  readonly transfer_id: string;
  readonly account_id: string;
  /** Minor units, credits positive; the entries of one transfer add up to zero. */
  readonly amount: Minor;
  readonly balance_after: Minor;
}

interface PsuTable {
  readonly bank: string;
  readonly login: string;
  readonly name: string;
  readonly password_hash: string;
  readonly pin_hash: string | null;
  readonly sca: "code" | "push" | "static_pin";
}

interface PhoneMessageTable {
  readonly id: Generated<string>;
  readonly bank: string;
  readonly psu_id: string;
  readonly challenge_id: string;
  readonly kind: "code" | "push";
  readonly code: string | null;
  readonly approval: string | null;
  readonly text: string;
  readonly answer: "approved" | "refused" | null;
  readonly received_at: ColumnType<Date, Date, Date>;
  readonly expires_at: ColumnType<Date, Date, Date>;
}

export interface LedgerSchema {
  account: LedgerAccountTable;
  transfer: LedgerTransferTable;
  entry: LedgerEntryTable;
  psu: PsuTable;
  phone_message: PhoneMessageTable;
}
