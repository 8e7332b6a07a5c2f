import type { DbOrTx, Tx } from "@tallystick/kit";
import type { BankSchema } from "../migrations/schema.ts";
import type { FailureReason, SubjectKind } from "./rules.ts";

/** What a PSU authorises, as the authorisation sees it. Payments implement it and `bank.ts` wires them in. */
export interface Subject {
  readonly kind: SubjectKind;
  load(db: DbOrTx<BankSchema>, subjectId: string): Promise<SubjectView | undefined>;
  /** Binds the subject to its payer. False when it is bound to somebody else already, or no longer open. */
  bindPsu(tx: Tx<BankSchema>, change: { subjectId: string; psuId: string }): Promise<boolean>;
  /** Sets the account that the PSU chose. False when the TPP gave one, or the subject is no longer open. */
  chooseDebtor(tx: Tx<BankSchema>, change: { subjectId: string; iban: string }): Promise<boolean>;
  /**
   * Moves the subject on, once: false when it is no longer open, has expired at `at`, has no debtor account, or its
   * content differs from `linkHash`. What is to follow is recorded in the same transaction.
   */
  authorised(tx: Tx<BankSchema>, change: { subjectId: string; linkHash: string; at: Date }): Promise<boolean>;
  /** Ends the subject because its authorisation has failed. False when it is no longer open. */
  refused(tx: Tx<BankSchema>, change: { subjectId: string; reason: FailureReason; at: Date }): Promise<boolean>;
}

export type Subjects = Readonly<Record<SubjectKind, Subject>>;

export interface SubjectView {
  readonly kind: SubjectKind;
  readonly subjectId: string;
  readonly tppId: string;
  /** From the TPP's certificate. */
  readonly tppName: string;
  readonly psuId?: string;
  /** Whether the PSU is to choose the account: none was given by the TPP. */
  readonly debtorIsChosen: boolean;
  readonly display: PaymentDisplay;
  /** Hash over everything that the PSU's authentication is linked to (RTS article 5), hexadecimal. */
  readonly linkHash: string;
  readonly redirectUri?: string;
  readonly nokRedirectUri?: string;
  readonly expiresAt: Date;
  /** Whether it still waits for an authorisation; says nothing about `expiresAt`. */
  readonly open: boolean;
  /** The resource's own status, for payments a transactionStatus. */
  readonly status: string;
}

/** What pages and SCA messages show, in full, straight from the stored record. */
export interface PaymentDisplay {
  /** Decimal, with the currency's minor digits: "12.50". */
  readonly amount: string;
  readonly currency: string;
  readonly creditorName: string;
  readonly creditorIban: string;
  readonly debtorIban?: string;
  readonly remittance?: string;
  readonly endToEndId?: string;
  readonly requestedExecutionDate?: string;
}
