import type { Locale } from "../catalogue/locale.ts";

/** A bank in trouble and since when; one that is up has none. */
export interface BankHealth {
  readonly status: "degraded" | "down";
  readonly since: Date;
}

export interface Money {
  /** Wire form, `12.50`. */
  readonly amount: string;
  readonly currency: string;
}

/** What stays in sight on every page of a link. */
export interface Summary {
  readonly merchant: string;
  readonly money: Money;
  readonly payee: string;
  readonly payeeIban: string;
  readonly description?: string;
  readonly reference?: string;
  readonly items?: readonly { readonly name: string; readonly quantity: number; readonly unitPrice: string }[];
}

/** One bank in a list. */
export interface BankChoice {
  readonly providerId: string;
  readonly name: string;
  readonly bic: string;
  readonly country: string;
  readonly health?: BankHealth;
}

/** Every end a payment page can come to, and the stops on the way (pages.md section 2); the machine-readable code of the page. */
export const endingCodes = [
  "paid",
  "on_their_way",
  "second_signer",
  "returned",
  "refused_by_you",
  "refused_by_bank",
  "code_locked",
  "bank_timeout",
  "link_expired",
  "cancelled_by_merchant",
  "cancelled_by_you",
  "already_paid",
  "paid_elsewhere",
  "used_up",
  "busy",
  "other_device",
  "bank_down",
  "bank_strange",
  "not_finished",
  "cannot_cancel",
  "unknown_link",
  "form_refused",
  "too_many",
  "our_fault",
] as const;
export type EndingCode = (typeof endingCodes)[number];

export type RefusalReason = "funds" | "account" | "limit" | "creditor" | "unknown";

export interface ChooseStep {
  readonly step: "choose";
  readonly query: string;
  readonly banks: readonly BankChoice[];
  /** Whether the banks are all there are, not what a search found. */
  readonly all: boolean;
}

export interface ConfirmStep {
  readonly step: "confirm";
  readonly bank: BankChoice;
  readonly methods: readonly { readonly id: string; readonly scheme: "instant" | "domestic" | "sepa" }[];
  readonly methodId: string;
  /** `given`: the merchant named the account, shown masked. */
  readonly debtor:
    | { readonly ask: "no" }
    | { readonly ask: "optional" | "required"; readonly value: string; readonly error?: IbanProblem }
    | { readonly ask: "given"; readonly masked: string };
  /** Whether there is another bank to choose. */
  readonly canChange: boolean;
}
export type IbanProblem = "missing" | "invalid" | "other_bank";

export interface GoStep {
  readonly step: "go";
  readonly bankName: string;
  readonly url: string;
}

export interface WaitStep {
  readonly step: "wait";
  readonly bankName: string;
  /** `sending`: the bank has not accepted the payment yet. `asking`: the payer came back and the bank's answer is awaited. */
  readonly of: "sending" | "asking";
  readonly waitedMs: number;
}

export interface EndingStep {
  readonly step: "ending";
  readonly code: EndingCode;
  readonly bankName?: string;
  readonly why?: RefusalReason;
  /** The bank's own words. */
  readonly says?: string;
  /** When the link could last be paid, or was settled. */
  readonly at?: Date;
  readonly can: {
    /** The bank to try once more. */
    readonly again?: string;
    readonly otherBank?: boolean;
    /** Pays once more, where the link takes several payments. */
    readonly payMore?: boolean;
    /** As `otherBank`, where the payment has to be deleted at the present bank first. */
    readonly leave?: boolean;
    /** As `leave`, where the payment was begun on another device. */
    readonly takeOver?: boolean;
    /** Goes on at the bank where it was begun. */
    readonly continueUrl?: string;
  };
}

export type Step = ChooseStep | ConfirmStep | GoStep | WaitStep | EndingStep;

/** Everything that a page shows; the views turn it into HTML and decide nothing. */
export interface Page {
  readonly locale: Locale;
  readonly now: Date;
  readonly assets: { readonly css: string; readonly js: string; readonly icon: string };
  /** Whether this is the test environment, which the page says. */
  readonly test: boolean;
  /** Of the link, `/pay/{web_id}`; absent when there is none. */
  readonly path?: string;
  readonly summary?: Summary;
  readonly step: Step;
  /** Query of the page itself, kept when the language changes. */
  readonly query?: string;
  /** Tied to the browser; absent where the page has no form. */
  readonly formToken?: string;
  /** Address of the QR code, where going on with a phone makes sense. */
  readonly qrPath?: string;
  /** What `/status` answers as of now: a page that follows is loaded anew when it changes. */
  readonly state?: string;
  readonly canCancel: boolean;
  readonly returnUrl?: string;
}
