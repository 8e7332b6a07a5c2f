import type { Failure } from "../migrations/schema.ts";
import type { EndingStep } from "./views/model.ts";

type Told = Pick<EndingStep, "code" | "why" | "says">;

/** By the hub's failure code; every other one is a refusal by the bank. */
const byCode: Readonly<Record<string, Told>> = {
  refused_by_payer: { code: "refused_by_you" },
  code_locked: { code: "code_locked" },
  not_confirmed: { code: "bank_timeout" },
  bank_unavailable: { code: "bank_down" },
  bank_busy: { code: "bank_down" },
  bank_answered_strangely: { code: "bank_strange" },
  insufficient_funds: { code: "refused_by_bank", why: "funds" },
  account_blocked: { code: "refused_by_bank", why: "account" },
  debtor_account_refused: { code: "refused_by_bank", why: "account" },
  creditor_account_refused: { code: "refused_by_bank", why: "creditor" },
  limit_exceeded: { code: "refused_by_bank", why: "limit" },
};

/**
 * A status answer has no code for the cause of RJCT, only `psuMessage`, a sentence in the bank's language. These are the
 * ones that payers read most often; a sentence that none of them fits is quoted.
 */
const byWords: readonly (readonly [RegExp, Told])[] = [
  [/too many (wrong )?(attempts|codes)/i, { code: "code_locked" }],
  [/(refused|rejected|declined|cancelled) by the (account holder|customer|user|psu|payer)/i, { code: "refused_by_you" }],
  [/not (authorised|authorized|confirmed) in time|timed? ?out|expired/i, { code: "bank_timeout" }],
  [/insufficient|not (hold |have )?enough (money|funds)/i, { code: "refused_by_bank", why: "funds" }],
];

/** The hub's own sentence, which the page says in the reader's language instead. */
const ownWords = /^The bank (did not execute|rejected|refused|cancelled) the payment/;

/** What a payer is told of a failure. */
export function endingOfFailure(failure: Failure | undefined): Told {
  const known = byCode[failure?.code ?? ""];
  if (known !== undefined) return known;
  if (failure?.code !== "rejected_by_bank" || ownWords.test(failure.message)) return { code: "refused_by_bank" };
  const read = byWords.find(([words]) => words.test(failure.message));
  return read?.[1] ?? { code: "refused_by_bank", says: failure.message };
}
