import type {
  AccountAccess,
  ConsentStatus,
  FundsConsentRequest,
  ScaStatus,
  Standing,
  TransactionStatus,
} from "@tallystick/xs2a";
import type { IdempotencyTable, OutboxTable, RateLimitTable } from "@tallystick/kit";
import type { ColumnType } from "kysely";
import type { FailureReason, SubjectKind } from "../authorisation/rules.ts";
import type { ScaMethodType } from "../spi/spi.ts";
import type { ConsentKind } from "../standard/standard.ts";

/** Tables of one bank's schema. The OAuth server's tables are its own and stand in `oauth/`. */
export interface BankSchema {
  tpp: TppTable;
  payment: PaymentTable;
  payment_event: PaymentEventTable;
  payment_execution: PaymentExecutionTable;
  payment_signature: PaymentSignatureTable;
  authorisation: AuthorisationTable;
  challenge: ChallengeTable;
  attempt_count: AttemptCountTable;
  consent: ConsentTable;
  consent_account: ConsentAccountTable;
  consent_event: ConsentEventTable;
  consent_signature: ConsentSignatureTable;
  consent_access: ConsentAccessTable;
  funds_consent: FundsConsentTable;
  outbox: OutboxTable;
  idempotency: IdempotencyTable;
  rate_limit: RateLimitTable;
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

/** One order as it is stored: of a single or periodic payment, or among those of a bulk. */
export interface StoredOrder {
  /** Minor units. */
  readonly amount: string;
  readonly currency: string;
  readonly creditor_name: string;
  readonly creditor_iban: string;
  readonly creditor_bic: string | null;
  readonly end_to_end_id: string | null;
  readonly remittance: string | null;
  readonly creditor_reference: string | null;
  readonly charge_bearer: string | null;
  readonly purpose_code: string | null;
  readonly ultimate_debtor: string | null;
  readonly ultimate_creditor: string | null;
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
  /** Of a bulk the total; what follows is then that of its first order. */
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
  charge_bearer: string | null;
  purpose_code: string | null;
  ultimate_debtor: string | null;
  ultimate_creditor: string | null;
  requested_execution_date: string | null;
  /** Of a bulk, instead of the date. */
  requested_execution_time: Date | null;
  batch_booking: boolean | null;
  /** The orders of a bulk. */
  items: ColumnType<readonly StoredOrder[] | null, string | null, never>;
  /** When a periodic payment is repeated. */
  standing: ColumnType<Standing | null, string | null, never>;
  /** How many PSUs have to authorise it. */
  signatures_needed: number;
  /** False once core banking has refused it for lack of funds. */
  funds_available: boolean | null;
  /** The initiation as the TPP sent it, returned by GET. */
  body: ColumnType<Record<string, unknown>, string, never>;
  /** Once it is authorised the PSU whose authorisation made it so, for whom it is executed; until then the first to log in. */
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

/** Row P15: each order of a bulk and each occurrence of a periodic payment is executed once, under an id of its own. */
export interface PaymentExecutionTable {
  execution_id: string;
  payment_id: string;
  /** The number of the order or occurrence, from 1; unique together with the payment. */
  item: number;
  created_at: Date;
  due_at: Date;
  /** Set before core banking is asked, where the payment could be cancelled until then. */
  started_at: Date | null;
  finished_at: Date | null;
  /** What core banking said last, or CANC; ACSP is asked again. */
  outcome: string | null;
  reason: string | null;
}

/** Who has authorised a payment that needs more than one signature. */
interface PaymentSignatureTable {
  payment_id: string;
  psu_id: string;
  /** What that PSU authorised. */
  link_hash: string;
  signed_at: Date;
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

export interface ConsentTable {
  consent_id: string;
  tpp_id: string;
  tpp_name: string;
  kind: ConsentKind;
  status: ConsentStatus;
  /** Why it ended before its time. */
  status_reason: string | null;
  /** One-off otherwise. */
  recurring: boolean;
  /** YYYY-MM-DD, inclusive, in the bank's time zone, as the bank has adjusted it. */
  valid_until: string;
  frequency_per_day: number;
  combined_service: boolean;
  /** As the TPP asked, with references in electronic form; returned by GET until the PSU has chosen. */
  access: ColumnType<AccountAccess, string, never>;
  owner_name: boolean;
  /** Whether any account's may be read. Which account's, `consent_account` says. */
  balances: boolean;
  transactions: boolean;
  /** How many PSUs have to authorise it. */
  signatures_needed: number;
  /** What the PSU has chosen of a bank-offered consent. */
  chosen: ColumnType<readonly ChosenAccount[] | null, string | null, string | null>;
  /** Once it is valid the PSU whose authorisation made it so, and as whom it is read; until then the first to log in. */
  psu_id: string | null;
  /** The strong authentication that made it valid. */
  sca_at: Date | null;
  /** When a one-off consent's session began. */
  first_used_at: Date | null;
  /** The day of its last use, at the bank. */
  last_used_on: ColumnType<string | null, never, string>;
  /** The link hash that the PSU authorised. */
  authorised_hash: string | null;
  redirect_uri: string | null;
  nok_redirect_uri: string | null;
  last_action_date: string;
  created_at: Date;
  /** To be authorised in full before. */
  expires_at: Date;
  changed_at: Date;
}

/** An account that the PSU of a consent has chosen, as it was then. */
export interface ChosenAccount {
  readonly accountId: string;
  readonly iban: string;
  readonly currency: string;
}

/** An account that a consent opens, under a name that means nothing elsewhere. */
export interface ConsentAccountTable {
  consent_id: string;
  resource_id: string;
  /** Core banking's. */
  account_id: string;
  iban: string | null;
  masked_pan: string | null;
  currency: string;
  is_card: boolean;
  balances: boolean;
  transactions: boolean;
}

/** The history of a consent's status, written with each move. */
interface ConsentEventTable {
  consent_id: string;
  sequence: number;
  from_status: string | null;
  to_status: string;
  reason: string | null;
  at: Date;
}

/** Who has authorised a consent that needs more than one signature. */
interface ConsentSignatureTable {
  consent_id: string;
  psu_id: string;
  /** What that PSU authorised. */
  link_hash: string;
  signed_at: Date;
}

/** Counted reads of one resource, the oldest first: unattended ones of a recurring consent, all of a one-off one. */
interface ConsentAccessTable {
  consent_id: string;
  endpoint: string;
  /** Empty for a list; of a transaction's details the account's and the transaction's. */
  resource_id: string;
  used: Date[];
}

/** What a consent of kind funds has beyond others. */
interface FundsConsentTable {
  consent_id: string;
  /** As the TPP sent it, returned by GET. */
  request: ColumnType<FundsConsentRequest, string, never>;
}
