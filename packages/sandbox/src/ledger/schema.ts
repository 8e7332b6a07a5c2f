import type { ColumnType, Generated } from "kysely";
import type { ExecutionRule, FrequencyCode } from "@tallystick/xs2a";

/** int8 comes back as text and goes in as bigint. */
type Minor = ColumnType<string, bigint, bigint>;

/** YYYY-MM-DD */
type Day = ColumnType<string, string, string>;

/** One per bank. */
interface BookTable {
  readonly bank: string;
  /** IANA name: where it is the day of a booking. */
  readonly time_zone: string;
}

interface LedgerAccountTable {
  readonly id: Generated<string>;
  /** Provider id of the bank whose books hold the account. */
  readonly bank: string;
  /** `opening` is where first balances come from; `interbank` and `external` are the bank's clearing accounts. */
  readonly kind: "customer" | "card" | "opening" | "interbank" | "external";
  /** Of a customer's payment account. */
  readonly iban: string | null;
  /** Of a card account. */
  readonly masked_pan: string | null;
  readonly name: string;
  readonly owner_name: string;
  readonly currency: string;
  /** Minor units; what the bank owes the holder is positive. */
  readonly balance: Minor;
  /** What is on hold, the sum of the account's reservations. */
  readonly reserved: ColumnType<string, bigint | undefined, bigint>;
  /** How far below zero a customer may go; null means without limit (the bank's own accounts). */
  readonly credit_limit: ColumnType<string | null, bigint | null, bigint | null>;
  readonly product: string | null;
  /** ISO 20022 external code. */
  readonly cash_account_type: string | null;
  readonly usage: "PRIV" | "ORGA" | null;
  readonly status: Generated<"enabled" | "blocked">;
  /** How many of the holders have to sign a payment. */
  readonly signatures: Generated<number>;
}

interface AccountHolderTable {
  readonly psu_id: string;
  readonly account_id: string;
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
  readonly debtor_name: string | null;
  readonly creditor_iban: string;
  readonly creditor_name: string;
  readonly remittance: string | null;
  /** ISO 11649, "RF18539007547034". */
  readonly creditor_reference: string | null;
  readonly end_to_end_id: string | null;
  /** ISO 20022 as the debtor's entry has it, "PMNT-ICDT-ESCT". */
  readonly transaction_code: string | null;
  readonly booked_at: ColumnType<Date, Date, never>;
}

interface LedgerEntryTable {
  readonly id: Generated<string>;
  readonly transfer_id: string;
  readonly account_id: string;
  /** Minor units, credits positive; the entries of one transfer add up to zero. */
  readonly amount: Minor;
  readonly balance_after: Minor;
  /** The day where the bank is. Entries of an account are read by it and then by their id. */
  readonly booking_date: Day;
}

/** What a card payment was for: of the money on hold, and of the transfer that it became. */
interface CardUse {
  readonly masked_pan: string;
  readonly merchant: string;
  /** ISO 18245 */
  readonly merchant_category_code: string;
  readonly original_amount: ColumnType<string | null, bigint | null, bigint | null>;
  readonly original_currency: string | null;
}

interface CardPaymentTable extends CardUse {
  readonly transfer_id: string;
  readonly transaction_date: Day;
}

/** Money on hold: it is booked, as a card payment, on the day on which it settles. */
interface ReservationTable extends CardUse {
  readonly id: Generated<string>;
  readonly account_id: string;
  readonly amount: Minor;
  readonly entry_date: Day;
  readonly settles_on: Day;
}

interface StandingOrderTable {
  readonly id: Generated<string>;
  readonly account_id: string;
  readonly amount: Minor;
  readonly creditor_name: string;
  readonly creditor_iban: string;
  readonly remittance: string | null;
  readonly start_date: Day;
  readonly end_date: ColumnType<string | null, string | null, string | null>;
  readonly frequency: FrequencyCode;
  readonly execution_rule: ExecutionRule | null;
  readonly day_of_execution: string | null;
  /** Every day up to this one has been looked at. */
  readonly paid_until: Day;
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
  book: BookTable;
  account: LedgerAccountTable;
  account_holder: AccountHolderTable;
  transfer: LedgerTransferTable;
  entry: LedgerEntryTable;
  card_payment: CardPaymentTable;
  reservation: ReservationTable;
  standing_order: StandingOrderTable;
  psu: PsuTable;
  phone_message: PhoneMessageTable;
}
