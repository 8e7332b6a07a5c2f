import type { DbOrTx, Tx } from "@tallystick/kit";
import type { Standing } from "@tallystick/xs2a";
import type { BankSchema } from "../migrations/schema.ts";
import type { ConsentKind } from "../standard/standard.ts";
import type { CardAccount } from "../spi/account-data.ts";
import type { PaymentAccount } from "../spi/spi.ts";
import type { FailureReason, SubjectKind } from "./rules.ts";

/** What a PSU authorises, as the authorisation sees it. Features implement it and `bank.ts` wires them in. */
export interface Subject {
  readonly kind: SubjectKind;
  /** Each of its authorisations ends for itself: one that fails says nothing of the others. */
  readonly failsAlone?: true;
  /** Whether `authorised` has to know what the PSU holds; core banking is asked before its transaction begins. */
  readonly needsHoldings?: boolean;
  load(db: DbOrTx<BankSchema>, subjectId: string, startedAt: Date): Promise<SubjectView | undefined>;
  /**
   * Binds the subject to the PSU of one of its authorisations. False when it is bound to somebody else already and
   * needs no further PSU, when this PSU has signed it before, or when it is no longer open.
   */
  bindPsu(tx: Tx<BankSchema>, change: { subjectId: string; psuId: string }): Promise<boolean>;
  /** Sets the accounts that the PSU chose. False when the TPP named them, or the subject is no longer open. */
  chooseAccounts(
    tx: Tx<BankSchema>,
    change: { subjectId: string; accounts: readonly PaymentAccount[] },
  ): Promise<boolean>;
  /**
   * Moves the subject on, once per authorisation: false when it is no longer open, has expired at `at`, lacks its
   * accounts, or its content differs from `linkHash`. What is to follow is recorded in the same transaction.
   */
  authorised(
    tx: Tx<BankSchema>,
    change: { subjectId: string; psuId: string; linkHash: string; at: Date; holdings?: Holdings },
  ): Promise<boolean>;
  /**
   * Ends what its failed authorisation ends. False when the subject is no longer open, or when `anonymous`, somebody who
   * has not logged in, would end what another has signed.
   */
  refused(
    tx: Tx<BankSchema>,
    change: { subjectId: string; reason: FailureReason; at: Date; anonymous?: boolean },
  ): Promise<boolean>;
}

/** What a PSU holds at this moment, as core banking says. */
export interface Holdings {
  readonly accounts: readonly PaymentAccount[];
  readonly cards: readonly CardAccount[];
}

export type Subjects = Readonly<Record<SubjectKind, Subject>>;

export interface SubjectView {
  readonly kind: SubjectKind;
  readonly subjectId: string;
  readonly tppId: string;
  /** From the TPP's certificate. */
  readonly tppName: string;
  /** The first PSU that it was bound to. */
  readonly psuId?: string;
  /** What the PSU has to choose, since the TPP has not named it. */
  readonly choice?: AccountChoice;
  readonly requiredAccounts: readonly RequiredAccount[];
  readonly display: SubjectDisplay;
  /** Hash over everything that the PSU's authentication is linked to (RTS article 5), hexadecimal. */
  readonly linkHash: string;
  readonly redirectUri?: string;
  readonly nokRedirectUri?: string;
  readonly expiresAt: Date;
  /** Whether it still waits for an authorisation; says nothing about `expiresAt`. */
  readonly open: boolean;
  /** The resource's own status: a transactionStatus or a consentStatus. */
  readonly status: string;
  /** Why a payment ended without being booked, in words. */
  readonly statusReason?: string;
}

/** An account, or a card account, that whoever authorises must hold; without a currency any sub-account will do. */
export interface RequiredAccount {
  readonly iban?: string;
  readonly maskedPan?: string;
  readonly currency?: string;
}

export type AccountChoice =
  /** One account in that currency, to pay from, and none of those (IBANs) that are paid to. */
  | { readonly of: "debtor"; readonly currency: string; readonly payees: readonly string[]; readonly made: boolean }
  /** One or more accounts, to be seen by the TPP. */
  | { readonly of: "accounts"; readonly made: boolean; readonly types?: readonly string[] };

export type SubjectDisplay = PaymentDisplay | ConsentDisplay;

/** What pages and SCA messages show of a payment, in full, straight from the stored record. */
export interface PaymentDisplay extends OrderDetails {
  readonly shows: "payment";
  /** It is the cancellation that is to be authorised. */
  readonly isCancellation: boolean;
  /** Decimal, with the currency's minor digits: "12.50"; of a bulk the total. */
  readonly amount: string;
  readonly currency: string;
  readonly creditorName: string;
  readonly creditorIban: string;
  readonly debtorIban?: string;
  readonly remittance?: string;
  readonly requestedExecutionDate?: string;
  /** An instant, in place of the date. */
  readonly requestedExecutionTime?: Date;
  /** The orders of a bulk; name and IBAN above are then those of the first. */
  readonly items?: readonly PaymentItemDisplay[];
  /** Whether a bulk is booked as one sum. */
  readonly batchBooking?: boolean;
  /** When a periodic payment is repeated. */
  readonly standing?: Standing;
  /** Who else has to sign. */
  readonly signatures?: Signatures;
}

/** How many PSUs have to authorise it, where several have to, and how many have. */
export interface Signatures {
  readonly needed: number;
  readonly given: number;
}

/** What is signed with an order besides amount, payee and text. */
export interface OrderDetails {
  readonly endToEndId?: string;
  /** ISO 20022: DEBT, CRED, SHAR or SLEV. */
  readonly chargeBearer?: string;
  /** ISO 20022: "SALA". */
  readonly purposeCode?: string;
  readonly ultimateDebtor?: string;
  readonly ultimateCreditor?: string;
}

export interface PaymentItemDisplay extends OrderDetails {
  readonly amount: string;
  readonly currency: string;
  readonly creditorName: string;
  readonly creditorIban: string;
  readonly remittance?: string;
}

/** What pages and SCA messages show of a consent. */
export interface ConsentDisplay {
  readonly shows: "consent";
  readonly kind: ConsentKind;
  /** Named by the TPP or chosen by the PSU; empty for all accounts of the PSU. */
  readonly accounts: readonly ConsentedAccount[];
  /** Where all accounts are meant: only those of these kinds (ISO 20022 codes). */
  readonly restrictedTo?: readonly string[];
  readonly balances: boolean;
  readonly transactions: boolean;
  readonly ownerName: boolean;
  /** One-off otherwise. */
  readonly recurring: boolean;
  /** YYYY-MM-DD, inclusive, as the bank has adjusted it. */
  readonly validUntil: string;
  readonly frequencyPerDay: number;
  /** Who else has to sign. */
  readonly signatures?: Signatures;
}

export interface ConsentedAccount {
  /** Or else `maskedPan`. */
  readonly iban?: string;
  readonly maskedPan?: string;
  readonly currency?: string;
  readonly balances: boolean;
  readonly transactions: boolean;
}
