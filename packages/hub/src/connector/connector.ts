import type { TransactionStatus } from "@tallystick/xs2a";
import type { PaymentScheme, ProviderEnv, RemitterType } from "../migrations/schema.ts";

/** Something the payer has to say before the bank can be asked. */
export interface MethodInput {
  /** Member of `payment_intent`, dotted. */
  readonly path: "debtor.iban";
  readonly type: "iban";
  readonly required: boolean;
}

export interface PaymentMethod {
  readonly paymentMethodId: string;
  /** Payment product in the bank's address. */
  readonly product: string;
  readonly remitterTypes: readonly RemitterType[];
  readonly scheme: PaymentScheme;
  readonly currencies: readonly string[];
  /** Countries of creditor IBANs that it reaches; none named: all. */
  readonly creditorCountries?: readonly string[];
  readonly envs: readonly ProviderEnv[];
  readonly capabilities: readonly ("choose_account_at_bank" | "cancel" | "future_date")[];
  readonly inputs: readonly MethodInput[];
  /** Decimal text by currency. */
  readonly maxAmount?: Readonly<Record<string, string>>;
}

/** One bank as the directory shows it; the data behind a connector. */
export interface Bank {
  /** `<bank>_<country>` in lower case. */
  readonly providerId: string;
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly bic: string;
  /** Other names that people search for. */
  readonly aliases: readonly string[];
  /** Bank codes inside the country's IBANs, so that a search for an IBAN finds the bank. */
  readonly ibanBankCodes: readonly string[];
  readonly paymentMethods: readonly PaymentMethod[];
}

/** What is handed to a bank. Text is in the SEPA character set. */
export interface BankPayment {
  readonly product: string;
  readonly amount: { readonly amount: string; readonly currency: string };
  readonly creditor: { readonly name: string; readonly iban: string; readonly bic?: string };
  readonly debtorIban?: string;
  readonly endToEndId: string;
  readonly remittance?: string;
  readonly creditorReference?: string;
  /** `YYYY-MM-DD`. */
  readonly requestedExecutionDate?: string;
}

export interface Initiation {
  readonly payment: BankPayment;
  /** UUID; the same on every try of one attempt (row P3). */
  readonly requestId: string;
  readonly psuIpAddress: string;
  readonly psuUserAgent?: string;
  readonly redirectUri: string;
  readonly nokRedirectUri: string;
  /** Default 15 s. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** Why a bank did not do what it was asked. `message` may be shown to people. */
export interface BankRefusal {
  readonly code: string;
  readonly message: string;
}

export type InitiationOutcome =
  | {
      readonly kind: "accepted";
      readonly paymentId: string;
      readonly status: TransactionStatus;
      /** Where the payer authorises; absent when the bank asks for nothing. */
      readonly continueUrl?: string;
      /** The bank executes only after `confirmPayment`, which is to name this authorisation. */
      readonly confirmsAuthorisationId?: string;
    }
  /** Refused for what the payment is: the same request will always be refused, and none before it was executed. */
  | ({ readonly kind: "refused" } & BankRefusal)
  /** This try did nothing at the bank; an earlier try with the same id may have. */
  | ({ readonly kind: "not_done" } & BankRefusal)
  /** The bank may have the payment. */
  | ({ readonly kind: "unknown" } & BankRefusal);

export interface PaymentAtBank {
  readonly product: string;
  readonly paymentId: string;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export type StatusOutcome =
  | { readonly kind: "status"; readonly status: TransactionStatus; readonly reason?: BankRefusal }
  | ({ readonly kind: "unavailable" } & BankRefusal);

/** With the code that the payer's browser brought back from the bank. */
export interface Confirmation extends PaymentAtBank {
  readonly authorisationId: string;
  readonly confirmationCode: string;
}

export type ConfirmOutcome =
  | { readonly kind: "confirmed" }
  /** Not the code, or none is awaited any more: the payment's status says what became of it. */
  | ({ readonly kind: "refused" } & BankRefusal)
  | ({ readonly kind: "unknown" } & BankRefusal);

export type CancelOutcome =
  | { readonly kind: "cancelled" }
  /** The bank keeps the payment, or wants the payer to authorise its end. */
  | ({ readonly kind: "refused" } & BankRefusal)
  /** Whether the payment has ended is not known. */
  | ({ readonly kind: "unknown" } & BankRefusal);

/**
 * One bank, whatever its interface. Expected outcomes are answers; only a bug throws. A repeated `initiatePayment` with
 * the same `requestId` and content never makes a second payment: banks that do not promise this have no connector.
 */
export interface Connector {
  readonly bank: Bank;
  initiatePayment(initiation: Initiation): Promise<InitiationOutcome>;
  paymentStatus(payment: PaymentAtBank): Promise<StatusOutcome>;
  cancelPayment(payment: PaymentAtBank): Promise<CancelOutcome>;
  /** Only for a bank that asked for it. May be repeated: a second one is refused and changes nothing. */
  confirmPayment(confirmation: Confirmation): Promise<ConfirmOutcome>;
}

export interface ConnectorRegistry {
  /** Undefined for a provider that this deployment does not reach. */
  get(providerId: string): Connector | undefined;
  /** By name. */
  list(): readonly Connector[];
}

/** A registry of the given connectors. */
export function registryOf(connectors: readonly Connector[]): ConnectorRegistry {
  const byId = new Map(connectors.map((connector) => [connector.bank.providerId, connector]));
  const sorted = [...byId.values()].sort((a, b) => (a.bank.name < b.bank.name ? -1 : 1));
  return { get: (providerId) => byId.get(providerId), list: () => sorted };
}
