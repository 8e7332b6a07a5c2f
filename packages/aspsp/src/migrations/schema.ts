import type { ScaStatus, TransactionStatus } from "@tallystick/xs2a";
import type { IdempotencyTable, OutboxTable } from "@tallystick/kit";
import type { ColumnType } from "kysely";
import type { FailureReason, SubjectKind } from "../authorisation/rules.ts";
import type { ScaMethodType } from "../spi/spi.ts";

/** Tables of one bank's schema. The OAuth server's tables are its own and stand in `oauth/`. */
export interface BankSchema {
  tpp: TppTable;
  payment: PaymentTable;
  payment_event: PaymentEventTable;
  payment_execution: PaymentExecutionTable;
  authorisation: AuthorisationTable;
  challenge: ChallengeTable;
  attempt_count: AttemptCountTable;
  outbox: OutboxTable;
  idempotency: IdempotencyTable;
}

/** int8: read as text so that no digit is lost. */
type Int8 = ColumnType<string, bigint | string, bigint | string>;

interface TppTable {
  /** The organizationIdentifier of the certificate. */
  tpp_id: string;
  name: string;
  country: string;
  nca_id: string;
  enrolled_at: Date;
}

export interface PaymentTable {
  payment_id: string;
  tpp_id: string;
  tpp_name: string;
  service: string;
  product: string;
  status: TransactionStatus;
  /** Why it was rejected or cancelled. */
  status_reason: string | null;
  amount: Int8;
  currency: string;
  creditor_name: string;
  creditor_iban: string;
  creditor_bic: string | null;
  debtor_iban: string | null;
  debtor_chosen: boolean;
  end_to_end_id: string | null;
  remittance: string | null;
  creditor_reference: string | null;
  requested_execution_date: string | null;
  /** The initiation as the TPP sent it, returned by GET. */
  body: ColumnType<Record<string, unknown>, string, never>;
  psu_id: string | null;
  /** The link hash that the PSU authorised. */
  authorised_hash: string | null;
  redirect_uri: string | null;
  nok_redirect_uri: string | null;
  created_at: Date;
  expires_at: Date;
  changed_at: Date;
}

/** The history of a payment's status, written with each move. */
interface PaymentEventTable {
  payment_id: string;
  sequence: number;
  from_status: string | null;
  to_status: string;
  reason: string | null;
  at: Date;
}

interface PaymentExecutionTable {
  execution_id: string;
  /** Unique: a payment is executed once. */
  payment_id: string;
  created_at: Date;
  finished_at: Date | null;
  outcome: string | null;
}

export interface AuthorisationTable {
  authorisation_id: string;
  subject_kind: SubjectKind;
  subject_id: string;
  tpp_id: string;
  sca_status: ScaStatus;
  psu_id: string | null;
  psu_name: string | null;
  method_id: string | null;
  method_type: ScaMethodType | null;
  method_name: string | null;
  failure_reason: FailureReason | null;
  /** How many were sent; limited. */
  challenges: number;
  /** The PSU-ID that the TPP named; it proves nothing. */
  psu_hint: string | null;
  /** Those of the call that started this authorisation, where they differ from the subject's. */
  redirect_uri: string | null;
  nok_redirect_uri: string | null;
  /** What the PSU has authorised, while the TPP's confirmation is outstanding. */
  link_hash: string | null;
  /** Hash of the confirmation code that went out with the last redirect. */
  confirmation_hash: string | null;
  created_at: Date;
  changed_at: Date;
}

export interface ChallengeTable {
  challenge_id: string;
  authorisation_id: string;
  psu_id: string;
  method_id: string;
  kind: ScaMethodType;
  /** Keyed hash of the code or of the push approval; null for a static pin, which core banking checks. */
  secret_hash: string | null;
  link_hash: string;
  created_at: Date;
  expires_at: Date;
  /** Set when it was answered rightly, was replaced, or may no longer be answered. */
  closed_at: Date | null;
}

/** Consecutive failures, by what was guessed at: a PSU's method, a login, or the logins of one authorisation. */
interface AttemptCountTable {
  counter: string;
  failures: number;
  /** Attempts whose secret is being looked at. */
  in_flight: number;
  reserved_at: Date;
  locked_until: Date | null;
}
