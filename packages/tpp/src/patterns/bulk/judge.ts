import { isTransactionStatus, type TransactionStatus } from "@tallystick/xs2a";
import { BankError } from "../../client/bank-error.ts";
import type { BulkFailure, BulkFailureCode, InitiateOrder } from "./batch.ts";

/** What became of a try that did not succeed. `isOpen`: the bank may have the payment. */
export type Judgement =
  | { readonly kind: "again"; readonly isOpen: boolean }
  | { readonly kind: "failed" }
  | { readonly kind: "unknown" };

export interface Try {
  /** An earlier try may have reached the bank. */
  readonly repeats: boolean;
  /** No other follows. */
  readonly isLast: boolean;
}

/** Statuses that say nothing of what an earlier call with the same X-Request-ID has done. */
const silentOnTheFirst: ReadonlySet<number> = new Set([401, 403, 408, 409, 429]);

/**
 * Whether a try is repeated, and what the item is when it is not. A refusal ends it at once; what may have been taken is
 * never called failed, since whoever reads that pays again.
 */
export function judge(error: unknown, { repeats, isLast }: Try): Judgement {
  const again = (isOpen: boolean): Judgement => {
    if (!isLast) return { kind: "again", isOpen };
    return { kind: isOpen ? "unknown" : "failed" };
  };
  if (!(error instanceof BankError) || error.outcome === "unknown") return again(true);
  if (error.outcome === "not_sent" || error.retryable) return again(repeats);
  if (!repeats) return { kind: "failed" };
  // The first call is still being answered.
  if (error.status === 409) return again(true);
  const isSilent = silentOnTheFirst.has(error.status ?? 0) || error.code === "PARAMETER_NOT_CONSISTENT";
  return { kind: isSilent ? "unknown" : "failed" };
}

type Answer = Awaited<ReturnType<InitiateOrder>>;

/** The initiation answered, but not with a payment: the bank may have it all the same. */
export class UnreadableAnswer extends Error {
  override readonly name = "UnreadableAnswer";
  /** The member at fault; undefined for the answer as a whole. */
  readonly path: string | undefined;

  constructor(path: string | undefined, text: string) {
    super(`initiate answered ${path ?? "with"} ${text}`);
    this.path = path;
  }
}

/** What a bank names its payments by and PostgreSQL can keep; a name with control characters could not be asked for. */
const isName = (value: unknown): boolean => typeof value === "string" && /^[^\p{Cc}]+$/u.test(value);

/** Throws UnreadableAnswer on what is no answer, before any of it is stored. */
export function readAnswer(answer: Answer | null | undefined): Answer {
  if (typeof answer !== "object" || answer === null) throw new UnreadableAnswer(undefined, "no payment");
  const { paymentId, transactionStatus, scaRedirect, scaOAuth } = answer;
  if (!isName(paymentId)) throw new UnreadableAnswer("paymentId", "that is no text without control characters");
  if (!isTransactionStatus(transactionStatus))
    throw new UnreadableAnswer("transactionStatus", "unknown to the standard");
  for (const [path, link] of Object.entries({ scaRedirect, scaOAuth })) {
    if ((link ?? undefined) !== undefined && !isName(link)) throw new UnreadableAnswer(path, "that is no address");
  }
  return { paymentId, transactionStatus, scaRedirect, scaOAuth };
}

/** How a payment that the bank has taken is over without execution. */
export function endingOf(status: TransactionStatus): FailureFacts | undefined {
  if (status === "RJCT") return { code: "rejected" };
  return status === "CANC" ? { code: "cancelled_at_bank" } : undefined;
}

/** A failure as it is stored. */
export type FailureFacts = Omit<BulkFailure, "advice">;

export function factsOf(error: unknown): FailureFacts {
  if (error instanceof UnreadableAnswer) {
    return { code: "bad_answer", ...(error.path === undefined ? {} : { path: error.path }) };
  }
  if (!(error instanceof BankError)) return { code: "unexpected" };
  const { code, status, path, bankText } = error;
  return {
    code,
    ...(status === undefined ? {} : { status }),
    ...(path === undefined ? {} : { path: storable(path) }),
    ...(bankText === undefined ? {} : { bankText: storable(bankText) }),
  };
}

/** The queue keeps it as jsonb, which refuses U+0000 and half a surrogate pair, such as a cut leaves. */
function storable(text: string): string {
  return text.slice(0, 500).toWellFormed().replaceAll("\0", "\uFFFD");
}

const advice: Partial<Record<BulkFailureCode, string>> = {
  rejected: "The bank took the payment and ended it without execution; see its reason, then pay in a new batch.",
  cancelled_at_bank: "The payment was cancelled at the bank; pay in a new batch if it is still due.",
  network: "The bank was not reached; pay in a new batch when it is.",
  timeout: "The bank was not reached in time; pay in a new batch when it is.",
  attempts_exhausted: "It was never sent: its worker died at every try. Find out why, then pay in a new batch.",
  FORMAT_ERROR: "Correct the member that the bank names and pay in a new batch.",
  PAYMENT_FAILED: "Check both accounts and the amount with the payer, then pay in a new batch.",
  PRODUCT_INVALID: "This bank does not offer the product for this payment; choose another one.",
  PRODUCT_UNKNOWN: "This bank does not know the product; choose another one.",
  EXECUTION_DATE_INVALID: "Choose another execution date and pay in a new batch.",
};

/** What an operator does about it. */
export function adviceOf({ code, status = 0 }: FailureFacts, state: string): string {
  if (state === "unknown") return "The bank may have it: ask the bank, or repeat it with the same X-Request-ID.";
  if (state === "sending" || state === "queued") return "It is tried again by itself.";
  const known = advice[code];
  if (known !== undefined) return known;
  if (status === 401 || status === 403) return "Check certificate, token and roles, then pay in a new batch.";
  if (status === 429) return "The bank limits requests: pay in a new batch later.";
  if (status >= 500) return "The bank failed; pay in a new batch when it answers again.";
  return "Correct what the bank refused and pay in a new batch.";
}
